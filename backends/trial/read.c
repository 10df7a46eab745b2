#include <stdlib.h>
#include <string.h>

#include "backends/machine/lock.h"
#include "backends/registry.h"
#include "backends/trial/boot.h"
#include "backends/trial/history.h"
#include "backends/trial/journal.h"
#include "backends/trial/steps.h"
#include "backends/trial/whole.h"
#include "backends/ways/ways.h"
#include "core/base/text.h"
#include "core/plan/line.h"

static enum trial_phase trial_read_phase_of(const struct machine *machine, const struct journal *journal)
{
    if (journal->phase == JOURNAL_NONE)
        return TRIAL_NONE;
    if (journal->phase == JOURNAL_CONFIRMED || journal->phase == JOURNAL_CONFIRMING)
        return TRIAL_CONFIRMED;
    bool runs = journal_open(journal) && trial_same_boot(machine, journal) &&
                machine_boottime() < journal->deadline_ms;
    return runs ? TRIAL_RUNNING : TRIAL_UNDONE;
}

/* The logins that were there at the switch. */
static void see_logins(const struct machine *machine, const struct journal *journal,
                       struct trial_state *state)
{
    struct ways before = {0};
    char *path = history_path(journal->entry, "ways"), *text = NULL;
    if (machine_read(machine, path, 1 << 20, &text, NULL) == 0 && ways_unpack(text, &before) == 0) {
        state->console = ways_none(&before);
        state->new_login = ways_new_login(machine, journal->switched_ms, &before);
    }
    ways_release(&before);
    free(text);
    free(path);
}

static int see_running(const struct machine *machine, const struct journal *journal, const struct live *live,
                       struct trial_state *state, struct failure *failure)
{
    struct image fresh;
    if (history_image(machine, journal->entry, journal->bridge ? "trial" : "new", &fresh, failure) != 0)
        return -1;
    state->remaining_ms = journal->deadline_ms - machine_boottime();
    if (live->trial && live->remaining_ms < state->remaining_ms)
        state->remaining_ms = live->remaining_ms;
    /* A trial without rules of ours has nothing to differ; that it is the trial's state `live` says. */
    state->drift = fresh.length ? whole_differs(&fresh, &live->pending, NULL) : !live->trial;
    image_release(&fresh);
    see_logins(machine, journal, state);
    return 0;
}

static int see_backend(const struct machine *machine, const struct backend *backend,
                       const struct journal *journal, const struct image *confirmed,
                       struct trial_state *state, struct failure *failure)
{
    struct live live;
    int done = 0;
    if (backend->read(machine, &live, failure) != 0)
        return -1;
    if (state->phase == TRIAL_RUNNING && !live.trial)
        state->phase = TRIAL_UNDONE;
    state->stray |= live.trial && state->phase != TRIAL_RUNNING && !state->starting;
    if (state->phase == TRIAL_RUNNING)
        done = see_running(machine, journal, &live, state, failure);
    else if (strcmp(confirmed->backend, backend->name) == 0)
        state->drift = confirmed->length ? whole_differs(confirmed, &live.lines, NULL) : live.ours;
    else
        state->drift = state->drift || live.ours;
    state->drift |= state->stray;
    live_release(&live);
    return done;
}

/* The backend of the trial or of the confirmed rules; without either all of them: rules of ours would be
 * drift. */
static int see(const struct machine *machine, const struct journal *journal, struct trial_state *state,
               struct failure *failure)
{
    struct image confirmed;
    int done = 0;
    if (boot_read(machine, &confirmed, failure) != 0)
        return -1;
    /* Going back in the history keeps an old image: its journal knows better. */
    bool kept = journal->phase == JOURNAL_CONFIRMED;
    state->kept_ms = kept ? journal->started_ms : confirmed.made_ms;
    state->kept_by = xstrdup(kept ? journal->who : confirmed.who);
    const char *name = state->phase == TRIAL_RUNNING ? journal->backend : confirmed.backend;
    if (*name) {
        const struct backend *backend = backend_find(name);
        done = backend ? see_backend(machine, backend, journal, &confirmed, state, failure)
                       : fail(failure, FAILURE_MACHINE,
                              "backend '%s' is not known to this penstock: use the one that applied", name);
    }
    for (size_t i = 0; !*name && done == 0 && backends[i]; i++)
        done = see_backend(machine, backends[i], journal, &confirmed, state, failure);
    image_release(&confirmed);
    return done;
}

static enum ending_how trial_read_why(const struct machine *machine, const struct journal *journal)
{
    bool prepared = journal->phase == JOURNAL_PREPARED && trial_same_boot(machine, journal);
    return prepared ? ENDING_NOT_LIVE : trial_why_ended(machine, journal);
}

int trial_read(const struct machine *machine, struct trial_state *state, struct failure *failure)
{
    struct journal *journal = &state->journal;
    *state = (struct trial_state){0};
    if (journal_read(machine, journal, failure) != 0)
        return -1;
    state->phase = trial_read_phase_of(machine, journal);
    state->starting = journal->phase == JOURNAL_PREPARED && lock_is_held(machine);
    int done = see(machine, journal, state, failure);
    if (done != 0)
        trial_state_release(state);
    else if (state->phase == TRIAL_UNDONE && journal_open(journal) && !state->starting) /* not noted yet */
        journal->ending.how = trial_read_why(machine, journal);
    return done;
}

void trial_state_release(struct trial_state *state)
{
    journal_release(&state->journal);
    free(state->kept_by);
    free(state->remarks);
    *state = (struct trial_state){0};
}
