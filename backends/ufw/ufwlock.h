/* The lock that ufw itself takes while it works: /run/ufw.lock. */
#ifndef BACKENDS_UFW_UFWLOCK_H
#define BACKENDS_UFW_UFWLOCK_H

#include "backends/machine.h"

/* Waits some seconds; the descriptor in *lock, -1 where there is no /run to lock in. */
int ufwlock_take(const struct machine *machine, int *lock, struct failure *failure);
/* Whether a ufw waits for the lock: it read the files before, and will write what it read. */
bool ufwlock_awaited(int lock);
void ufwlock_drop(int lock);

#endif
