/* The lock: one penstock at a time changes this machine. It ends with its process, however that ends. */
#ifndef BACKENDS_MACHINE_LOCK_H
#define BACKENDS_MACHINE_LOCK_H

#include "backends/machine/machine.h"

struct lock {
    int fd; /* -1 = not held */
};

/* Makes the state folder too. Waits at most `wait_ms` (-1: as long as it takes). FAILURE_REFUSED names the
 * process that holds it; FAILURE_MACHINE, where the privilege is missing, says to run `sudo penstock
 * COMMAND`. Not to be taken twice in one process: the lock is the process's. */
int lock_take(const struct machine *machine, const char *command, int wait_ms, struct lock *lock,
              struct failure *failure);
/* Whether another process holds it now; nothing is allocated but the path. */
bool lock_is_held(const struct machine *machine);
void lock_drop(struct lock *lock);

#endif
