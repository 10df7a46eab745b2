#include "backends/nft/slots/slots.h"

#include <errno.h>

#include "backends/nft/slots/step.h"
#include "backends/nft/wire/encode.h"

int slots_start(unsigned seconds, struct failure *failure)
{
    struct batch batch = {0};
    struct answer answer = {0};
    encode_trial(&batch, seconds);
    int done = step_send(&batch, &answer, failure);
    if (done != 0 && answer.error == EEXIST)
        fail(failure, FAILURE_REFUSED, "a trial is running: confirm it or roll it back first");
    if (done != 0 && answer.error == ENOENT)
        fail(failure, FAILURE_MACHINE,
             "somebody removed the table 'inet penstock' before the trial could start: apply again");
    if (done != 0)
        answer_fail(&answer, &batch, failure);
    batch_release(&batch);
    return done;
}

static int expired(struct failure *failure)
{
    return fail(failure, FAILURE_EXPIRED,
                "the trial has ended and the old rules are back: apply again to try once more");
}

/* Whether the kernel really counts from now; older ones ignore what they cannot do. */
static int check_deadline(unsigned seconds, int64_t since, struct failure *failure)
{
    enum { SLACK = 1000 };
    struct nft_socket nft;
    struct dump dump;
    if (socket_open(&nft, failure) != 0)
        return -1;
    int done = dump_read(&dump, &nft, DUMP_STANDING, failure);
    int64_t least = (int64_t)seconds * 1000 - (machine_boottime() - since) - SLACK;
    if (done == 0 && !dump.trial)
        done = expired(failure);
    else if (done == 0 && dump.remaining_ms < least)
        done = fail(failure, FAILURE_MACHINE,
                    "the kernel kept the old deadline: confirm before it, or roll back");
    dump_release(&dump);
    socket_close(&nft);
    return done;
}

int slots_extend(unsigned seconds, struct failure *failure)
{
    struct batch batch = {0};
    struct answer answer = {0};
    int64_t since = machine_boottime();
    encode_trial_gone(&batch);
    encode_trial(&batch, seconds);
    int done = step_send(&batch, &answer, failure);
    if (done != 0 && answer.error == ENOENT)
        expired(failure);
    if (done != 0)
        answer_fail(&answer, &batch, failure);
    batch_release(&batch);
    return done == 0 ? check_deadline(seconds, since, failure) : -1;
}

/* The kernel refuses all of it if the element is gone by then. */
static enum step confirm_step(void *context, const struct dump *dump, struct batch *batch,
                              struct failure *failure)
{
    struct standing standing = dump_standing(dump);
    (void)context;
    if (!dump->trial || !standing.whole) {
        expired(failure);
        return STEP_FAILED;
    }
    encode_trial_gone(batch);
    for (enum hook hook = HOOK_INPUT; hook < HOOK_COUNT; hook++)
        if (standing.hooks & 1u << hook)
            encode_switch(batch, hook, layout_other(standing.confirmed));
    return STEP_SEND;
}

/* The element may expire between the look and the batch, and no generation counts that: the kernel then
 * misses it, and a second look tells that from any other refusal. */
int slots_confirm(struct failure *failure)
{
    struct failure first = {0};
    if (step_run(confirm_step, NULL, &first) == 0)
        return 0;
    return step_run(confirm_step, NULL, failure);
}

int slots_undo(struct failure *failure)
{
    struct batch batch = {0};
    struct answer answer = {0};
    encode_trial_gone(&batch);
    int done = step_send(&batch, &answer, failure);
    if (done != 0 && answer.error != ENOENT)
        answer_fail(&answer, &batch, failure);
    batch_release(&batch);
    return done == 0 || answer.error == ENOENT ? slots_tidy(failure) : -1;
}

static bool put_accepting(struct batch *batch, const struct dump *dump, unsigned hooks)
{
    size_t before = batch->count;
    for (enum hook hook = HOOK_INPUT; hook < HOOK_COUNT; hook++) {
        const struct dump_chain *chain = dump_chain(dump, hook_name(hook));
        if (hooks & 1u << hook && chain && chain->drop)
            encode_base(batch, hook, false);
    }
    return batch->count > before;
}

static void put_hook_gone(struct batch *batch, enum hook hook)
{
    char a[LAYOUT_NAME], b[LAYOUT_NAME];
    const char *names[] = {hook_name(hook), layout_chain(a, 'a', hook), layout_chain(b, 'b', hook)};
    for (size_t i = 0; i < 3; i++)
        encode_flush(batch, names[i]);
    for (size_t i = 0; i < 3; i++)
        encode_chain_gone(batch, names[i]);
}

/* Before a base chain goes its policy must accept, in a transaction of its own: its rules vanish a moment
 * before the kernel stops to call it. */
static enum step tidy_step(void *context, const struct dump *dump, struct batch *batch,
                           struct failure *failure)
{
    struct standing standing = dump_standing(dump);
    (void)context;
    (void)failure;
    if (dump->trial || !standing.whole)
        return STEP_DONE;
    if (put_accepting(batch, dump, standing.open))
        return STEP_AGAIN;
    if (standing.open == standing.hooks) {
        encode_table_gone(batch);
        return STEP_SEND;
    }
    nft_stage_clear(batch, dump, nft_stage_free(&standing));
    for (enum hook hook = HOOK_INPUT; hook < HOOK_COUNT; hook++)
        if (standing.open & 1u << hook)
            put_hook_gone(batch, hook);
    return batch->count ? STEP_SEND : STEP_DONE;
}

static enum step purge_step(void *context, const struct dump *dump, struct batch *batch,
                            struct failure *failure)
{
    (void)context;
    (void)failure;
    if (!dump->present || dump->trial)
        return STEP_DONE;
    nft_stage_purge(batch, dump);
    return batch->count ? STEP_SEND : STEP_DONE;
}

int slots_tidy(struct failure *failure)
{
    struct failure used = {0};
    if (step_run(tidy_step, NULL, failure) != 0)
        return -1;
    step_run(purge_step, NULL, &used); /* what is still used then is seen as drift */
    return 0;
}
