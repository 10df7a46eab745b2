/* Giving up work that takes a while: somebody asks, whoever waits notices. Of this process, because what
 * waits (a program that runs, a lock that is held) knows no more. Only work that has changed nothing yet can
 * be given up. */
#ifndef BACKENDS_MACHINE_CANCEL_H
#define BACKENDS_MACHINE_CANCEL_H

#include <stdbool.h>

#include "backends/machine/failure.h"

enum { CANCEL_STEP_MS = 50 }; /* how often a wait looks */

/* From now on the work may be given up; what was asked before is forgotten. */
void cancel_allow(void);
/* It may not any more, because something is about to change. -1: it was asked already. */
int cancel_close(struct failure *failure);
void cancel_ask(void); /* from any thread */
/* Whether to stop waiting. */
bool cancel_asked(void);
int cancel_fail(struct failure *failure); /* always -1 */
/* Whether some work failed because it was asked, since it was allowed. */
bool cancel_honoured(void);

#endif
