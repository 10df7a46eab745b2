#include "backends/ufw/files/seen.h"

#include <string.h>

#include "backends/ufw/files/state.h"

static bool ufw_seen_read_rule(struct seen_rule *rule, const struct tuple *tuple, struct arena *arena)
{
    const char *why;
    char name[16];
    struct text words = {0}, alone = {0};
    const struct traffic traffic = tuple_traffic(tuple);
    struct port_list ports;
    *rule = (struct seen_rule){.out = tuple_goes_out(tuple),
                               .ours = tuple_is_ours(tuple),
                               .exact = tuple->action == TUPLE_ALLOW && !*tuple->log,
                               .protocol = traffic.protocol,
                               .ports = traffic.ports.items[0]};
    /* A list of several ports is nothing that a site can say. */
    if (traffic.verdict == VERDICT_DROP || tuple->route || tuple->dapp || strcmp(tuple->sport, "any") != 0 ||
        !tuple_ports(tuple->dport, &ports) || ports.count > 1 ||
        prefix_parse(tuple->from, &rule->from, &why) != 0 || prefix_parse(tuple->to, &rule->to, &why) != 0)
        return false;
    if (tuple_interface(tuple, rule->out, name))
        rule->interface = arena_strdup(arena, name);
    tuple_words(tuple, true, &words);
    tuple_words(tuple, false, &alone);
    rule->text = arena_strdup(arena, text_get(&words));
    rule->key = arena_strdup(arena, text_get(&alone));
    text_release(&words);
    text_release(&alone);
    return true;
}

/* App profiles, several ports, a source port. */
static void ufw_seen_add_other(struct seen *seen, const struct tuple *tuple)
{
    struct text words = {0};
    const struct traffic traffic = tuple_traffic(tuple);
    if (traffic.verdict == VERDICT_DROP || tuple->route)
        return;
    tuple_words(tuple, true, &words);
    struct line *line =
        lines_add(&seen->others, tuple_goes_out(tuple) ? "output" : "input", text_get(&words), NULL);
    line->traffic = traffic;
    text_release(&words);
}

static void ufw_seen_add_rules(struct seen *seen, const struct tuples *tuples)
{
    for (size_t i = 0; i < tuples->count; i++) {
        seen->rules = xgrow(seen->rules, seen->count, &seen->cap, sizeof(*seen->rules));
        if (ufw_seen_read_rule(&seen->rules[seen->count], &tuples->items[i], &seen->arena))
            seen->count++;
        else
            ufw_seen_add_other(seen, &tuples->items[i]);
    }
}

static enum verdict verdict_of(const char *policy)
{
    return text_equal(policy, "ACCEPT") ? VERDICT_ACCEPT : VERDICT_DROP;
}

int seen_ufw(const struct machine *machine, struct seen *seen, struct failure *failure)
{
    struct ufw_state state;
    if (ufw_state_read(&state, machine, "", failure) != 0)
        return -1;
    *seen = (struct seen){.active = state.enabled,
                          .ipv6 = state.ipv6,
                          .incoming = verdict_of(state.policies[POLICY_INPUT]),
                          .outgoing = verdict_of(state.policies[POLICY_OUTPUT]),
                          .forward = verdict_of(state.policies[POLICY_FORWARD]),
                          .log = text_equal(state.logging, "off") ? LOG_OFF : LOG_BLOCKED,
                          .arena = state.arena};
    state.arena = (struct arena){0}; /* the rules borrow from it */
    ufw_seen_add_rules(seen, &state.tuples[UFW_4]);
    if (state.ipv6)
        ufw_seen_add_rules(seen, &state.tuples[UFW_6]);
    ufw_state_release(&state);
    return 0;
}
