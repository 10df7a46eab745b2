/* Loading: ready messages become the confirmed slot, without a trial. */
#include "backends/nft/slots/slots.h"
#include "backends/nft/slots/step.h"
#include "backends/nft/wire/encode.h"

struct slot_loading {
    void (*fill)(void *context, struct batch *batch, char slot);
    void *context;
    unsigned hooks;
    char slot;      /* the one that was filled */
    unsigned added; /* bits of hooks that got their base chain now: where nothing is loaded */
};

static void fill_open(void *context, struct batch *batch, char slot)
{
    (void)context;
    encode_open(batch, HOOK_INPUT, slot);
    encode_open(batch, HOOK_OUTPUT, slot);
}

/* Nothing may decide in the slot that is about to be filled. */
static enum step settle_step(void *context, const struct dump *dump, struct batch *batch,
                             struct failure *failure)
{
    (void)context;
    (void)failure;
    if (!dump->trial)
        return STEP_DONE;
    encode_trial_gone(batch);
    return STEP_SEND;
}

/* Without rules to load there is nothing to do where nothing is. */
static enum step load_step(void *context, const struct dump *dump, struct batch *batch,
                           struct failure *failure)
{
    struct slot_loading *loading = context;
    struct standing standing = dump_standing(dump);
    (void)failure;
    if (!dump->present && !loading->fill)
        return STEP_DONE;
    loading->slot = nft_stage_free(&standing);
    loading->added = loading->hooks & ~standing.hooks;
    if (dump->present && !dump_set(dump, LAYOUT_TRIAL)) /* somebody took the table apart */
        encode_table(batch);
    nft_stage_batch(batch, dump, loading->hooks, loading->fill ? loading->fill : fill_open, loading->context);
    return STEP_SEND;
}

static enum step switch_step(void *context, const struct dump *dump, struct batch *batch,
                             struct failure *failure)
{
    struct slot_loading *loading = context;
    (void)failure;
    if (!loading->slot)
        return STEP_DONE;
    if (dump->dormant) /* somebody put the table to sleep: this wakes it */
        encode_table(batch);
    for (enum hook hook = HOOK_INPUT; hook < HOOK_COUNT; hook++)
        if (dump_standing(dump).hooks & 1u << hook)
            encode_switch(batch, hook, loading->slot);
    return STEP_SEND;
}

int slots_load(void (*fill)(void *context, struct batch *batch, char slot), void *context, unsigned hooks,
               struct failure *failure)
{
    struct slot_loading loading = {
        .fill = fill, .context = context, .hooks = fill ? hooks : 1u << HOOK_INPUT | 1u << HOOK_OUTPUT};
    if (step_run(settle_step, NULL, failure) != 0 || step_run(load_step, &loading, failure) != 0 ||
        nft_stage_finish(loading.fill ? loading.hooks : loading.added, failure) != 0 ||
        step_run(switch_step, &loading, failure) != 0)
        return -1;
    return slots_tidy(failure);
}
