/* New hosts with names that are free. */
#ifndef TUI_WIZARD_NEW_HOST_H
#define TUI_WIZARD_NEW_HOST_H

#include "tui/wizard/wizard.h"

/* Adds a host of `role` under a name that nobody has, and says so to the model. Returns its index. */
size_t new_host(struct wizard *wizard, const struct role_fact *role);
/* How many hosts of the draft have this role. */
size_t new_host_count(const struct draft *draft, const struct role_fact *role);

#endif
