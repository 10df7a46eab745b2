#include "backends/nft/compile/compile.h"

#include "backends/nft/compile/layout.h"

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
