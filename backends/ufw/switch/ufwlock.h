/* The lock that ufw itself takes while it works: /run/ufw.lock. */
#ifndef BACKENDS_UFW_SWITCH_UFWLOCK_H
#define BACKENDS_UFW_SWITCH_UFWLOCK_H

#include "backends/machine/machine.h"

/* Waits some seconds; the descriptor in *lock, -1 where there is no /run to lock in. */
int ufwlock_take(const struct machine *machine, int *lock, struct failure *failure);
/* Whether a ufw that writes waits for the lock: it read the files before, and will write what it read. */
bool ufwlock_awaited(int lock);
/* Others may take it; the descriptor stays open, and tells who shares the file. */
void ufwlock_let_go(int lock);
/* Lets go and closes. */
void ufwlock_drop(int lock);

#endif
