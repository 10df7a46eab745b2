/* What a plan does with one new packet, as the kernel would decide it: the same packet, sent for
 * real through nftables or ufw, has the same fate. */
#ifndef CORE_PLAN_EXPLAIN_H
#define CORE_PLAN_EXPLAIN_H

#include "core/plan/decider.h"
#include "core/plan/plan.h"

struct packet {
    enum direction direction;   /* as this host sees it; explain_direction finds it */
    struct prefix from, to;     /* single addresses of one family; an own address may be any of the host's */
    enum protocol protocol;     /* icmp = echo-request */
    uint16_t port, source_port; /* 0 = not said (a source port outside the special rules) */
    const char *interface; /* in, forward: where it comes in; out: where it goes out; NULL = the right one */
};

struct fate {
    enum verdict verdict;
    enum decider by;
    const struct rule *rule;       /* DECIDER_RULE; else NULL */
    size_t number;                 /* of the rule, from 1; 0 = none */
    const struct builtin *builtin; /* DECIDER_BUILTIN: the always-there rule; else NULL */
    char reason[256];              /* one sentence */
};

/* Whether the packet passes this host in, out or forward: by whether its ends are the host's own addresses.
 * -1: this host never sees it. */
int explain_direction(const struct plan *plan, struct packet *packet);
struct fate explain(const struct plan *plan, const struct packet *packet);
/* For people: "rule", "policy", "unseen", or the title of the always-there rule. */
const char *fate_by(const struct fate *fate);

#endif
