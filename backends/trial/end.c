/* How a trial ends, whoever ends it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "backends/machine/cut.h"
#include "backends/machine/log.h"
#include "backends/registry.h"
#include "backends/trial/boot.h"
#include "backends/trial/history.h"
#include "backends/trial/kept_ground.h"
#include "backends/trial/original.h"
#include "backends/trial/since.h"
#include "backends/trial/steps.h"
#include "backends/trial/whole.h"
#include "core/base/text.h"

int64_t trial_now_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

const struct companion *trial_companion(const char *name)
{
    for (size_t i = 0; companions[i]; i++)
        if (strcmp(companions[i]->part.name, name) == 0)
            return companions[i];
    return NULL;
}

static int trial_end_unknown(const char *what, const char *name, struct failure *failure)
{
    return fail(failure, FAILURE_MACHINE, "%s '%s' is not known to this penstock: use the one that applied",
                what, name);
}

int trial_of(struct trial *trial, const struct machine *machine, const struct backend *backend,
             struct journal *journal, struct failure *failure)
{
    backend = backend ? backend : backend_find(journal->backend);
    *trial = (struct trial){.machine = machine, .journal = journal, .backend = backend, .count = 1};
    if (!backend)
        return trial_end_unknown("backend", journal->backend, failure);
    trial->parts[0] =
        (struct participant){backend->name, backend->start, NULL, backend->confirm, backend->undo};
    char *names = xstrdup(journal->with), *rest = names, *name;
    int done = 0;
    while (done == 0 && (name = strsep(&rest, " "))) {
        const struct companion *companion = trial_companion(name);
        if (companion && trial->count <= COMPANIONS_AT_MOST)
            trial->parts[trial->count++] = companion->part;
        else if (*name)
            done = trial_end_unknown("what takes part in the trial,", name, failure);
    }
    free(names);
    return done;
}

bool trial_same_boot(const struct machine *machine, const struct journal *journal)
{
    char *boot = machine_boot_id(machine);
    bool same = text_equal(boot, journal->boot);
    free(boot);
    return same;
}

int trial_close(const struct trial *trial, enum journal_phase phase, struct ending ending,
                struct failure *failure)
{
    struct failure ignored = {0};
    struct journal *journal = trial->journal;
    char text[ENDING_TEXT];
    journal->ending = ending;
    journal->phase = phase;
    journal->ended_ms = machine_realtime();
    if (journal_write(trial->machine, journal, failure) != 0)
        return -1;
    history_note(trial->machine, journal, &ignored);
    cut("history-noted");
    log_line(trial->machine, "%s '%s' (host %s, %s): %s", phase == JOURNAL_CONFIRMED ? "kept" : "undone",
             journal->site, journal->host, journal->summary, ending_text(&ending, text));
    return 0;
}

/* Companions first: while the firewall still lets in what they have now and what they had. One that fails does not
 * keep the others from it. */
int trial_put_back(const struct trial *trial, struct failure *failure)
{
    int done = 0;
    for (size_t i = trial->count; i-- > (trial->restarted ? 1 : 0);)
        if (trial->parts[i].undo(trial->machine, failure) != 0)
            done = -1;
    return done;
}

/* What somebody took away or changed meanwhile comes back, unless that very change ended the trial and is kept. At
 * boot the confirmed rules are loaded in any case. */
static int trial_end_whole(const struct trial *trial, struct ending *ending, struct failure *failure)
{
    bool loaded = false, theirs = ending->how == ENDING_DISTURBED || ending->how == ENDING_OVERTAKEN;
    if (trial->restarted || theirs)
        return 0;
    int done = whole_bring_back(trial->machine, trial->backend, &loaded, failure);
    if (loaded && !*ending->note)
        snprintf(ending->note, sizeof(ending->note), "what was confirmed was loaded again");
    return done;
}

int trial_back(const struct trial *trial, struct ending ending, struct failure *failure)
{
    if (trial_put_back(trial, failure) != 0)
        return -1;
    cut("kernel-undone");
    if (trial_end_whole(trial, &ending, failure) != 0)
        return -1;
    return trial_close(trial, JOURNAL_UNDONE, ending, failure);
}

/* Then what was tried may be more than what shall be kept. */
static int trial_end_companions(const struct trial *trial, const struct image *image, struct failure *failure)
{
    for (size_t i = 1; i < trial->count; i++)
        if (trial->parts[i].confirm(trial->machine, failure) != 0)
            return -1;
    if (trial->count > 1)
        cut("companions-confirmed");
    return trial->journal->bridge
               ? trial->backend->load(trial->machine, image->bytes, image->length, false, failure)
               : 0;
}

/* What others change from now on can be told; and there is an original to go back to. */
static void trial_end_note(const struct trial *trial, const struct image *image)
{
    original_used(trial->machine);
    if (image->length)
        since_note(trial->machine);
    else
        since_forget(trial->machine);
}

