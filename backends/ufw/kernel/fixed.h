/* Rules that name a port and cannot move with it: lines that somebody wrote into ufw's files, and rules that are in
 * the kernel alone, or in the files alone. */
#ifndef BACKENDS_UFW_KERNEL_FIXED_H
#define BACKENDS_UFW_KERNEL_FIXED_H

#include "backends/ufw/rehearse/rehearse.h"

/* Of ufw's files before and after. -1: such a line is about the old port of a move and not about its new one. */
int fixed_check(const struct machine *machine, const struct ufw_state *state, const struct plan *plan,
                struct failure *failure);
/* The same of the rest, once the files as they are and as they shall be were rehearsed. -1 too where only ports move
 * and a rule that moves is not live: it would be then. */
int fixed_check_beside(const struct ufw_state *state, const struct ufw_rehearsal *present,
                       const struct ufw_rehearsal *fresh, const struct plan *plan, struct failure *failure);
/* Whether a line, as in a file for iptables-restore, is about `from` and not about `to` of what comes in. */
bool fixed_is_about(const char *line, const struct port_move *move);

#endif
