/* What the rooms of plan_make share. */
#ifndef CORE_PLAN_PLANNING_H
#define CORE_PLAN_PLANNING_H

#include "core/plan/plan.h"
#include "core/plan/zones.h"

/* The part of one end's addresses that lies in one zone, whole and by family. */
struct share {
    const struct zone *zone;
    struct prefixes all, v4, v6;
};

struct shares {
    struct share *items; /* in the order of the zones */
    size_t count;
    bool made;
};

struct address_shares {
    struct prefix address;
    struct shares shares;
};

struct planning {
    struct plan *plan;
    struct problems *problems;
    struct arena arena;              /* lives as long as the planning */
    unsigned families;               /* of the plan's host */
    struct prefixes *peers;          /* by host index: its addresses in those families */
    bool *peer_made;                 /* by host index */
    struct zones zones;              /* of a gateway */
    struct shares *shares;           /* by host index */
    struct address_shares others[2]; /* of the last initiator and the last listener that were addresses */
    struct shares anywhere;
    struct prefix *told; /* addresses in no zone or across zones, told already */
    size_t told_count, told_cap;
};

/* Without addresses and interfaces. */
struct rule plan_rule_of(const struct flow *flow, enum direction direction);
struct rule *plan_add(struct plan *plan, const struct flow *flow, enum direction direction);
/* Where the ends of `flow` lie at the gateway: their shares by zone. */
void gateway_init(struct planning *planning);
const struct shares *gateway_shares(struct planning *planning, const struct end *end,
                                    const struct flow *flow);
/* The addresses of both shares that pair, family by family; false: none do. */
bool shares_pair(const struct share *from, const struct share *to, struct prefixes *froms,
                 struct prefixes *tos);
/* The forward rules of one flow. */
void gateway_forward(struct planning *planning, const struct flow *flow);
void gateway_release(struct planning *planning);

#endif