int trial_forward(const struct trial *trial, const struct image *image, struct failure *failure)
{
    struct failure ignored = {0};
    if (trial_end_companions(trial, image, failure) != 0 || boot_write(trial->machine, image, failure) != 0)
        return -1;
    trial_end_note(trial, image);
    if (trial_close(trial, JOURNAL_CONFIRMED, trial->journal->ending, failure) != 0)
        return -1;
    trial->backend->tidy(trial->machine, &ignored);
    cut("tidied");
    return 0;
}

/* The kernel never ends a trial before our clock says so. */
enum ending_how trial_why_ended(const struct machine *machine, const struct journal *journal)
{
    enum { SLACK_MS = 1000 };
    if (!trial_same_boot(machine, journal))
        return ENDING_RESTARTED;
    return machine_boottime() + SLACK_MS < journal->deadline_ms ? ENDING_REMOVED : ENDING_EXPIRED;
}

int trial_has_ended(struct failure *failure)
{
    return fail(failure, FAILURE_EXPIRED, "the trial had ended: the old rules are back");
}

/* The kernel said no after the commit point, and this process lives to take it back. */
static int trial_end_take_back(const struct trial *trial, struct failure *kernel, struct failure *failure)
{
    struct failure ignored = {0};
    bool expired = kernel->kind == FAILURE_EXPIRED, overtaken = kernel->kind == FAILURE_OVERTAKEN;
    bool back = (expired || overtaken) && trial_put_back(trial, &ignored) == 0;
    if (expired || back) { /* an expired trial went back by itself */
        struct ending ending = {.how = expired ? trial_why_ended(trial->machine, trial->journal)
                                               : ENDING_OVERTAKEN};
        if (overtaken)
            snprintf(ending.note, sizeof(ending.note), "%s", kernel->message);
        if (trial_end_whole(trial, &ending, failure) != 0 ||
            trial_close(trial, JOURNAL_UNDONE, ending, failure) != 0)
            return -1;
        return expired ? trial_has_ended(failure) : fail(failure, FAILURE_EXPIRED, "%s", kernel->message);
    }
    if (journal_resume(trial->machine, trial->journal, failure) != 0)
        return -1;
    if (overtaken)
        return fail(failure, FAILURE_MACHINE,
                    "somebody used the firewall meanwhile, and the old rules cannot be put back "
                    "yet (%s): run 'sudo penstock rollback'",
                    ignored.message);
    return fail(failure, kernel->kind, "%s; the trial goes on: try again, or wait for the old rules",
                kernel->message);
}

/* The commit point. Going forward takes the new image from the disk; going back took only the boot file and the
 * journal. */
static int trial_end_commit(const struct trial *trial, struct ending said, struct failure *failure)
{
    struct failure ignored = {0};
    struct journal *journal = trial->journal;
    if (history_sync(trial->machine, journal->entry, failure) != 0)
        return -1;
    cut("history-synced");
    journal->phase = JOURNAL_CONFIRMING;
    journal->ending = said;
    cut("confirm-begins");
    if (journal_write(trial->machine, journal, failure) == 0)
        return 0;
    /* Should the name have changed all the same, it must not stay. */
    journal_resume(trial->machine, journal, &ignored);
    return -1;
}

int trial_keep(const struct trial *trial, const struct image *image, struct ending said,
               struct failure *failure)
{
    struct failure kernel = {0}, disk = {0};
    if (whole_tried(trial, failure) != 0)
        return -1;
    for (size_t i = 0; i < trial->count; i++)
        if (trial->parts[i].ready && trial->parts[i].ready(trial->machine, failure) != 0)
            return -1;
    if (trial_end_commit(trial, said, failure) != 0)
        return -1;
    struct lines beside;
    bool seen = kept_ground_look(trial->machine, trial->backend, &beside);
    int done = trial->parts[0].confirm(trial->machine, &kernel);
    if (done == 0) {
        cut("kernel-confirmed");
        kept_ground_write(trial->machine, seen ? &beside : NULL);
    }
    lines_release(&beside);
    if (done != 0)
        return trial_end_take_back(trial, &kernel, failure);
    if (trial_forward(trial, image, &disk) == 0)
        return whole_kept(trial->machine, trial->backend, image, failure);
    return fail(
        failure, disk.kind,
        "the new rules are kept, but not for the next boot: %s; then run 'sudo penstock confirm' again",
        disk.message);
}

struct ending trial_not_applied(const struct failure *why)
{
    struct ending ending = {.how = ENDING_NOT_APPLIED};
    snprintf(ending.note, sizeof(ending.note), "%s", why->message);
    return ending;
}

void trial_fail(const struct trial *trial, struct failure *failure)
{
    struct failure why = *failure, undone = {0};
    int done = trial_back(trial, trial_not_applied(&why), &undone);
    *failure = (struct failure){0};
    if (done == 0)
        fail(failure, why.kind, "%s; the old rules are in place", why.message);
    else
        fail(failure, FAILURE_MACHINE,
             "%s; putting the old rules back failed too (%s): run 'sudo penstock restore'", why.message,
             undone.message);
}
