#include "backends/nft/compile/compile.h"

#include <string.h>

#include "backends/nft/compile/layout.h"

void compile_put(struct nft_chain *chain, enum hook hook, const struct nft_rule *rule, enum verdict verdict,
                 bool log)
{
    static const char *const prefixes[] = {"penstock in ", "penstock out ", "penstock forward "};
    struct nft_rule *put;
    if (log && verdict == VERDICT_DROP) {
        put = chain_add(chain);
        *put = *rule;
        put->log = prefixes[hook];
    }
    put = chain_add(chain);
    *put = *rule;
    put->counter = true;
    put->decision = verdict == VERDICT_ACCEPT ? DECISION_ACCEPT : DECISION_DROP;
}

bool compile_addresses(struct ruleset *ruleset, struct nft_rule *rule, enum match_kind end,
                       const char *service, struct prefixset *ranges)
{
    unsigned length;
    if (ranges->count == 0 || prefixset_is_all(ranges)) {
        prefixset_release(ranges);
        return false;
    }
    struct match *match = rule_match(rule, end);
    match->family = ranges->family;
    if (ranges->count > 1 || !range_is_prefix(&ranges->items[0], ranges->family, &length)) {
        match->set = ruleset_set(ruleset, service, ranges);
        return true;
    }
    match->prefix = (struct prefix){.family = ranges->family, .length = (uint8_t)length};
    memcpy(match->prefix.bytes, ranges->items[0].first, sizeof(match->prefix.bytes));
    prefixset_release(ranges);
    return true;
}

static void compile_chain(struct ruleset *ruleset, enum hook hook, const struct plan *plan)
{
    struct nft_chain *chain = &ruleset->chains[hook];
    compile_always(ruleset, hook, plan, BUILTIN_BEFORE_DENIES);
    compile_joined(ruleset, hook, plan, VERDICT_DROP);
    compile_always(ruleset, hook, plan, BUILTIN_AFTER_DENIES);
    compile_joined(ruleset, hook, plan, VERDICT_ACCEPT);
    compile_policy(chain, hook, plan);
}

void compile_plan(struct ruleset *ruleset, const struct plan *plan, bool forwards)
{
    *ruleset = (struct ruleset){0};
    if (!plan) {
        layout_open(&ruleset->chains[HOOK_INPUT]);
        layout_open(&ruleset->chains[HOOK_OUTPUT]);
        return;
    }
    compile_chain(ruleset, HOOK_INPUT, plan);
    compile_chain(ruleset, HOOK_OUTPUT, plan);
    if (plan->gateway || forwards)
        compile_chain(ruleset, HOOK_FORWARD, plan);
}
