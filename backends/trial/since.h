/* What others changed since the last confirm: the files of the original as they are now, beside what they were when
 * penstock had last written them. */
#ifndef BACKENDS_TRIAL_SINCE_H
#define BACKENDS_TRIAL_SINCE_H

#include "backends/machine/machine.h"
#include "core/base/problem.h"

/* They are as penstock leaves them. */
void since_note(const struct machine *machine);
void since_forget(const struct machine *machine);
/* Where the original is, if there is one. */
bool since_tell_place(const struct machine *machine, struct problems *notes);
/* That, which of its files somebody changed since, and which are gone: for whoever is about to go
 * back to it. */
void since_tell(const struct machine *machine, struct problems *notes);

#endif
