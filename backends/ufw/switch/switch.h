/* The switch: kernel and files from the old rules to the new and back. `ufw reload` is never used: it opens
 * the machine for more than half a second. */
#ifndef BACKENDS_UFW_SWITCH_SWITCH_H
#define BACKENDS_UFW_SWITCH_SWITCH_H

#include "backends/ufw/rehearse/rehearse.h"

/* Writes the trial's folder: FAILURE_REFUSED if ufw's files are no longer as `state` saw them. `present` is
 * the rehearsal of these files as they are, `image` what is desired, packed. */
int switch_stage(const struct machine *machine, const struct ufw_state *state,
                 const struct ufw_future *future, const struct ufw_rehearsal *present,
                 const struct ufw_rehearsal *rehearsal, const char *image, struct failure *failure);
int switch_start(const struct machine *machine, struct failure *failure);
/* Whether somebody used ufw since the start: its files or chains are not as the trial left them. */
bool switch_disturbed(const struct machine *machine);
/* FAILURE_EXPIRED where no trial runs, or somebody used ufw meanwhile. */
int switch_confirm(const struct machine *machine, struct failure *failure);
/* Back to what ufw's files say now: the old rules, and what somebody added to them meanwhile. */
int switch_undo(const struct machine *machine, struct failure *failure);
/* Files and kernel at once, without a trial. `whole`: what the kernel lacks of the files comes back too. */
int switch_now(const struct machine *machine, const struct ufw_state *state, const struct ufw_future *future,
               const struct ufw_rehearsal *present, const struct ufw_rehearsal *rehearsal, bool whole,
               struct failure *failure);

#endif
