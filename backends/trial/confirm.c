#include <stdio.h>
#include <stdlib.h>

#include "backends/machine/cut.h"
#include "backends/machine/lock.h"
#include "backends/machine/log.h"
#include "backends/trial/boot.h"
#include "backends/trial/history.h"
#include "backends/trial/steps.h"
#include "backends/ways/ways.h"
#include "backends/ways/who.h"
#include "core/base/text.h"

static const char ended[] = "the trial had ended: the old rules are back";

/* By whom, and from where, this command runs. */
static struct ending trial_confirm_said(const struct machine *machine, enum ending_how how)
{
    struct failure ignored = {0};
    struct ways ways;
    struct ending ending = {.how = how};
    char *who = who_runs(),
         *from = ways_find(machine, &ways, &ignored) == 0 ? ways_from(&ways) : xstrdup("unknown");
    snprintf(ending.by, sizeof(ending.by), "%s", who);
    snprintf(ending.from, sizeof(ending.from), "%s", from);
    if (ignored.kind == FAILURE_NONE)
        ways_release(&ways);
    free(who);
    free(from);
    return ending;
}

/* The kernel said no after the commit point, and this process lives to take it back. */
static int take_back(const struct machine *machine, const struct backend *backend, struct journal *journal,
                     struct failure *kernel, struct failure *failure)
{
    struct failure ignored = {0};
    bool expired = kernel->kind == FAILURE_EXPIRED, overtaken = kernel->kind == FAILURE_OVERTAKEN;
    bool back = (expired || overtaken) && trial_put_back(machine, backend, journal, &ignored) == 0;
    if (expired || back) { /* an expired trial went back by itself */
        struct ending ending = {.how = expired ? ENDING_EXPIRED : ENDING_OVERTAKEN};
        if (overtaken)
            snprintf(ending.note, sizeof(ending.note), "%s", kernel->message);
        if (trial_close(machine, journal, JOURNAL_UNDONE, ending, failure) != 0)
            return -1;
        return fail(failure, FAILURE_EXPIRED, "%s", expired ? ended : kernel->message);
    }
    journal->phase = JOURNAL_RUNNING;
    journal->ending = (struct ending){0};
    if (journal_write(machine, journal, failure) != 0)
        return -1;
    if (overtaken)
        return fail(failure, FAILURE_MACHINE,
                    "somebody used the firewall meanwhile, and the old rules cannot be put back "
                    "yet (%s): run 'sudo penstock rollback'",
                    ignored.message);
    return fail(failure, kernel->kind, "%s; the trial goes on: try again, or wait for the old rules",
                kernel->message);
}

static int persist(const struct machine *machine, const struct backend *backend, struct journal *journal,
                   const struct image *image, struct failure *failure)
{
    struct failure ignored = {0}, disk = {0};
    int done = trial_end_moves(machine, backend, journal, image, &disk);
    if (done == 0)
        done = boot_write(machine, image, &disk);
    if (done == 0)
        done = trial_close(machine, journal, JOURNAL_CONFIRMED, journal->ending, &disk);
    if (done != 0)
        return fail(
            failure, disk.kind,
            "the new rules are kept, but not for the next boot: %s; then run 'sudo penstock confirm' again",
            disk.message);
    backend->tidy(machine, &ignored);
    cut("tidied");
    return 0;
}

static int trial_confirm_commit(const struct machine *machine, const struct backend *backend,
                                struct journal *journal, const struct image *image, struct failure *failure)
{
    struct failure kernel = {0}, ignored = {0};
    /* Going forward takes the new image; going back took only the boot file and the journal. */
    if ((journal->moves && web_ready(machine, failure) != 0) ||
        history_sync(machine, journal->entry, failure) != 0)
        return -1;
    cut("history-synced");
    journal->phase = JOURNAL_CONFIRMING;
    journal->ending = trial_confirm_said(machine, ENDING_CONFIRMED);
    cut("confirm-begins");
    if (journal_write(machine, journal, failure) != 0) {
        /* Should the name have changed all the same, it must not stay. */
        journal->phase = JOURNAL_RUNNING;
        journal->ending = (struct ending){0};
        journal_write(machine, journal, &ignored);
        return -1;
    }
    if (backend->confirm(machine, &kernel) != 0)
        return take_back(machine, backend, journal, &kernel, failure);
    cut("kernel-confirmed");
    return persist(machine, backend, journal, image, failure);
}

int trial_keep(const struct machine *machine, struct journal *journal, struct failure *failure)
{
    const struct backend *backend = trial_backend(journal->backend, failure);
    struct image image;
    if (!backend || trial_image(machine, journal, "new", &image, failure) != 0)
        return -1;
    int done = trial_confirm_commit(machine, backend, journal, &image, failure);
    image_release(&image);
    return done;
}

