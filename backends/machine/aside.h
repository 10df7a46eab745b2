/* Work done aside: in a child process, so that its namespaces and mounts end with it. */
#ifndef BACKENDS_MACHINE_ASIDE_H
#define BACKENDS_MACHINE_ASIDE_H

#include "backends/machine/failure.h"

/* Runs `work` in a child and hears its failure. `what` names the work for when the child cannot tell. */
int aside(int (*work)(const void *context, struct failure *failure), const void *context, const char *what,
          struct failure *failure);

#endif
