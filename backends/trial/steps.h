/* The steps that apply, confirm, the guard and restore share. All but trial_begin want the lock held. Private to the trial.
 *
 * What ends where, by the last thing that reached the disk or the kernel (tests/faults cuts at each):
 *
 *   history entry                old   no journal speaks of it
 *   journal prepared             old   undone by the guard, the next command, or the boot
 *   staged                       old   likewise: nothing of it decides yet
 *   kernel started               old   likewise
 *   journal running              old   the kernel or the guard at the deadline; the boot
 *   companions started           old   likewise; the guard puts them back
 *   rolled back in the kernel    old   the journal is closed by whoever comes next
 *   journal undone               old   only tidying was left
 *   journal confirming           new   the commit point: the kernel confirms, or, where its trial had expired, the
 *                                      image is loaded anew
 *   kernel confirmed             new   likewise, then companions and boot file follow
 *   companions confirmed         new   likewise
 *   boot file                    new   the journal is closed by whoever comes next
 *   journal confirmed            new   only tidying was left
 *
 * A confirm whose process lives and hears from the kernel that the trial had expired turns the journal to undone
 * before it lets go of the lock, so that only a crash in between rolls forward. */
#ifndef BACKENDS_TRIAL_STEPS_H
#define BACKENDS_TRIAL_STEPS_H

#include "backends/participant.h"
#include "backends/trial/image.h"
#include "backends/trial/trial.h"

enum { TRIAL_LOCK_WAIT_MS = 3000 };

/* An open journal, and who takes part in its trial. */
struct trial {
    const struct machine *machine;
    struct journal *journal;
    const struct backend *backend;
    struct participant parts[1 + COMPANIONS_AT_MOST]; /* the first is the backend */
    size_t count;
    bool restarted; /* the kernel is another one, and holds nothing of it */
};

/* `backend` NULL: the one that the journal names. FAILURE_MACHINE if this penstock does not know it, or a companion. */
int trial_of(struct trial *trial, const struct machine *machine, const struct backend *backend,
             struct journal *journal, struct failure *failure);
/* The companion of that name; NULL = none. */
const struct companion *trial_companion(const char *name);
/* All back to the old state, in the other order than they started. */
int trial_put_back(const struct trial *trial, struct failure *failure);
/* That, and the journal says so. */
int trial_back(const struct trial *trial, struct ending ending, struct failure *failure);
/* Behind the commit point, the kernel confirmed: companions, boot file, journal, and what no longer decides. */
int trial_forward(const struct trial *trial, const struct image *image, struct failure *failure);
/* It has ended thus: journal, history, log. Only the journal's failure counts. */
int trial_close(const struct trial *trial, enum journal_phase phase, struct ending ending,
                struct failure *failure);

/* What is said to whoever comes too late. */
int trial_has_ended(struct failure *failure);
/* trial_apply for any number of seconds. *state is filled if it is live. */
int trial_begin(const struct machine *machine, const struct trial_request *request, struct trial_state *state,
                struct trial_times *times, struct failure *failure);
/* Confirms a running trial; `image`: what shall be kept, as its entry has it; `said`: by whom. */
int trial_keep(const struct trial *trial, const struct image *image, struct ending said,
               struct failure *failure);
/* An apply that has failed behind its journal: all back, and the failure says so. */
void trial_fail(const struct trial *trial, struct failure *failure);
struct ending trial_not_applied(const struct failure *why);
/* Ends what the journal leaves open, unless it is a trial that rightly runs: back before the commit point,
 * forward after it. With `boot` a running trial ends too. *did: one sentence (caller frees), NULL if nothing
 * was to do. */
int trial_settle(const struct machine *machine, struct journal *journal, bool boot, char **did,
                 struct failure *failure);
/* The guard's. */
int trial_guard_settle(const struct machine *machine, const char *entry);
/* Whether the kernel is still the one of the journal's trial. */
bool trial_same_boot(const struct machine *machine, const struct journal *journal);
/* Why the journal's trial, open by the journal, runs no more. */
enum ending_how trial_why_ended(const struct machine *machine, const struct journal *journal);
int64_t trial_now_ns(void);

#endif
