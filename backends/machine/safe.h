/* Whether the folder of our state is one that only we write to. What others could put there would be loaded as rules
 * at the next boot. */
#ifndef BACKENDS_MACHINE_SAFE_H
#define BACKENDS_MACHINE_SAFE_H

#include "backends/machine/machine.h"

/* FAILURE_MACHINE with what to do. For what begins something: going back must not wait for it. */
int safe_state(const struct machine *machine, struct failure *failure);

#endif
