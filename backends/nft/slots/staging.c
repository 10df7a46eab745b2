/* Staging: is it allowed, does tracking have to come first, then the slot itself. */
#include <unistd.h>

#include "backends/nft/slots/slots.h"
#include "backends/nft/slots/step.h"
#include "backends/nft/wire/encode.h"
#include "backends/ways/tracking.h"
#include "core/plan/line.h"

struct staging {
    const struct ruleset *ruleset;
    const struct live *live;
    bool may_wait;  /* to track connections first */
    bool warmed;    /* they are tracked since this look */
    unsigned added; /* bits of hooks that got their base chain now */
};

static unsigned hooks_of(const struct ruleset *ruleset)
{
    unsigned hooks = 0;
    for (enum hook hook = HOOK_INPUT; hook < HOOK_COUNT; hook++)
        hooks |= ruleset->chains[hook].present ? 1u << hook : 0;
    return hooks;
}

static void fill_slot(void *context, struct batch *batch, char slot)
{
    encode_slot(batch, context, slot);
}

/* Empty chains for the slot that comes later. */
static void fill_nothing(void *context, struct batch *batch, char slot)
{
    const unsigned *hooks = context;
    char name[LAYOUT_NAME];
    for (enum hook hook = HOOK_INPUT; hook < HOOK_COUNT; hook++)
        if (*hooks & 1u << hook)
            encode_chain(batch, layout_chain(name, slot, hook));
}

/* 1 = our lines are no longer those of `live`. Any commit of anybody moves the generation, so that alone says
 * nothing. */
static int is_stale(const struct dump *dump, const struct live *live, struct failure *failure)
{
    struct nft_socket nft;
    struct dump now;
    struct lines lines = {0};
    if (dump->generation == live->generation)
        return 0;
    if (socket_open(&nft, failure) != 0)
        return -1;
    int stale = dump_read(&now, &nft, DUMP_LINES, failure);
    if (stale == 0) {
        dump_lines(&now, dump_standing(&now).confirmed, &lines);
        stale = !lines_same(&lines, &live->lines);
        lines_release(&lines);
    }
    dump_release(&now);
    socket_close(&nft);
    return stale;
}

static int nft_staging_refuse(struct failure *failure, const char *why)
{
    return fail(failure, FAILURE_REFUSED, "%s", why);
}

static int may_stage(const struct staging *staging, const struct dump *dump, struct failure *failure)
{
    if (dump->trial)
        return nft_staging_refuse(failure, "a trial is running: confirm it or roll it back first");
    if (dump->present && !dump_standing(dump).whole)
        return nft_staging_refuse(failure,
                                  "somebody changed the base chains of the table 'inet penstock': run "
                                  "'penstock restore', then apply again");
    int stale = is_stale(dump, staging->live, failure);
    return stale == 1 ? fail(failure, FAILURE_STALE,
                             "somebody changed the rules of penstock meanwhile: look at the change again")
                      : stale;
}

/* Connections that were open before the kernel tracked any would look new: first let all pass, tracked. */
static enum step staging_step(void *context, const struct dump *dump, struct batch *batch,
                              struct failure *failure)
{
    struct staging *staging = context;
    unsigned hooks = hooks_of(staging->ruleset);
    if (may_stage(staging, dump, failure) != 0)
        return STEP_FAILED;
    staging->warmed = staging->may_wait && !dump->present && tracking_is_fresh();
    staging->added |= hooks & ~dump_standing(dump).hooks;
    if (staging->warmed)
        nft_stage_batch(batch, dump, hooks, fill_nothing, &hooks);
    else
        nft_stage_batch(batch, dump, hooks, fill_slot, (void *)staging->ruleset);
    return STEP_SEND;
}

int nft_stage_finish(unsigned hooks, struct failure *failure)
{
    struct batch batch = {0};
    struct answer answer = {0};
    for (enum hook hook = HOOK_INPUT; hook < HOOK_COUNT; hook++)
        if (hooks & 1u << hook)
            encode_base(&batch, hook, true);
    int done = batch.count ? step_send(&batch, &answer, failure) : 0;
    if (done != 0)
        answer_fail(&answer, &batch, failure);
    batch_release(&batch);
    return done;
}

int slots_stage(const struct ruleset *ruleset, const struct live *live, struct failure *failure)
{
    struct staging staging = {.ruleset = ruleset, .live = live, .may_wait = true};
    if (step_run(staging_step, &staging, failure) != 0)
        return -1;
    if (staging.warmed)
        tracking_wait();
    staging.may_wait = false;
    if (staging.warmed && step_run(staging_step, &staging, failure) != 0)
        return -1;
    return nft_stage_finish(staging.added, failure);
}
