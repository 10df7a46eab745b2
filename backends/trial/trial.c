#include "backends/trial/trial.h"

#include <stdio.h>
#include <stdlib.h>

#include "backends/machine/cancel.h"
#include "backends/machine/cut.h"
#include "backends/machine/lock.h"
#include "backends/trial/history.h"
#include "backends/trial/steps.h"
#include "backends/trial/work.h"
#include "core/base/text.h"

static struct ending trial_not_applied(const struct failure *why)
{
    struct ending ending = {.how = ENDING_NOT_APPLIED};
    snprintf(ending.note, sizeof(ending.note), "%s", why->message);
    return ending;
}

/* Undoes what an apply did before it failed, and says so. */
static void trial_undo(struct work *work, struct failure *failure)
{
    struct failure why = *failure, undone = {0}, closed = {0};
    bool back = trial_put_back(work->machine, work->backend, &work->journal, &undone) == 0;
    cut("kernel-undone");
    bool noted = back && trial_close(work->machine, &work->journal, JOURNAL_UNDONE, trial_not_applied(&why),
                                     &closed) == 0;
    *failure = (struct failure){0};
    if (noted)
        fail(failure, why.kind, "%s; the old rules are in place", why.message);
    else
        fail(failure, FAILURE_MACHINE,
             "%s; putting the old rules back failed too (%s): run 'sudo penstock restore'", why.message,
             back ? closed.message : undone.message);
}

/* The history has an entry, but no journal speaks of it. */
static void note_failed(struct work *work, const struct failure *failure)
{
    struct failure ignored = {0};
    work->journal.ending = trial_not_applied(failure);
    work->journal.ended_ms = machine_realtime();
    history_note(work->machine, &work->journal, &ignored);
}

static void work_release(struct work *work)
{
    guard_release(&work->guard);
    if (work->last && work->last != work->compiled)
        work->backend->compiled_free(work->last);
    if (work->compiled)
        work->backend->compiled_free(work->compiled);
    moves_release(&work->moves);
    free(work->fresh.bytes);
    free(work->change);
    image_release(&work->old);
    probe_release(&work->probe);
    ways_release(&work->ways);
    live_release(&work->live);
    beside_release(&work->beside);
    journal_release(&work->journal);
}

/* What the apply itself knows: reading all of it back would take longer than the switch. */
static void trial_report(const struct work *work, struct trial_state *state)
{
    bool running = work->journal.phase == JOURNAL_RUNNING;
    state->phase = running ? TRIAL_RUNNING : TRIAL_CONFIRMED;
    state->remaining_ms = running ? work->journal.deadline_ms - machine_boottime() : 0;
    state->console = running && work->ways.count == 0;
    trial_fill(work->machine, &work->journal, state);
}

/* What follows is to be undone: it cannot be given up any more. */
static int may_change(struct work *work, struct failure *failure)
{
    (void)work;
    return cancel_close(failure);
}

int trial_begin(const struct machine *machine, const struct trial_request *request, struct trial_state *state,
                struct trial_times *times, struct failure *failure)
{
    static int (*const before[])(struct work *, struct failure *) = {work_ready,    work_moves, work_prove,
                                                                     work_derive,   work_read,  work_describe,
                                                                     work_rehearse, may_change, work_record};
    static int (*const after[])(struct work *, struct failure *) = {work_guard, work_stage, work_switch,
                                                                    work_web};
    struct work work = {.machine = machine,
                        .request = request,
                        .backend = request->backend,
                        .times = times,
                        .guard.line = -1};
    int done = 0;
    for (size_t i = 0; done == 0 && i < sizeof(before) / sizeof(*before); i++)
        done = before[i](&work, failure);
    bool recorded = done == 0;
    if (!recorded && work.journal.entry)
        note_failed(&work, failure);
    for (size_t i = 0; done == 0 && i < sizeof(after) / sizeof(*after); i++)
        done = after[i](&work, failure);
    if (recorded && done != 0)
        trial_undo(&work, failure);
    if (done == 0 && request->confirm_at_once) {
        int64_t start = trial_now_ns();
        work_say(&work, STEP_RECORD);
        done = trial_keep(machine, &work.journal, failure);
        times->persist = work_since(&start);
        /* Nobody waits to try again: nothing may be left running. */
        if (done != 0 && work.journal.phase == JOURNAL_RUNNING)
            trial_undo(&work, failure);
    }
    if (done == 0)
        trial_report(&work, state);
    work_release(&work);
    return done;
}

int trial_apply(const struct machine *machine, const struct trial_request *request, struct trial_state *state,
                struct trial_times *times, struct failure *failure)
{
    struct trial_times unused;
    struct lock lock;
    *state = (struct trial_state){0};
    times = times ? times : &unused;
    *times = (struct trial_times){0};
    if (request->seconds < 10 || request->seconds > 3600)
        return fail(failure, FAILURE_REFUSED, "a trial takes 10 to 3600 seconds, not %u", request->seconds);
    if (lock_take(machine, request->plan ? "apply FILE" : "remove", TRIAL_LOCK_WAIT_MS, &lock, failure) != 0)
        return -1;
    int done = trial_begin(machine, request, state, times, failure);
    lock_drop(&lock);
    return done;
}
