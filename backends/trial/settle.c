#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "backends/machine/cut.h"
#include "backends/machine/lock.h"
#include "backends/machine/log.h"
#include "backends/registry.h"
#include "backends/trial/boot.h"
#include "backends/trial/history.h"
#include "backends/trial/steps.h"
#include "core/base/text.h"

int64_t trial_now_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

const struct backend *trial_backend(const char *name, struct failure *failure)
{
    const struct backend *backend = backend_find(name);
    if (!backend)
        fail(failure, FAILURE_MACHINE, "backend '%s' is not known to this penstock: use the one that applied",
             name);
    return backend;
}

int trial_image(const struct machine *machine, const struct journal *journal, const char *which,
                struct image *image, struct failure *failure)
{
    char *path = history_path(journal->entry, which);
    int done = image_read_there(machine, path, image, failure);
    free(path);
    return done;
}

int trial_close(const struct machine *machine, struct journal *journal, enum journal_phase phase,
                struct ending ending, struct failure *failure)
{
    struct failure ignored = {0};
    char text[ENDING_TEXT];
    journal->ending = ending;
    journal->phase = phase;
    journal->ended_ms = machine_realtime();
    if (journal_write(machine, journal, failure) != 0)
        return -1;
    history_note(machine, journal, &ignored);
    cut("history-noted");
    log_line(machine, "%s '%s' (host %s, %s): %s", phase == JOURNAL_CONFIRMED ? "kept" : "undone",
             journal->site, journal->host, journal->summary, ending_text(&ending, text));
    return 0;
}

int trial_put_back(const struct machine *machine, const struct backend *backend,
                   const struct journal *journal, struct failure *failure)
{
    /* nginx first: while the firewall lets in both ports. Whatever comes of it, the rules go back. */
    int done = journal->moves ? web_undo(machine, failure) : 0;
    return backend && backend->undo(machine, failure) != 0 ? -1 : done;
}

int trial_end_moves(const struct machine *machine, const struct backend *backend,
                    const struct journal *journal, const struct image *image, struct failure *failure)
{
    if (!journal->moves)
        return 0;
    if (web_confirm(machine, failure) != 0)
        return -1;
    cut("web-confirmed");
    return backend->load(machine, image->bytes, image->length, failure);
}

static bool this_boot(const struct machine *machine, const struct journal *journal)
{
    char *boot = machine_boot_id(machine);
    bool same = strcmp(boot, journal->boot) == 0;
    free(boot);
    return same;
}

/* The kernel never ends a trial before our clock says so. */
enum ending_how trial_why_ended(const struct machine *machine, const struct journal *journal)
{
    enum { SLACK_MS = 1000 };
    if (!this_boot(machine, journal))
        return ENDING_RESTARTED;
    return machine_boottime() + SLACK_MS < journal->deadline_ms ? ENDING_REMOVED : ENDING_EXPIRED;
}

/* Whether the trial rightly runs: by our clock, and by what the backend finds. *why: how it ended else. */
static bool trial_settle_runs(const struct machine *machine, const struct backend *backend,
                              const struct journal *journal, enum ending_how *why)
{
    struct live live;
    struct failure unread = {0};
    *why = trial_why_ended(machine, journal);
    if (journal->phase != JOURNAL_RUNNING || machine_boottime() >= journal->deadline_ms)
        return false;
    /* What cannot be read now (a damaged file) is no end: the guard must be there at the deadline. */
    if (backend->read(machine, &live, &unread) != 0)
        return true;
    bool yes = live.trial;
    if (live.disturbed)
        *why = ENDING_DISTURBED;
    live_release(&live);
    return yes;
}

static int trial_settle_back(const struct machine *machine, const struct backend *backend,
                             struct journal *journal, enum ending_how how, char **did,
                             struct failure *failure)
{
    const struct ending ending = {.how = how};
    char text[ENDING_TEXT];
    if (trial_put_back(machine, backend, journal, failure) != 0)
        return -1;
    cut("kernel-undone");
    *did = xasprintf("the trial of '%s' was undone: %s", journal->site, ending_text(&ending, text));
    return trial_close(machine, journal, JOURNAL_UNDONE, ending, failure);
}

/* The kernel's confirm may have been done, undone by expiry, or never reached: loading the same rules again
 * is right after each of them. */
static int trial_settle_make_live(const struct machine *machine, const struct backend *backend,
                                  const struct image *image, bool same_boot, struct failure *failure)
{
    struct failure expired = {0};
    if (same_boot && backend->confirm(machine, &expired) == 0)
        return 0;
    return backend->load(machine, image->bytes, image->length, failure);
}

/* The new rules are lost: those of the boot file are what is left. */
static int trial_settle_give_up(const struct machine *machine, const struct backend *backend,
                                struct journal *journal, char **did, struct failure *failure)
{
    struct failure ignored = {0};
    struct image kept;
    if (boot_read(machine, &kept, failure) != 0)
        return -1;
    trial_put_back(machine, backend, journal, &ignored);
    int done = backend->load(machine, kept.bytes, kept.length, failure);
    image_release(&kept);
    if (done != 0)
        return -1;
    *did = xasprintf(
        "the confirm of '%s' cannot be finished, its rules are lost: those of the boot file are live",
        journal->site);
    return trial_close(machine, journal, JOURNAL_UNDONE, (struct ending){.how = ENDING_LOST}, failure);
}

static int trial_settle_forward(const struct machine *machine, const struct backend *backend,
                                struct journal *journal, bool same_boot, char **did, struct failure *failure)
{
    struct failure ignored = {0}, lost = {0};
    struct image image;
    if (trial_image(machine, journal, "new", &image, &lost) != 0)
        return trial_settle_give_up(machine, backend, journal, did, failure);
    int done = trial_settle_make_live(machine, backend, &image, same_boot, failure);
    cut("kernel-loaded");
    if (done == 0)
        done = trial_end_moves(machine, backend, journal, &image, failure);
    if (done == 0)
        done = boot_write(machine, &image, failure);
    image_release(&image);
    if (done == 0)
        done = trial_close(machine, journal, JOURNAL_CONFIRMED, journal->ending, failure);
    if (done != 0)
        return -1;
    backend->tidy(machine, &ignored);
    *did = xasprintf("the interrupted confirm of '%s' was finished", journal->site);
    return 0;
}

int trial_settle(const struct machine *machine, struct journal *journal, bool boot, char **did,
                 struct failure *failure)
{
    enum ending_how why;
    *did = NULL;
    if (!journal_open(journal))
        return 0;
    const struct backend *backend = trial_backend(journal->backend, failure);
    if (!backend)
        return -1;
    bool same_boot = this_boot(machine, journal);
    if (journal->phase == JOURNAL_CONFIRMING)
        return trial_settle_forward(machine, backend, journal, same_boot, did, failure);
    if (!same_boot)
        return trial_settle_back(machine, NULL, journal, trial_why_ended(machine, journal), did, failure);
    if (journal->phase == JOURNAL_PREPARED)
        return trial_settle_back(machine, backend, journal, ENDING_NOT_LIVE, did, failure);
    if (boot)
        return trial_settle_back(machine, backend, journal, ENDING_RESTORED, did, failure);
    return trial_settle_runs(machine, backend, journal, &why)
               ? 0
               : trial_settle_back(machine, backend, journal, why, did, failure);
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
