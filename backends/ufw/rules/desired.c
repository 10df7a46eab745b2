#include "backends/ufw/rules/desired.h"

#include <stdlib.h>
#include <string.h>

static const char *port_text(struct ports ports, struct arena *arena)
{
    if (!ports.first)
        return "any";
    return ports.first == ports.last ? arena_printf(arena, "%u", ports.first)
                                     : arena_printf(arena, "%u:%u", ports.first, ports.last);
}

static const char *direction_text(const struct rule *rule, struct arena *arena)
{
    if (rule->direction == DIRECTION_FORWARD) {
        if (rule->interface && rule->interface_to)
            return arena_printf(arena, "in_%s!out_%s", rule->interface, rule->interface_to);
        return rule->interface ? arena_printf(arena, "in_%s", rule->interface) : "in";
    }
    return rule->interface ? arena_printf(arena, "%s_%s", direction_name(rule->direction), rule->interface)
                           : direction_name(rule->direction);
}

static const char *address_text(const struct prefix *prefix, struct arena *arena)
{
    char text[PREFIX_TEXT];
    return arena_strdup(arena, prefix_format(prefix, text));
}

/* One tuple for each pair of ends of one family. */
static void ufw_desired_add_rule(struct desired *desired, const struct rule *rule, size_t index)
{
    struct arena *arena = &desired->arena;
    uint8_t family = ufw_family(index);
    size_t from_count, to_count;
    const struct prefix *from = ufw_ends(&rule->from, family, &from_count, arena);
    const struct prefix *to = ufw_ends(&rule->to, family, &to_count, arena);
    struct tuple tuple = {.family = family,
                          .route = rule->direction == DIRECTION_FORWARD,
                          .log = "",
                          .protocol = protocol_name(rule->protocol),
                          .dport = port_text(rule->ports, arena),
                          .sport = "any",
                          .direction = direction_text(rule, arena)};
    for (size_t i = 0; i < from_count; i++)
        for (size_t k = 0; k < to_count; k++) {
            tuple.from = address_text(&from[i], arena);
            tuple.to = address_text(&to[k], arena);
            wishes_add(&desired->wishes[index], &tuple, rule, arena);
        }
}

static const char *builtin_direction(const struct builtin *builtin, enum direction way, struct arena *arena)
{
    return builtin->interface ? arena_printf(arena, "%s_%s", direction_name(way), builtin->interface)
                              : direction_name(way);
}

static void ufw_desired_add_builtin(struct desired *desired, const struct builtin *builtin, size_t index,
                                    enum direction way)
{
    struct arena *arena = &desired->arena;
    const char *any = tuple_any(ufw_family(index));
    struct tuple tuple = {.family = ufw_family(index),
                          .action = builtin->verdict == VERDICT_ACCEPT ? TUPLE_ALLOW : TUPLE_DENY,
                          .log = "",
                          .protocol = protocol_name(builtin->protocol),
                          .dport = "any",
                          .to = any,
                          .sport = "any",
                          .from = builtin->from.family ? address_text(&builtin->from, arena) : any,
                          .direction = builtin_direction(builtin, way, arena)};
    tuple_comment(&tuple, arena_printf(arena, TUPLE_OURS "%s", builtin->comment), arena);
    tuple.ours = true;
    wishes_add(&desired->wishes[index], &tuple, NULL, arena);
}

/* A product's own always-there rules; ping is the block's and ufw's own. */
static void add_builtins(struct desired *desired, const struct plan *plan, size_t index)
{
    for (size_t i = 0; i < plan->builtin_count; i++) {
        const struct builtin *builtin = plan->builtins[i];
        uint8_t family = builtin->from.family;
        if (!builtin->roles || builtin->protocol == PROTOCOL_ICMP || (family && family != ufw_family(index)))
            continue;
        for (enum direction way = DIRECTION_IN; way <= DIRECTION_OUT; way++)
            if (builtin->directions >> way & 1)
                ufw_desired_add_builtin(desired, builtin, index, way);
    }
}

static void comment_all(struct desired *desired, struct wishes *wishes)
{
    for (size_t i = 0; i < wishes->count; i++) {
        struct wish *wish = &wishes->items[i];
        if (!wish->rule_count)
            continue;
        char *comment = rules_comment(wish->rules, wish->rule_count, UFW_COMMENT, &desired->arena);
        tuple_comment(&wish->tuple, arena_printf(&desired->arena, TUPLE_OURS "%s", comment), &desired->arena);
        wish->tuple.ours = true;
    }
}

static const char *ufw_desired_policy(enum verdict verdict)
{
    return verdict == VERDICT_ACCEPT ? "ACCEPT" : "DROP";
}

void desired_make(struct desired *desired, const struct plan *plan)
{
    *desired = (struct desired){.plan = plan};
    if (plan && plan->ports_only)
        desired->in_place = true;
    if (!plan || plan->ports_only)
        return;
    desired->policies[POLICY_INPUT] = ufw_desired_policy(plan->incoming);
    desired->policies[POLICY_OUTPUT] = ufw_desired_policy(plan->outgoing);
    desired->policies[POLICY_FORWARD] = ufw_desired_policy(plan->forward);
    desired->logging = plan->log == LOG_BLOCKED ? "low" : "off";
    desired->enabled = UFW_ON;
    desired->forwards = plan->gateway;
    for (size_t i = 0; i < UFW_FAMILIES; i++) {
        add_builtins(desired, plan, i);
        for (size_t k = 0; k < plan->rule_count; k++) {
            const struct rule *rule = &plan->rules[k];
            /* ufw knows no ping, and its rules come too late for the denies: both stand in the block. */
            if (rule->verdict == VERDICT_ACCEPT && rule->protocol != PROTOCOL_ICMP)
                ufw_desired_add_rule(desired, rule, i);
        }
        /* While ports move each is a rule of its own: the old one goes alone. */
        wishes_join(&desired->wishes[i], !plan->bridge, &desired->arena);
        comment_all(desired, &desired->wishes[i]);
    }
    desired_block(desired, plan);
}

void desired_release(struct desired *desired)
{
    for (size_t i = 0; i < UFW_FAMILIES; i++) {
        for (size_t k = 0; k < desired->wishes[i].count; k++)
            free(desired->wishes[i].items[k].rules);
        free(desired->wishes[i].items);
        lines_release(&desired->block[i]);
        tuples_release(&desired->removed[i]);
        tuples_release(&desired->restored[i]);
        tuples_release(&desired->original[i]);
        free(desired->moving[i].items);
        free(desired->moved[i].items);
    }
    arena_release(&desired->arena);
    *desired = (struct desired){0};
}
