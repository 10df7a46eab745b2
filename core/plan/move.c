/* Port moves: the plan of a machine whose services listen elsewhere today, and the bridge to it. */
#include <stdlib.h>
#include <string.h>

#include "core/base/text.h"
#include "core/plan/planning.h"

static void copy_plan(struct plan *copy, const struct plan *plan)
{
    *copy = *plan;
    copy->arena = (struct arena){0};
    copy->rules = NULL;
    copy->rule_count = copy->rule_cap = 0;
    copy->moves = NULL;
    copy->move_count = 0;
}

static struct rule *plan_move_add_rule(struct plan *plan, const struct rule *rule)
{
    struct rule *added = plan_add(plan, rule->flow, rule->direction);
    memcpy((void *)added, rule, sizeof(*rule));
    return added;
}

static void plan_move_add_moves(struct plan *copy, const struct port_move *moves, size_t count)
{
    copy->moves = arena_array(&copy->arena, count, sizeof(*copy->moves));
    for (size_t i = 0; i < count; i++)
        copy->moves[copy->move_count++] = moves[i];
}

void plan_moving(struct plan *copy, const struct plan *plan, const struct port_move *moves, size_t count)
{
    copy_plan(copy, plan);
    for (size_t i = 0; i < plan->rule_count; i++)
        plan_move_add_rule(copy, &plan->rules[i]);
    plan_move_add_moves(copy, moves, count);
}

static bool is_of(const struct rule *rule, const struct port_move *move)
{
    return !move->left_over && rule->direction == DIRECTION_IN && rule->verdict == VERDICT_ACCEPT &&
           strcmp(rule->flow->service, move->service) == 0;
}

void plan_bridge(struct plan *copy, const struct plan *plan)
{
    copy_plan(copy, plan);
    copy->bridge = true;
    plan_move_add_moves(copy, plan->moves, plan->move_count);
    for (size_t i = 0; i < plan->rule_count; i++) {
        plan_move_add_rule(copy, &plan->rules[i]);
        for (size_t k = 0; k < plan->move_count; k++)
            if (is_of(&plan->rules[i], &plan->moves[k]))
                plan_move_add_rule(copy, &plan->rules[i])->ports =
                    (struct ports){plan->moves[k].from, plan->moves[k].from};
    }
}
