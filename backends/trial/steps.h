/* The steps that apply, confirm, the guard and restore share. All want the lock held. Private to the trial.
 *
 * What ends where, by the last thing that reached the disk or the kernel (tests/faults cuts at each):
 *
 *   history entry written                    old: no journal speaks of it
 *   journal prepared, staged, kernel started old: undone by the guard, the next command, or the boot
 *   journal running                          old at the deadline (kernel), journal by whoever comes next
 *   rolled back in the kernel                old
 *   journal confirming (the commit point)    new: kernel confirmed, or, where its trial had expired, loaded
 * anew kernel confirmed, boot file              new journal confirmed                        new: only
 * tidying was left journal undone                           old
 *
 * A confirm whose process lives and hears from the kernel that the trial had expired turns the journal to
 * undone before it lets go of the lock, so that only a crash in between rolls forward. */
#ifndef BACKENDS_TRIAL_STEPS_H
#define BACKENDS_TRIAL_STEPS_H

#include "backends/trial/image.h"
#include "backends/trial/journal.h"
#include "backends/trial/trial.h"

enum { TRIAL_LOCK_WAIT_MS = 3000 };

/* trial_apply for any number of seconds, the lock held. *state is filled if it is live. */
int trial_begin(const struct machine *machine, const struct trial_request *request, struct trial_state *state,
                struct trial_times *times, struct failure *failure);
/* The journal's words of a state whose phase is known. */
void trial_fill(const struct machine *machine, const struct journal *journal, struct trial_state *state);
/* The old rules and, where ports were moved, the old file of nginx. `backend` NULL: the kernel has none. */
int trial_put_back(const struct machine *machine, const struct backend *backend,
                   const struct journal *journal, struct failure *failure);
/* Behind the commit point: the moved ports alone, in nginx and in the kernel. Nothing to do where none were
 * moved. */
int trial_end_moves(const struct machine *machine, const struct backend *backend,
                    const struct journal *journal, const struct image *image, struct failure *failure);
/* Confirms the journal's running trial. */
int trial_keep(const struct machine *machine, struct journal *journal, struct failure *failure);
/* Ends what the journal leaves open, unless it is a trial that rightly runs: back before the commit point,
 * forward after it. With `boot` a running trial ends too. *did: one sentence (caller frees), NULL if nothing
 * was to do. */
int trial_settle(const struct machine *machine, struct journal *journal, bool boot, char **did,
                 struct failure *failure);
/* The journal's trial has ended thus: journal, history, log. Only the journal's failure counts. */
int trial_close(const struct machine *machine, struct journal *journal, enum journal_phase phase,
                struct ending ending, struct failure *failure);
/* Why the journal's trial, open by the journal, runs no more. */
enum ending_how trial_why_ended(const struct machine *machine, const struct journal *journal);
/* The journal's backend; FAILURE_MACHINE if this penstock has none of that name. */
const struct backend *trial_backend(const char *name, struct failure *failure);
/* An image of the journal's entry: `old` or `new`. */
int trial_image(const struct machine *machine, const struct journal *journal, const char *which,
                struct image *image, struct failure *failure);
/* The guard's. */
int trial_guard_settle(const struct machine *machine, const char *entry);
int64_t trial_now_ns(void);

#endif