/* Takes the lock and brings the journal up to date. Refused unless a trial runs then. *was: the phase before.
 */
static int trial_confirm_enter(const struct machine *machine, const char *command, struct lock *lock,
                               struct journal *journal, enum journal_phase *was, struct failure *failure)
{
    char *did = NULL;
    if (lock_take(machine, command, TRIAL_LOCK_WAIT_MS, lock, failure) != 0)
        return -1;
    int done = journal_read(machine, journal, failure);
    *was = journal->phase;
    if (done == 0 && journal_open(journal))
        done = trial_settle(machine, journal, false, &did, failure);
    free(did);
    if (done == 0)
        return 0;
    journal_release(journal);
    lock_drop(lock);
    return -1;
}

static void trial_confirm_leave(struct lock *lock, struct journal *journal)
{
    journal_release(journal);
    lock_drop(lock);
}

/* Why there is nothing to confirm, extend or roll back. */
static int no_trial(const struct journal *journal, enum journal_phase was, struct failure *failure)
{
    char text[ENDING_TEXT];
    ending_text(&journal->ending, text);
    if (was == JOURNAL_RUNNING && journal->ending.how != ENDING_EXPIRED)
        return fail(
            failure, FAILURE_EXPIRED,
            "the trial had ended: %s: look at 'sudo penstock status'; 'sudo penstock restore' loads the "
            "confirmed rules",
            text);
    if (was == JOURNAL_RUNNING || was == JOURNAL_PREPARED)
        return fail(failure, FAILURE_EXPIRED, "%s", ended);
    if (journal->phase == JOURNAL_UNDONE)
        return fail(failure, FAILURE_EXPIRED, "no trial is open: the last one was undone (%s)", text);
    if (journal->phase == JOURNAL_CONFIRMED)
        return fail(failure, FAILURE_REFUSED, "no trial is open: the last one was %s", text);
    return fail(failure, FAILURE_REFUSED, "no trial is open: run 'sudo penstock apply FILE' first");
}

int trial_confirm(const struct machine *machine, struct failure *failure)
{
    struct journal journal;
    struct lock lock;
    enum journal_phase was;
    int done;
    if (trial_confirm_enter(machine, "confirm", &lock, &journal, &was, failure) != 0)
        return -1;
    if (was == JOURNAL_CONFIRMING && journal.phase == JOURNAL_CONFIRMED)
        done = 0; /* an interrupted confirm: finished by now */
    else if (journal.phase == JOURNAL_RUNNING)
        done = trial_keep(machine, &journal, failure);
    else
        done = no_trial(&journal, was, failure);
    trial_confirm_leave(&lock, &journal);
    return done;
}

static int roll_back(const struct machine *machine, struct journal *journal, struct failure *failure)
{
    const struct backend *backend = trial_backend(journal->backend, failure);
    if (!backend || trial_put_back(machine, backend, journal, failure) != 0)
        return -1;
    cut("kernel-rolled-back");
    return trial_close(machine, journal, JOURNAL_UNDONE, trial_confirm_said(machine, ENDING_ROLLED_BACK),
                       failure);
}

int trial_rollback(const struct machine *machine, struct failure *failure)
{
    struct journal journal;
    struct lock lock;
    enum journal_phase was;
    if (trial_confirm_enter(machine, "rollback", &lock, &journal, &was, failure) != 0)
        return -1;
    int done = journal.phase == JOURNAL_RUNNING ? roll_back(machine, &journal, failure)
                                                : no_trial(&journal, was, failure);
    trial_confirm_leave(&lock, &journal);
    return done;
}

static int trial_confirm_extend(const struct machine *machine, struct journal *journal, unsigned seconds,
                                struct failure *failure)
{
    const struct backend *backend = trial_backend(journal->backend, failure);
    if (!backend || (backend->extend && backend->extend(machine, seconds, failure) != 0))
        return -1;
    cut("kernel-extended");
    journal->deadline_ms = machine_boottime() + (int64_t)seconds * 1000;
    return journal_write(machine, journal, failure);
}

int trial_extend(const struct machine *machine, unsigned seconds, struct failure *failure)
{
    struct journal journal;
    struct lock lock;
    enum journal_phase was;
    if (seconds < 10 || seconds > 3600)
        return fail(failure, FAILURE_REFUSED, "a trial takes 10 to 3600 seconds, not %u", seconds);
    if (trial_confirm_enter(machine, "extend", &lock, &journal, &was, failure) != 0)
        return -1;
    int done = journal.phase == JOURNAL_RUNNING ? trial_confirm_extend(machine, &journal, seconds, failure)
                                                : no_trial(&journal, was, failure);
    trial_confirm_leave(&lock, &journal);
    return done;
}
