/* Wishes: tuples that a plan wants, and the plan's rules that they stand for. */
#ifndef BACKENDS_UFW_RULES_WISH_H
#define BACKENDS_UFW_RULES_WISH_H

#include "backends/ufw/rules/tuple.h"
#include "core/plan/plan.h"

struct wish {
    struct tuple tuple;
    const struct rule **rules;
    size_t rule_count;
};

struct wishes {
    struct wish *items;
    size_t count, cap;
};

/* Makes one of what ufw takes for the same rule, and, with `ports`, one of rules that differ in their port
 * alone. */
void wishes_join(struct wishes *wishes, bool ports, struct arena *arena);
struct wish *wishes_add(struct wishes *wishes, const struct tuple *tuple, const struct rule *rule,
                        struct arena *arena);

#endif
