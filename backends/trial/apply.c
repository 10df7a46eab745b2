/* An apply behind its preparation: guard, stage, switch; or all of it undone. */
#include <stdlib.h>

#include "backends/machine/cut.h"
#include "backends/machine/lock.h"
#include "backends/machine/log.h"
#include "backends/machine/safe.h"
#include "backends/registry.h"
#include "backends/trial/history.h"
#include "backends/trial/work.h"
#include "core/base/text.h"

enum { STAGE_TRIES = 5 };

static int apply_guard(struct work *work, struct failure *failure)
{
    int done = guard_start(work->machine, &work->journal, trial_guard_settle, &work->guard, failure);
    cut("guard-started");
    return done;
}

/* Somebody else changed rules: look again; only changed rules of ours are a reason to stop. */
static int apply_look_again(struct work *work, struct failure *failure)
{
    struct live now;
    if (work->backend->read(work->machine, &now, failure) != 0)
        return -1;
    struct change change = {0};
    change_make(&change, &now.lines, &work->live.lines);
    bool same = change.added == 0 && change.removed == 0;
    change_release(&change);
    live_release(&work->live);
    work->live = now;
    return same ? 0
                : fail(failure, FAILURE_REFUSED,
                       "somebody changed the rules of penstock meanwhile: look at the change again");
}

static int apply_stage_rules(struct work *work, struct failure *failure)
{
    struct failure stale = {0};
    int done = -1;
    for (int tries = 0; done != 0 && tries < STAGE_TRIES; tries++) {
        stale = (struct failure){0};
        done = work->backend->stage(work->machine, work->tried, &work->live, &stale);
        if (done != 0 && (stale.kind != FAILURE_STALE || apply_look_again(work, failure) != 0))
            break;
    }
    return done == 0 ? 0
                     : fail(failure, stale.kind == FAILURE_STALE ? FAILURE_REFUSED : stale.kind, "%s",
                            stale.message);
}

static int apply_stage(struct work *work, struct failure *failure)
{
    int64_t start = trial_now_ns();
    work->tell(work->request->context, STEP_SWITCH, NULL);
    int done = apply_stage_rules(work, failure);
    work->times->stage = work_since(&start);
    cut("staged");
    for (size_t i = 0; companions[i] && done == 0; i++)
        if (work->efforts.items[i].takes_part)
            done = companions[i]->stage(&work->efforts.items[i], work->machine, failure);
    return done;
}

static int apply_switch(struct work *work, struct failure *failure)
{
    const struct trial_request *request = work->request;
    struct journal *journal = &work->journal;
    if (guard_ready(&work->guard, failure) != 0)
        return -1;
    int64_t start = trial_now_ns();
    journal->switched_ms = machine_boottime();
    journal->started_ms = machine_realtime();
    int done = work->trial.parts[0].start(work->machine, request->seconds, failure);
    work->times->switch_over = work_since(&start);
    if (done != 0)
        return -1;
    cut("kernel-started");
    /* Behind the switch: our clock never ends a trial before the kernel does, but in suspend. */
    journal->deadline_ms = machine_boottime() + (int64_t)request->seconds * 1000;
    journal->phase = JOURNAL_RUNNING;
    /* Prepared or running, after a power cut both go back. */
    done = journal_write_lazily(work->machine, journal, failure);
    work->times->journal += work_since(&start);
    if (done == 0)
        log_line(work->machine, "trial of '%s' (host %s, %s) for %u s by %s from %s", journal->site,
                 journal->host, journal->summary, request->seconds, journal->who, journal->from);
    return done;
}

/* Behind the switch: what they open is let in before. */
static int apply_companions(struct work *work, struct failure *failure)
{
    int done = 0;
    for (size_t i = 1; i < work->trial.count && done == 0; i++) {
        const struct participant *part = &work->trial.parts[i];
        work->tell(work->request->context, STEP_COMPANION, trial_companion(part->name)->starting);
        done = part->start(work->machine, work->request->seconds, failure);
    }
    return done;
}

