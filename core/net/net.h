/* Addresses, prefixes, ports and protocols as sites and rules write them. Plain values, no allocation. */
#ifndef CORE_NET_NET_H
#define CORE_NET_NET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { FAMILY_4 = 4, FAMILY_6 = 6 };

/* An address or a prefix; the bits behind the prefix are zero. */
struct prefix {
    uint8_t family;    /* FAMILY_4 or FAMILY_6 */
    uint8_t length;    /* 0..32 or 0..128; the full length is a single address */
    uint8_t bytes[16]; /* network order; the first 4 for IPv4, the rest zero */
};

/* A view of prefixes that somebody else owns; none = anywhere, where a rule holds it. */
struct prefixes {
    const struct prefix *items;
    size_t count;
};

enum { PREFIX_TEXT = 64 };

/* Reads `10.0.0.0/8`, `192.0.2.7`, `2001:db8::1`. -1: *why is one clear sentence (static) that says what is
 * wrong: no address, prefix length out of 0..32 or 0..128, bits set behind the prefix, an IPv4 address in
 * IPv6 form, a zone. With bits set behind the prefix *out holds them: prefix_masked makes the network of it.
 */
int prefix_parse(const char *text, struct prefix *out, const char **why);
/* Writes it without /32 and /128 (RFC 5952 for IPv6); returns `buffer`. */
const char *prefix_format(const struct prefix *prefix, char buffer[PREFIX_TEXT]);
bool prefix_is_single(const struct prefix *prefix);
bool prefix_is_loopback(const struct prefix *address);                        /* 127.0.0.0/8, ::1 */
bool prefix_contains(const struct prefix *outer, const struct prefix *inner); /* equal counts */
bool prefix_overlaps(const struct prefix *a, const struct prefix *b);
/* Orders by family, then bytes, then length: for sorting and equality (0). */
int prefix_compare(const struct prefix *a, const struct prefix *b);
/* The last address of the prefix, 16 bytes as in `bytes`. */
void prefix_last(const struct prefix *prefix, uint8_t last[16]);
/* The same prefix with every bit behind its length cleared (for "did you mean"). */
struct prefix prefix_masked(const struct prefix *prefix);

/* One port or a range, both ends included; {0, 0} = none (icmp, any). */
struct ports {
    uint16_t first, last;
};

enum { PORTS_TEXT = 16 };

/* Reads `5481` or `5500-5509`, 1 to 65535, first <= last. -1 with *why. */
int ports_parse(const char *text, struct ports *out, const char **why);
/* The same in hexadecimal digits where they are plainly that: `0xBAC0`, `BAC0`; -1: they are not. */
int ports_parse_hex(const char *text, struct ports *out);
const char *ports_format(struct ports ports, char buffer[PORTS_TEXT]); /* "" for none */
bool ports_overlap(struct ports a, struct ports b);
bool ports_equal(struct ports a, struct ports b);
static inline unsigned ports_count(struct ports p)
{
    return p.first ? (unsigned)p.last - p.first + 1 : 0;
}

/* OTHER is of rules that were read on a machine (igmp, esp ...): no site says it. */
enum protocol { PROTOCOL_ANY, PROTOCOL_TCP, PROTOCOL_UDP, PROTOCOL_ICMP, PROTOCOL_OTHER };

const char *protocol_name(enum protocol protocol);             /* "any", "tcp", "udp", "icmp", "other" */
int protocol_parse(const char *text, enum protocol *protocol); /* -1: not one of these */

enum verdict { VERDICT_ACCEPT, VERDICT_DROP };
enum direction { DIRECTION_IN, DIRECTION_OUT, DIRECTION_FORWARD };

const char *direction_name(enum direction direction); /* "in", "out", "forward" */

#endif
