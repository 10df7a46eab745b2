/* What a process that died has left open, ended by whoever comes next. */
#include <stdlib.h>
#include <string.h>

#include "backends/machine/cut.h"
#include "backends/machine/lock.h"
#include "backends/machine/log.h"
#include "backends/trial/boot.h"
#include "backends/trial/history.h"
#include "backends/trial/steps.h"
#include "core/base/text.h"

/* Whether nobody waited for the deadline: somebody else has ended it before, with all that was confirmed. */
static bool trial_settle_taken_away(const struct trial *trial)
{
    struct image kept;
    struct live live;
    struct failure unread = {0};
    if (!trial->backend->kernel_deadline || boot_read(trial->machine, &kept, &unread) != 0)
        return false;
    bool confirmed = kept.length;
    image_release(&kept);
    if (trial->backend->read(trial->machine, &live, &unread) != 0)
        return false;
    bool gone = live.broken || (confirmed && !live.ours);
    live_release(&live);
    return gone;
}

/* Whether the trial rightly runs: by our clock, and by what the backend finds. *why: how it ended else. */
static bool trial_settle_runs(const struct trial *trial, enum ending_how *why)
{
    struct live live;
    struct failure unread = {0};
    const struct journal *journal = trial->journal;
    *why = trial_why_ended(trial->machine, journal);
    if (journal->phase != JOURNAL_RUNNING)
        return false;
    if (machine_boottime() >= journal->deadline_ms) {
        if (*why == ENDING_EXPIRED && trial_settle_taken_away(trial))
            *why = ENDING_REMOVED;
        return false;
    }
    /* What cannot be read now (a damaged file) is no end: the guard must be there at the deadline. */
    if (trial->backend->read(trial->machine, &live, &unread) != 0)
        return true;
    bool yes = live.trial;
    if (live.disturbed)
        *why = ENDING_DISTURBED;
    live_release(&live);
    return yes;
}

static int trial_settle_back(const struct trial *trial, enum ending_how how, char **did,
                             struct failure *failure)
{
    const struct ending ending = {.how = how};
    char text[ENDING_TEXT];
    if (trial_back(trial, ending, failure) != 0)
        return -1;
    *did = xasprintf("the trial of '%s' was undone: %s", trial->journal->site, ending_text(&ending, text));
    return 0;
}

/* The new rules are lost: those of the boot file are what is left. */
static int trial_settle_give_up(const struct trial *trial, char **did, struct failure *failure)
{
    struct failure ignored = {0};
    struct image kept;
    if (boot_read(trial->machine, &kept, failure) != 0)
        return -1;
    trial_put_back(trial, &ignored);
    int done = trial->backend->load(trial->machine, kept.bytes, kept.length, true, failure);
    image_release(&kept);
    if (done != 0)
        return -1;
    *did = xasprintf(
        "the confirm of '%s' cannot be finished, its rules are lost: those of the boot file are live",
        trial->journal->site);
    return trial_close(trial, JOURNAL_UNDONE, (struct ending){.how = ENDING_LOST}, failure);
}

/* The kernel's confirm may have been done, undone by expiry, or never reached: loading the same rules again
 * is right after each of them. */
static int trial_settle_make_live(const struct trial *trial, const struct image *image,
                                  struct failure *failure)
{
    struct failure expired = {0};
    if (trial_same_boot(trial->machine, trial->journal) &&
        trial->parts[0].confirm(trial->machine, &expired) == 0)
        return 0;
    return trial->backend->load(trial->machine, image->bytes, image->length, true, failure);
}

static int trial_settle_forward(const struct trial *trial, char **did, struct failure *failure)
{
    struct failure lost = {0};
    struct image image;
    if (history_image(trial->machine, trial->journal->entry, "new", &image, &lost) != 0)
        return trial_settle_give_up(trial, did, failure);
    int done = trial_settle_make_live(trial, &image, failure);
    cut("kernel-loaded");
    if (done == 0)
        done = trial_forward(trial, &image, failure);
    image_release(&image);
    if (done == 0)
        *did = xasprintf("the interrupted confirm of '%s' was finished", trial->journal->site);
    return done;
}

int trial_settle(const struct machine *machine, struct journal *journal, bool boot, char **did,
                 struct failure *failure)
{
    enum ending_how why;
    struct trial trial;
    *did = NULL;
    if (!journal_open(journal))
        return 0;
    if (trial_of(&trial, machine, NULL, journal, failure) != 0)
        return -1;
    trial.restarted = !trial_same_boot(machine, journal);
    if (journal->phase == JOURNAL_CONFIRMING)
        return trial_settle_forward(&trial, did, failure);
    if (trial.restarted)
        why = ENDING_RESTARTED;
    else if (journal->phase == JOURNAL_PREPARED)
        why = ENDING_NOT_LIVE;
    else if (trial_settle_runs(&trial, &why)) {
        if (!boot)
            return 0;
        why = ENDING_RESTORED;
    }
    return trial_settle_back(&trial, why, did, failure);
}

int trial_guard_settle(const struct machine *machine, const char *entry)
{
    struct failure failure = {0};
    struct journal journal;
    struct lock lock;
    char *did = NULL;
    if (lock_take(machine, "restore", -1, &lock, &failure) != 0)
        return -1;
    int done = journal_read(machine, &journal, &failure);
    if (done == 0 && journal.phase != JOURNAL_NONE && strcmp(journal.entry, entry) == 0)
        done = trial_settle(machine, &journal, false, &did, &failure);
    if (done != 0)
        log_line(machine, "the end of the trial was not recorded: %s", failure.message);
    journal_release(&journal);
    lock_drop(&lock);
    free(did);
    return done;
}