/* Where nobody is to be asked. */
static int apply_confirm(struct work *work, struct failure *failure)
{
    const struct journal *journal = &work->journal;
    if (!work->request->confirm_at_once)
        return 0;
    int64_t start = trial_now_ns();
    work->tell(work->request->context, STEP_RECORD, NULL);
    int done = trial_keep(&work->trial, &work->fresh,
                          ending_by(ENDING_CONFIRMED, journal->who, journal->from), failure);
    work->times->persist = work_since(&start);
    return done;
}

static int trial_apply_go(struct work *work, struct failure *failure)
{
    static int (*const steps[])(struct work *, struct failure *) = {apply_guard, apply_stage, apply_switch,
                                                                    apply_companions, apply_confirm};
    int done = 0;
    for (size_t i = 0; done == 0 && i < sizeof(steps) / sizeof(*steps); i++)
        done = steps[i](work, failure);
    /* Nobody waits to try again: nothing may be left running. */
    if (done != 0 && work->journal.phase <= JOURNAL_RUNNING)
        trial_fail(&work->trial, failure);
    return done;
}

static char *apply_remarks(const struct work *work)
{
    struct text text = {0};
    for (size_t i = 0; companions[i]; i++) {
        const struct problems *remarks = work->efforts.items[i].remarks;
        for (size_t k = 0; remarks && k < remarks->count; k++)
            text_addf(&text, "%s%s", text.length ? "\n" : "", remarks->items[k].message);
    }
    return text.length ? text_take(&text) : NULL;
}

/* What the apply itself knows: reading all of it back would take longer than the switch. */
static void apply_report(struct work *work, struct trial_state *state)
{
    bool running = work->journal.phase == JOURNAL_RUNNING;
    state->phase = running ? TRIAL_RUNNING : TRIAL_CONFIRMED;
    state->remaining_ms = running ? work->journal.deadline_ms - machine_boottime() : 0;
    state->console = running && ways_none(&work->ways);
    state->remarks = apply_remarks(work);
    state->journal = work->journal;
    work->journal = (struct journal){0};
}

static void work_release(struct work *work)
{
    guard_release(&work->guard);
    if (work->kept && work->kept != work->tried)
        work->backend->compiled_free(work->kept);
    if (work->tried)
        work->backend->compiled_free(work->tried);
    efforts_release(&work->efforts);
    free(work->fresh.bytes);
    free(work->change);
    free(work->taken);
    journal_release(&work->journal);
    ways_release(&work->ways);
    live_release(&work->live);
    image_release(&work->old);
    beside_release(&work->beside);
}

static void apply_nobody_listens(void *context, enum trial_step step, const char *words)
{
    (void)context;
    (void)step;
    (void)words;
}

int trial_begin(const struct machine *machine, const struct trial_request *request, struct trial_state *state,
                struct trial_times *times, struct failure *failure)
{
    struct lock lock;
    struct work work = {.machine = machine,
                        .request = request,
                        .backend = request->backend,
                        .times = times,
                        .tell = request->progress ? request->progress : apply_nobody_listens,
                        .guard.line = -1};
    if (lock_take(machine, request->plan ? "apply FILE" : "remove", TRIAL_LOCK_WAIT_MS, &lock, failure) != 0)
        return -1;
    int done = safe_state(machine, failure);
    if (done == 0)
        done = work_prepare(&work, failure);
    if (done == 0)
        done = trial_apply_go(&work, failure);
    if (done == 0)
        apply_report(&work, state);
    work_release(&work);
    lock_drop(&lock);
    return done;
}

int trial_apply(const struct machine *machine, const struct trial_request *request, struct trial_state *state,
                struct trial_times *times, struct failure *failure)
{
    struct trial_times unused;
    *state = (struct trial_state){0};
    times = times ? times : &unused;
    *times = (struct trial_times){0};
    if (request->seconds < 10 || request->seconds > 3600)
        return fail(failure, FAILURE_REFUSED, "a trial takes 10 to 3600 seconds, not %u", request->seconds);
    return trial_begin(machine, request, state, times, failure);
}
