/* How a trial ends, whoever ends it. */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "backends/machine/cut.h"
#include "backends/machine/log.h"
#include "backends/registry.h"
#include "backends/trial/boot.h"
#include "backends/trial/history.h"
#include "backends/trial/kept_ground.h"
#include "backends/trial/steps.h"
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

int trial_image(const struct machine *machine, const struct journal *journal, const char *which,
                struct image *image, struct failure *failure)
{
    char *path = history_path(journal->entry, which);
    int done = image_read_there(machine, path, image, failure);
    free(path);
    return done;
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

/* Companions first: while the firewall still lets in what they have now and what they had. */
int trial_put_back(const struct trial *trial, bool kernel, struct failure *failure)
{
    int done = 0;
    for (size_t i = trial->count; i-- > (kernel ? 0 : 1);)
        if (trial->parts[i].undo(trial->machine, failure) != 0)
            done = -1;
    return done;
}

/* Then what was tried may be more than what shall be kept. */
static int trial_end_companions(const struct trial *trial, const struct image *image, struct failure *failure)
{
    for (size_t i = 1; i < trial->count; i++)
        if (trial->parts[i].confirm(trial->machine, failure) != 0)
            return -1;
    if (trial->count > 1)
        cut("companions-confirmed");
    return trial->journal->bridge ? trial->backend->load(trial->machine, image->bytes, image->length, failure)
                                  : 0;
}

int trial_forward(const struct trial *trial, const struct image *image, struct failure *failure)
{
    struct failure ignored = {0};
    if (trial_end_companions(trial, image, failure) != 0 || boot_write(trial->machine, image, failure) != 0 ||
        trial_close(trial, JOURNAL_CONFIRMED, trial->journal->ending, failure) != 0)
        return -1;
    trial->backend->tidy(trial->machine, &ignored);
    kept_ground_write(trial->machine, trial->backend);
    cut("tidied");
    return 0;
}

bool trial_same_boot(const struct machine *machine, const struct journal *journal)
{
    char *boot = machine_boot_id(machine);
    bool same = text_equal(boot, journal->boot);
    free(boot);
    return same;
}

/* The kernel never ends a trial before our clock says so. */
enum ending_how trial_why_ended(const struct machine *machine, const struct journal *journal)
{
    enum { SLACK_MS = 1000 };
    if (!trial_same_boot(machine, journal))
        return ENDING_RESTARTED;
    return machine_boottime() + SLACK_MS < journal->deadline_ms ? ENDING_REMOVED : ENDING_EXPIRED;
}
