/* Whether this machine is the one that a plan is about, and what it does for others that the plan would stop. Looks
 * only. */
#ifndef BACKENDS_WAYS_FITS_H
#define BACKENDS_WAYS_FITS_H

#include "backends/machine/failure.h"
#include "core/base/problem.h"
#include "core/plan/plan.h"

/* Adds what does not fit: another host's addresses (error), packets passed on for others without a word of the site
 * (error), interfaces that are not there (warning). */
void fits_tell(const struct plan *plan, struct problems *problems);
/* The errors of these as a refusal. `accepted`: the host's name as the technician typed it, which takes another
 * machine's addresses; NULL = he did not. */
int fits_prove(const struct plan *plan, const char *accepted, struct failure *failure);

#endif
