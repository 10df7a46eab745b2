#include <stdio.h>
#include <stdlib.h>

#include "backends/machine/cut.h"
#include "backends/machine/lock.h"
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

/* The trial goes on. */
static int trial_confirm_reopen(const struct trial *trial, struct failure *failure)
{
    trial->journal->phase = JOURNAL_RUNNING;
    trial->journal->ending = (struct ending){0};
    return journal_write(trial->machine, trial->journal, failure);
}

/* The kernel said no after the commit point, and this process lives to take it back. */
static int take_back(const struct trial *trial, struct failure *kernel, struct failure *failure)
{
    struct failure ignored = {0};
    bool expired = kernel->kind == FAILURE_EXPIRED, overtaken = kernel->kind == FAILURE_OVERTAKEN;
    bool back = (expired || overtaken) && trial_put_back(trial, true, &ignored) == 0;
    if (expired || back) { /* an expired trial went back by itself */
        struct ending ending = {.how = expired ? ENDING_EXPIRED : ENDING_OVERTAKEN};
        if (overtaken)
            snprintf(ending.note, sizeof(ending.note), "%s", kernel->message);
        if (trial_close(trial, JOURNAL_UNDONE, ending, failure) != 0)
            return -1;
        return fail(failure, FAILURE_EXPIRED, "%s", expired ? ended : kernel->message);
    }
    if (trial_confirm_reopen(trial, failure) != 0)
        return -1;
    if (overtaken)
        return fail(failure, FAILURE_MACHINE,
                    "somebody used the firewall meanwhile, and the old rules cannot be put back "
                    "yet (%s): run 'sudo penstock rollback'",
                    ignored.message);
    return fail(failure, kernel->kind, "%s; the trial goes on: try again, or wait for the old rules",
                kernel->message);
}

static int trial_confirm_commit(const struct trial *trial, const struct image *image, struct failure *failure)
{
    struct failure kernel = {0}, disk = {0}, ignored = {0};
    trial->journal->phase = JOURNAL_CONFIRMING;
    trial->journal->ending = trial_confirm_said(trial->machine, ENDING_CONFIRMED);
    cut("confirm-begins");
    if (journal_write(trial->machine, trial->journal, failure) != 0) {
        trial_confirm_reopen(trial,
                             &ignored); /* should the name have changed all the same, it must not stay */
        return -1;
    }
    if (trial->parts[0].confirm(trial->machine, &kernel) != 0)
        return take_back(trial, &kernel, failure);
    cut("kernel-confirmed");
    if (trial_forward(trial, image, &disk) == 0)
        return 0;
    return fail(
        failure, disk.kind,
        "the new rules are kept, but not for the next boot: %s; then run 'sudo penstock confirm' again",
        disk.message);
}

/* Going forward takes the new image; going back took only the boot file and the journal. */
int trial_keep(const struct trial *trial, struct failure *failure)
{
    struct image image;
    if (trial_image(trial->machine, trial->journal, "new", &image, failure) != 0)
        return -1;
    int done = 0;
    for (size_t i = 0; i < trial->count && done == 0; i++)
        if (trial->parts[i].ready)
            done = trial->parts[i].ready(trial->machine, failure);
    if (done == 0)
        done = history_sync(trial->machine, trial->journal->entry, failure);
    cut("history-synced");
    if (done == 0)
        done = trial_confirm_commit(trial, &image, failure);
    image_release(&image);
    return done;
}

/* One command about the trial that is open: it holds the lock, and has brought the journal up to date. */
struct trial_command {
    struct lock lock;
    struct journal journal;
    enum journal_phase was; /* before that */
    struct trial trial;     /* if it runs */
};

static void trial_confirm_leave(struct trial_command *command)
{
    journal_release(&command->journal);
    lock_drop(&command->lock);
}

static int trial_confirm_enter(struct trial_command *command, const struct machine *machine, const char *name,
                               struct failure *failure)
{
    struct journal *journal = &command->journal;
    char *did = NULL;
    if (lock_take(machine, name, TRIAL_LOCK_WAIT_MS, &command->lock, failure) != 0)
        return -1;
    int done = journal_read(machine, journal, failure);
    command->was = journal->phase;
    if (done == 0)
        done = trial_settle(machine, journal, false, &did, failure);
    if (done == 0 && journal->phase == JOURNAL_RUNNING)
        done = trial_of(&command->trial, machine, NULL, journal, failure);
    free(did);
    if (done != 0)
        trial_confirm_leave(command);
    return done;
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
    struct trial_command command;
    int done;
    if (trial_confirm_enter(&command, machine, "confirm", failure) != 0)
        return -1;
    if (command.was == JOURNAL_CONFIRMING && command.journal.phase == JOURNAL_CONFIRMED)
        done = 0; /* an interrupted confirm: finished by now */
    else if (command.journal.phase == JOURNAL_RUNNING)
        done = trial_keep(&command.trial, failure);
    else
        done = no_trial(&command.journal, command.was, failure);
    trial_confirm_leave(&command);
    return done;
}

static int roll_back(const struct trial *trial, struct failure *failure)
{
    if (trial_put_back(trial, true, failure) != 0)
        return -1;
    cut("kernel-rolled-back");
    return trial_close(trial, JOURNAL_UNDONE, trial_confirm_said(trial->machine, ENDING_ROLLED_BACK),
                       failure);
}

int trial_rollback(const struct machine *machine, struct failure *failure)
{
    struct trial_command command;
    if (trial_confirm_enter(&command, machine, "rollback", failure) != 0)
        return -1;
    int done = command.journal.phase == JOURNAL_RUNNING ? roll_back(&command.trial, failure)
                                                        : no_trial(&command.journal, command.was, failure);
    trial_confirm_leave(&command);
    return done;
}

static int trial_confirm_extend(const struct trial *trial, unsigned seconds, struct failure *failure)
{
    const struct backend *backend = trial->backend;
    if (backend->extend && backend->extend(trial->machine, seconds, failure) != 0)
        return -1;
    cut("kernel-extended");
    trial->journal->deadline_ms = machine_boottime() + (int64_t)seconds * 1000;
    return journal_write(trial->machine, trial->journal, failure);
}

int trial_extend(const struct machine *machine, unsigned seconds, struct failure *failure)
{
    struct trial_command command;
    if (seconds < 10 || seconds > 3600)
        return fail(failure, FAILURE_REFUSED, "a trial takes 10 to 3600 seconds, not %u", seconds);
    if (trial_confirm_enter(&command, machine, "extend", failure) != 0)
        return -1;
    int done = command.journal.phase == JOURNAL_RUNNING
                   ? trial_confirm_extend(&command.trial, seconds, failure)
                   : no_trial(&command.journal, command.was, failure);
    trial_confirm_leave(&command);
    return done;
}
