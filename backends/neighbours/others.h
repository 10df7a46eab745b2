/* The chains of others as they were read, before anybody asks what they may do. Private to the room. */
#ifndef BACKENDS_NEIGHBOURS_OTHERS_H
#define BACKENDS_NEIGHBOURS_OTHERS_H

#include "backends/neighbours/met.h"
#include "backends/neighbours/neighbours.h"
#include "backends/neighbours/netlink.h"

/* What a rule of nf_tables has loaded, and compares or looks up. */
enum keyed {
    KEYED_OTHER,
    KEYED_PROTOCOL,
    KEYED_PORT,
    KEYED_IN, /* the interface, by name or by number */
    KEYED_OUT,
    KEYED_STATE,
    KEYED_FAMILY,
    KEYED_PORTS, /* both, in one */
    KEYED_FROM,  /* addresses */
    KEYED_TO,
    KEYED_ENDS,  /* both, of IPv4, in one */
    KEYED_PLACE, /* whether the destination is of this machine */
    KEYED_FLAGS, /* of TCP */
    KEYED_ICMP
};

struct other_rule {
    struct met met;
    unsigned effect;
    char *jump;     /* to a chain of the same table; NULL: none; owned */
    bool leaves;    /* a verdict: what it is about goes no further in this chain */
    char *set;      /* what it is about stands in this set, not read yet; owned */
    enum keyed key; /* of the set */
    bool map;       /* and so does the verdict */
};

struct other {
    unsigned family; /* NFPROTO_..., 256 more of the old iptables */
    uint32_t hook;
    bool base, drops; /* drops: its policy */
    char *table, *name;
    struct other_rule *rules;
    size_t count, cap;
};

struct others {
    struct other *items;
    size_t count, cap;
    char **dormant; /* tables that decide over nothing: `family table` */
    size_t dormant_count, dormant_cap;
    bool unread; /* some of the old iptables could not be read */
};

enum { OF_LEGACY = 256 };

struct other *others_add(struct others *others, unsigned family, const char *table, const char *name);
struct other *others_find(const struct others *others, unsigned family, const char *table, const char *name);
struct other_rule *other_add(struct other *other, const struct met *met, unsigned effect, const char *jump);
unsigned other_families(const struct other *other);
void others_release(struct others *others);

/* tables.c: of nf_tables. */
int others_of_tables(struct others *others, struct nft_socket *nft, struct failure *failure);
/* rule.c: one message of a rule; what stands in sets is left to sets.c. */
void others_take_rule(void *context, const struct nlmsghdr *header);
/* key.c: narrows by a value that the key was compared with; `how`: NFT_CMP_... False: it cannot be told. */
bool key_compare(struct met *met, enum keyed key, uint32_t how, const unsigned char *data, size_t length);
/* sets.c: puts in what the sets say. */
void others_resolve(struct others *others, struct nft_socket *nft);
/* legacy.c: of the old iptables. */
void others_of_legacy(struct others *others);

#endif
