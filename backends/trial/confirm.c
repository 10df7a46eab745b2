/* The commands about a trial that is open. */
#include <stdlib.h>

#include "backends/machine/cut.h"
#include "backends/machine/lock.h"
#include "backends/trial/history.h"
#include "backends/trial/steps.h"
#include "backends/ways/ways.h"
#include "backends/ways/who.h"
#include "core/base/text.h"

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
    if (was == JOURNAL_RUNNING && journal->ending.how == ENDING_REMOVED)
        return fail(failure, FAILURE_EXPIRED,
                    "the trial had ended: %s: look at 'sudo penstock status', then apply again", text);
    if (was == JOURNAL_RUNNING && journal->ending.how != ENDING_EXPIRED)
        return fail(
            failure, FAILURE_EXPIRED,
            "the trial had ended: %s: look at 'sudo penstock status'; 'sudo penstock restore' loads the "
            "confirmed rules",
            text);
    if (was == JOURNAL_RUNNING || was == JOURNAL_PREPARED)
        return trial_has_ended(failure);
    if (journal->phase == JOURNAL_UNDONE)
        return fail(failure, FAILURE_EXPIRED, "no trial is open: the last one was undone (%s)", text);
    if (journal->phase == JOURNAL_CONFIRMED)
        return fail(failure, FAILURE_REFUSED, "no trial is open: the last one was %s", text);
    return fail(failure, FAILURE_REFUSED, "no trial is open: run 'sudo penstock apply FILE' first");
}

/* By whom, and from where, this command runs. */
static struct ending trial_confirm_said(const struct machine *machine, enum ending_how how)
{
    struct failure ignored = {0};
    struct ways ways;
    char *who = who_runs(),
         *from = ways_find(machine, &ways, &ignored) == 0 ? ways_from(&ways) : xstrdup("unknown");
    struct ending ending = ending_by(how, who, from);
    if (ignored.kind == FAILURE_NONE)
        ways_release(&ways);
    free(who);
    free(from);
    return ending;
}

/* Where the machine refuses (a full disk), first what is live now, as it is read: then what could not be done. */
static int trial_confirm_say_live(const struct trial *trial, struct failure *failure)
{
    struct failure why = *failure, unread = {0};
    struct live live;
    if (why.kind != FAILURE_MACHINE || trial->journal->phase == JOURNAL_CONFIRMING ||
        trial->journal->phase == JOURNAL_CONFIRMED ||
        trial->backend->read(trial->machine, &live, &unread) != 0)
        return -1;
    *failure = (struct failure){0};
    fail(failure, why.kind, "%s; %s",
         live.trial ? "the new rules are still live on trial, and are not kept yet"
                    : "the old rules are live again",
         why.message);
    live_release(&live);
    return -1;
}

static int trial_confirm_keep(const struct trial *trial, struct failure *failure)
{
    struct image image;
    if (history_image(trial->machine, trial->journal->entry, "new", &image, failure) != 0)
        return -1;
    int done = trial_keep(trial, &image, trial_confirm_said(trial->machine, ENDING_CONFIRMED), failure);
    image_release(&image);
    return done == 0 ? 0 : trial_confirm_say_live(trial, failure);
}

static int trial_confirm_back(const struct trial *trial, struct failure *failure)
{
    int done = trial_back(trial, trial_confirm_said(trial->machine, ENDING_ROLLED_BACK), failure);
    return done == 0 ? 0 : trial_confirm_say_live(trial, failure);
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
        done = trial_confirm_keep(&command.trial, failure);
    else
        done = no_trial(&command.journal, command.was, failure);
    trial_confirm_leave(&command);
    return done;
}

int trial_rollback(const struct machine *machine, struct failure *failure)
{
    struct trial_command command;
    if (trial_confirm_enter(&command, machine, "rollback", failure) != 0)
        return -1;
    int done = command.journal.phase == JOURNAL_RUNNING ? trial_confirm_back(&command.trial, failure)
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
