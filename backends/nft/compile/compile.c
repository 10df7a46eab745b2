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

/* Every machine has all three: whether it passes packets on may change at any time, and nobody compiles then. */
void compile_plan(struct ruleset *ruleset, const struct plan *plan)
{
    *ruleset = (struct ruleset){0};
    for (enum hook hook = HOOK_INPUT; hook < HOOK_COUNT; hook++)
        if (plan)
            compile_chain(ruleset, hook, plan);
        else if (hook != HOOK_FORWARD)
            layout_open(&ruleset->chains[hook]);
}
