/* A tuple: one rule of ufw as it stands in user.rules or user6.rules, behind `### tuple ###`. It is all that
 * ufw itself reads of a rule; the iptables lines below it are made from it.
 *
 *     ACTION PROTO DPORT DST SPORT SRC [DAPP SAPP] DIRECTION [comment=HEX]
 *
 * Format measured with ufw 0.36.2. Strings belong to the arena of whoever made the tuple. */
#ifndef BACKENDS_UFW_RULES_TUPLE_H
#define BACKENDS_UFW_RULES_TUPLE_H

#include "core/base/arena.h"
#include "core/base/text.h"
#include "core/plan/line.h"

enum tuple_action { TUPLE_ALLOW, TUPLE_DENY, TUPLE_REJECT, TUPLE_LIMIT };

#define TUPLE_MARK "### tuple ###"
/* Our comments begin so; others may too. */
#define TUPLE_OURS "penstock:"

struct tuple {
    uint8_t family; /* of the file it stands in: the line itself does not say */
    bool ours;      /* as our own record says; nothing of the line */
    bool route;     /* of the forward chain */
    enum tuple_action action;
    const char *log;        /* "", "log" or "log-all" */
    const char *protocol;   /* any, tcp, udp, ah, esp, gre, igmp, ipv6, vrrp */
    const char *dport, *to; /* ports: any, N, a:b, or a list of these; addresses: 0.0.0.0/0 or ::/0 = any */
    const char *sport, *from;
    const char *dapp, *sapp;  /* app profiles; NULL: a rule without */
    const char *direction;    /* `in`, `out_eth0`, `in_eth0!out_eth1`; NULL: the old format, which means in */
    const char *comment;      /* as it was typed; NULL = none */
    const char *comment_code; /* as it stands in the file; NULL = none */
};

/* Reads what stands behind the mark. -1: no tuple of a format we know. */
int tuple_parse(struct tuple *tuple, uint8_t family, const char *line, size_t length, struct arena *arena);
/* Appends it as ufw writes it, without mark and newline. */
void tuple_format(const struct tuple *tuple, struct text *text);
/* Sets the comment and its code. */
void tuple_comment(struct tuple *tuple, const char *comment, struct arena *arena);

/* Whether ufw takes both for the same rule: an `allow` of one key replaces a `deny` of the same. */
bool tuple_same_key(const struct tuple *a, const struct tuple *b);
bool tuple_is_ours(const struct tuple *tuple);
bool tuple_says_ours(const struct tuple *tuple); /* by its comment alone */
bool tuple_goes_out(const struct tuple *tuple);
/* Its interface in (or out) to `name`; false: any. */
bool tuple_interface(const struct tuple *tuple, bool out, char name[16]);
/* Whether a new packet could meet both: false only where one of their fields rules that out. */
bool tuple_overlaps(const struct tuple *a, const struct tuple *b);
/* Reads ports as a tuple has them; none for any. False: it names a service. */
bool tuple_ports(const char *list, struct port_list *ports);
/* What it is about; an app profile's ports are not known here. */
struct traffic tuple_traffic(const struct tuple *tuple);
const char *tuple_any(uint8_t family); /* 0.0.0.0/0 or ::/0 */

/* Appends the rule as a technician types it behind `ufw`: `allow in on eth0 proto tcp from 10.0.0.0/8 to any
 * port 22`, without its comment. `both`: it stands for its twin of the other family too. */
void tuple_words(const struct tuple *tuple, bool both, struct text *text);

struct tuples {
    struct tuple *items;
    size_t count, cap;
};

struct tuple *tuples_add(struct tuples *tuples, const struct tuple *tuple);
/* The tuples of a whole file; -1: a tuple line that nobody can read, its number in *line. */
int tuples_read(struct tuples *tuples, uint8_t family, const char *data, struct arena *arena, int *line);
/* Whether both hold the same tuples in the same order. */
bool tuples_equal(const struct tuples *a, const struct tuples *b);
/* Whether one of them says the same: key and action. */
bool tuples_have(const struct tuples *tuples, const struct tuple *tuple);
/* Adds one that stood in `original`: behind those that stood before it there; what never did comes last. */
void tuples_put_back(struct tuples *tuples, const struct tuple *tuple, const struct tuples *original);
void tuples_release(struct tuples *tuples);

#endif
