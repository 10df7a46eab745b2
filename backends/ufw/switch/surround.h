/* What ufw's own start and stop do besides loading rules: scripts, modules, settings of the kernel. */
#ifndef BACKENDS_UFW_SWITCH_SURROUND_H
#define BACKENDS_UFW_SWITCH_SURROUND_H

#include "backends/machine/machine.h"

/* Whether ufw can be switched on or off here without it. FAILURE_REFUSED: its start and stop run a script, and what that
 * does nobody can rehearse, nor take back. */
int surround_check(const struct machine *machine, bool from, bool to, struct failure *failure);
/* Loads modules and settings as ufw's start does, which goes on where it cannot. `defaults`: the text of
 * /etc/default/ufw. */
void surround_load(const struct machine *machine, const char *defaults);

#endif
