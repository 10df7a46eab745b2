#include "backends/machine/cut.h"
#include "backends/machine/log.h"
#include "backends/trial/steps.h"
#include "backends/trial/work.h"

enum { STAGE_TRIES = 5 };

int work_guard(struct work *work, struct failure *failure)
{
    int done = guard_start(work->machine, &work->journal, trial_guard_settle, &work->guard, failure);
    cut("guard-started");
    return done;
}

/* Somebody else changed rules: look again; only changed rules of ours are a reason to stop. */
static int ufw_switch_look_again(struct work *work, struct failure *failure)
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

int work_stage(struct work *work, struct failure *failure)
{
    int64_t start = trial_now_ns();
    struct failure stale = {0};
    int done = -1;
    work_say(work, STEP_SWITCH);
    for (int tries = 0; done != 0 && tries < STAGE_TRIES; tries++) {
        stale = (struct failure){0};
        done = work->backend->stage(work->machine, work->compiled, &work->live, &stale);
        if (done != 0 && (stale.kind != FAILURE_STALE || ufw_switch_look_again(work, failure) != 0))
            break;
    }
    work->times->stage = work_since(&start);
    cut("staged");
    if (done == 0)
        return work->moves.any ? web_stage(&work->moves.web, work->machine, failure) : 0;
    return fail(failure, stale.kind == FAILURE_STALE ? FAILURE_REFUSED : stale.kind, "%s", stale.message);
}

int work_switch(struct work *work, struct failure *failure)
{
    if (guard_ready(&work->guard, failure) != 0)
        return -1;
    int64_t start = trial_now_ns();
    work->journal.switched_ms = machine_boottime();
    work->journal.started_ms = machine_realtime();
    int done = work->backend->start(work->machine, work->request->seconds, failure);
    work->times->switch_over = work_since(&start);
    if (done != 0)
        return -1;
    cut("kernel-started");
    /* Behind the switch: our clock never ends a trial before the kernel does, but in suspend. */
    work->journal.deadline_ms = machine_boottime() + (int64_t)work->request->seconds * 1000;
    work->journal.phase = JOURNAL_RUNNING;
    /* Prepared or running, after a power cut both go back. */
    done = journal_write_lazily(work->machine, &work->journal, failure);
    work->times->journal += work_since(&start);
    if (done == 0)
        log_line(work->machine, "trial of '%s' (host %s, %s) for %u s by %s from %s", work->journal.site,
                 work->journal.host, work->journal.summary, work->request->seconds, work->journal.who,
                 work->journal.from);
    return done;
}

/* Behind the switch: the new ports are let in before nginx opens them. */
int work_web(struct work *work, struct failure *failure)
{
    if (!work->moves.any)
        return 0;
    work_say(work, STEP_WEB);
    return web_start(work->machine, failure);
}
