#include "core/base/text.h"
#include "core/plan/planning.h"

struct rule plan_rule_of(const struct flow *flow, enum direction direction)
{
    return (struct rule){
        .direction = direction,
        .verdict = flow->verdict,
        .protocol = flow->protocol,
        .ports = flow->ports,
        .flow = flow,
    };
}

struct rule *plan_add(struct plan *plan, const struct flow *flow, enum direction direction)
{
    plan->rules = xgrow(plan->rules, plan->rule_count, &plan->rule_cap, sizeof(*plan->rules));
    struct rule *rule = &plan->rules[plan->rule_count++];
    *rule = plan_rule_of(flow, direction);
    return rule;
}
