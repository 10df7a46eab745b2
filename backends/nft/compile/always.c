/* The plan's always-there rules of one chain: no flows, so no comments, and a counter only where one drops. */
#include "backends/nft/compile/compile.h"

#include <netinet/icmp6.h>

enum { ICMP_ECHO_REQUEST = 8 };

static const enum direction directions[] = {DIRECTION_IN, DIRECTION_OUT, DIRECTION_FORWARD};

static void nft_always_add_icmp(struct nft_rule *rule, uint8_t family, struct ports types)
{
    struct match *match = rule_match(rule, MATCH_ICMP);
    match->family = family;
    match->ports = types;
}

static void nft_always_add_port(struct nft_rule *rule, enum match_kind kind, const struct builtin *builtin,
                                uint16_t port)
{
    if (!port)
        return;
    struct match *match = rule_match(rule, kind);
    match->protocol = builtin->protocol;
    match->ports = (struct ports){port, port};
}

static void nft_always_add_protocol(struct nft_rule *rule, const struct builtin *builtin, uint8_t family)
{
    uint8_t echo = family == FAMILY_4 ? ICMP_ECHO_REQUEST : ICMP6_ECHO_REQUEST;
    if (builtin->hop_limit)
        rule_match(rule, MATCH_HOP_LIMIT);
    if (builtin->icmp6.first)
        nft_always_add_icmp(rule, FAMILY_6, builtin->icmp6);
    else if (builtin->protocol == PROTOCOL_ICMP)
        nft_always_add_icmp(rule, family, (struct ports){echo, echo});
    else if (builtin->protocol != PROTOCOL_ANY && !builtin->from_port && !builtin->to_port)
        rule_match(rule, MATCH_PROTOCOL)->protocol = builtin->protocol;
    nft_always_add_port(rule, MATCH_FROM_PORT, builtin, builtin->from_port);
    nft_always_add_port(rule, MATCH_TO_PORT, builtin, builtin->to_port);
}

static void nft_always_add_from(struct nft_rule *rule, const struct builtin *builtin)
{
    if (builtin->family)
        rule_match(rule, MATCH_FAMILY)->family = builtin->family;
    if (!builtin->from.family)
        return;
    struct match *match = rule_match(rule, MATCH_FROM);
    match->family = builtin->from.family;
    match->prefix = builtin->from;
}

/* `family` matters to an echo-request alone. */
static void nft_always_add(struct nft_chain *chain, enum hook hook, const struct builtin *builtin,
                           uint8_t family)
{
    struct nft_rule *rule = chain_add(chain);
    rule->decision = builtin->verdict == VERDICT_ACCEPT ? DECISION_ACCEPT : DECISION_DROP;
    rule->counter = builtin->verdict == VERDICT_DROP;
    if (builtin->interface)
        rule_match(rule, hook == HOOK_OUTPUT ? MATCH_OUT_INTERFACE : MATCH_IN_INTERFACE)->name =
            builtin->interface;
    if (builtin->about == BUILTIN_ESTABLISHED)
        rule_match(rule, MATCH_ESTABLISHED);
    else if (builtin->about == BUILTIN_IGMP)
        rule_match(rule, MATCH_IGMP);
    nft_always_add_from(rule, builtin);
    nft_always_add_protocol(rule, builtin, family);
}

void compile_always(struct ruleset *ruleset, enum hook hook, const struct plan *plan,
                    enum builtin_phase phase)
{
    struct nft_chain *chain = &ruleset->chains[hook];
    for (size_t i = 0; i < plan->builtin_count; i++) {
        const struct builtin *builtin = plan->builtins[i];
        bool echo = builtin->protocol == PROTOCOL_ICMP && !builtin->icmp6.first;
        if (builtin->phase != phase || !(builtin->directions >> directions[hook] & 1))
            continue;
        if (builtin->about == BUILTIN_SPOOFED) {
            compile_spoofed(ruleset, plan);
            continue;
        }
        if (!echo || builtin->from.family != FAMILY_6)
            nft_always_add(chain, hook, builtin, FAMILY_4);
        if (echo && builtin->from.family != FAMILY_4)
            nft_always_add(chain, hook, builtin, FAMILY_6);
    }
}

void compile_policy(struct nft_chain *chain, enum hook hook, const struct plan *plan)
{
    const enum verdict policies[] = {plan->incoming, plan->outgoing, plan->forward};
    compile_put(chain, hook, &(struct nft_rule){0}, policies[hook], plan->log == LOG_BLOCKED);
}
