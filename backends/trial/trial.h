/* The trial: a change that is live but undoes itself unless confirmed in time.
 *
 * lock, read, check, journal (fsync), guard, stage, start, wait, confirm or roll back. State is below
 * /var/lib/penstock (under the machine's root): journal, boot image, history. All functions take the lock
 * themselves. */
#ifndef BACKENDS_TRIAL_TRIAL_H
#define BACKENDS_TRIAL_TRIAL_H

#include "backends/backend.h"
#include "backends/trial/journal.h"
#include "core/desk/desk.h"

/* What an apply is doing. */
enum trial_step { STEP_DERIVE, STEP_REHEARSE, STEP_RECORD, STEP_SWITCH, STEP_COMPANION };

struct trial_request {
    const struct backend *backend;
    const struct plan *plan;    /* NULL: take our rules away */
    unsigned seconds;           /* 10..3600 */
    bool confirm_at_once;       /* --yes */
    const char *accept_lockout; /* --accept-lockout HOST: must be the plan's host name; NULL = not given */
    const char *site_name, *host_name;
    const struct apply_options *options; /* for companions; may be NULL */
    /* May be NULL. `words`: what a companion does, else NULL. */
    void (*progress)(void *context, enum trial_step step, const char *words);
    void *context;
};

/* Nanoseconds of each phase; 0 = not run. */
struct trial_times {
    int64_t compile, rehearse, journal, stage, switch_over, persist; /* persist: of --yes, with the fsyncs */
};

enum trial_phase { TRIAL_NONE, TRIAL_RUNNING, TRIAL_CONFIRMED, TRIAL_UNDONE };

struct trial_state {
    enum trial_phase phase;
    int64_t remaining_ms;   /* running: what is left, the kernel's own number where it has one */
    struct journal journal; /* with the ending that it has by now, be it noted or not */
    int64_t kept_ms; /* the confirmed rules: since when (CLOCK_REALTIME), and by whom; 0 and NULL = none */
    char *kept_by;
    bool starting;  /* another process is about to switch to the journal's */
    bool stray;     /* the kernel holds a trial that no journal speaks of */
    bool drift;     /* status: live is not what was confirmed (or tried) */
    bool new_login; /* running: somebody logged in by SSH since the switch */
    bool console;   /* running: there was no way in over the network to prove */
    char *remarks;  /* of an apply: what its companions leave as it is, sentences by line, or NULL */
};

int trial_apply(const struct machine *machine, const struct trial_request *request, struct trial_state *state,
                struct trial_times *times, struct failure *failure);
int trial_confirm(const struct machine *machine, struct failure *failure);
int trial_rollback(const struct machine *machine, struct failure *failure);
int trial_extend(const struct machine *machine, unsigned seconds, struct failure *failure);
/* Never changes anything; works while a trial runs. */
int trial_read(const struct machine *machine, struct trial_state *state, struct failure *failure);
/* At boot, and at the start of any other command that finds an unfinished journal: rolls forward after the
 * commit point, back before it; with `boot` the confirmed image is loaded too. *did gets one sentence (caller
 * frees) or NULL. */
int trial_restore(const struct machine *machine, bool boot, char **did, struct failure *failure);
void trial_state_release(struct trial_state *state);

#endif
