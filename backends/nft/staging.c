/* Staging: is it allowed, does tracking have to come first, then the slot itself. */
#include <unistd.h>

#include "backends/lines_text.h"
#include "backends/nft/encode.h"
#include "backends/nft/slots.h"
#include "backends/nft/step.h"
#include "backends/nft/tracking.h"

enum { TRACKING_SECONDS = 5 };

struct staging {
    const struct ruleset *ruleset;
    const struct live *live;
    bool warmed;
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

static bool is_stale(const struct dump *dump, const struct live *live)
{
    struct standing standing = dump_standing(dump);
    struct lines now = {0};
    if (dump->generation == live->generation)
        return false;
    dump_lines(dump, standing.confirmed, &now);
    bool same = lines_same(&now, &live->lines);
    lines_release(&now);
    return !same;
}

static enum step refuse(struct failure *failure, const char *why)
{
    fail(failure, FAILURE_REFUSED, "%s", why);
    return STEP_FAILED;
}

static enum step may_stage(const struct staging *staging, const struct dump *dump, struct failure *failure)
{
    if (dump->trial)
        return refuse(failure, "a trial is running: confirm it or roll it back first");
    if (dump->present && !dump_standing(dump).whole)
        return refuse(failure, "somebody changed the base chains of the table 'inet penstock': run "
                               "'penstock restore', then apply again");
    if (!is_stale(dump, staging->live))
        return STEP_SEND;
    fail(failure, FAILURE_STALE,
         "somebody changed the rules of penstock meanwhile: look at the change again");
    return STEP_FAILED;
}

/* Connections that were open before the kernel tracked any would look new: first let all pass, tracked. */
static enum step warm_step(void *context, const struct dump *dump, struct batch *batch,
                           struct failure *failure)
{
    struct staging *staging = context;
    unsigned hooks = hooks_of(staging->ruleset);
    enum step step = may_stage(staging, dump, failure);
    staging->warmed = step == STEP_SEND && !dump->present && tracking_is_fresh();
    if (step == STEP_SEND && !staging->warmed)
        return STEP_DONE;
    if (staging->warmed)
        stage_batch(batch, dump, hooks, fill_nothing, &hooks);
    return step;
}

static enum step build_step(void *context, const struct dump *dump, struct batch *batch,
                            struct failure *failure)
{
    struct staging *staging = context;
    enum step step = may_stage(staging, dump, failure);
    if (step == STEP_SEND)
        stage_batch(batch, dump, hooks_of(staging->ruleset), fill_slot, (void *)staging->ruleset);
    return step;
}

static enum step policy_step(void *context, const struct dump *dump, struct batch *batch,
                             struct failure *failure)
{
    (void)context;
    (void)failure;
    return stage_policies(batch, dump) ? STEP_SEND : STEP_DONE;
}

int stage_finish(struct failure *failure)
{
    return step_run(policy_step, NULL, failure);
}

int slots_stage(const struct ruleset *ruleset, const struct live *live, struct failure *failure)
{
    struct staging staging = {.ruleset = ruleset, .live = live};
    if (step_run(warm_step, &staging, failure) != 0)
        return -1;
    for (unsigned left = staging.warmed ? TRACKING_SECONDS : 0; left;)
        left = sleep(left);
    if (step_run(build_step, &staging, failure) != 0)
        return -1;
    return stage_finish(failure);
}
