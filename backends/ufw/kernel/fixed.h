/* Rules that name a port and cannot move with it: those that somebody wrote into ufw's other files, and those that
 * are in the kernel alone. */
#ifndef BACKENDS_UFW_KERNEL_FIXED_H
#define BACKENDS_UFW_KERNEL_FIXED_H

#include "backends/ufw/files/state.h"

/* -1: such a rule is about the old port of a move and not about its new one. */
int fixed_check(const struct machine *machine, const struct ufw_state *state, const struct plan *plan,
                struct failure *failure);
/* Whether a line, as in a file for iptables-restore, is about `from` and not about `to` of what comes in. */
bool fixed_is_about(const char *line, const struct port_move *move);

#endif
