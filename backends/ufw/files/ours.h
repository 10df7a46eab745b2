/* What is ours in ufw's files: what our own record says, not what a comment looks like. It is written before a trial
 * begins and names what that trial brings and what of ours was there; a line of it that is in no file says nothing. */
#ifndef BACKENDS_UFW_FILES_OURS_H
#define BACKENDS_UFW_FILES_OURS_H

#include "backends/ufw/files/state.h"

/* `made`: the rules as they become; what somebody typed already, and is wanted, is none of ours there. */
int ours_write(const struct machine *machine, const struct ufw_state *state, const struct desired *desired,
               const struct tuples made[UFW_FAMILIES], struct failure *failure);
/* Marks the rules, and takes the lines of a block that is not ours out of the state. */
void ours_mark(const struct machine *machine, struct ufw_state *state);
int ours_forget(const struct machine *machine, struct failure *failure);

#endif
