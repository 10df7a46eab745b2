/* The guard: a process of its own that outlives the terminal and sees a trial to its end. With a backend
 * whose kernel decides at the deadline it reports and tidies; with another it is what rolls back.
 *
 * It has its own session, ignores HUP, INT and TERM, holds no terminal and no SSH connection, is the last
 * that the kernel kills for memory, and allocates nothing before the trial's end. Killed, its work is done by
 * the next penstock or at boot. */
#ifndef BACKENDS_TRIAL_GUARD_H
#define BACKENDS_TRIAL_GUARD_H

#include "backends/trial/journal.h"

struct guard {
    int line;     /* as long as it is open the guard knows that the apply goes on; -1 = none */
    pid_t parent; /* a child of ours that ends once the guard is there; 0 = none */
};

/* Ends the trial of `entry`: called at the deadline, and when the apply died before the switch. Takes the
 * lock. */
typedef int (*guard_settle)(const struct machine *machine, const char *entry);

/* Starts it beside the (written) journal of a prepared trial. */
int guard_start(const struct machine *machine, const struct journal *journal, guard_settle settle,
                struct guard *guard, struct failure *failure);
/* Returns once it watches: wanted before the switch. */
int guard_ready(struct guard *guard, struct failure *failure);
/* Lets go; the guard goes on by itself until the journal says that the trial has ended. */
void guard_release(struct guard *guard);

#endif
