/* Whether our rules would bring connection tracking to a machine that had none. */
#ifndef BACKENDS_WAYS_TRACKING_H
#define BACKENDS_WAYS_TRACKING_H

#include <stdbool.h>

#include "core/base/problem.h"

enum { TRACKING_SECONDS = 5 };

/* Nothing is tracked in this network namespace and TCP connections are open: they would look new. */
bool tracking_is_fresh(void);
/* The advice for such a machine. */
void tracking_note(struct problems *problems);
/* The seconds in which open connections show themselves. */
void tracking_wait(void);

#endif
