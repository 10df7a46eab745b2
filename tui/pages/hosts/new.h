/* New hosts with names that are free. */
#ifndef TUI_PAGES_HOSTS_NEW_H
#define TUI_PAGES_HOSTS_NEW_H

#include "tui/wizard/wizard.h"

/* Adds a host of `role` under a name that nobody has, and says so to the model. Returns its index. */
size_t hosts_new(struct wizard *wizard, const struct role_fact *role);
/* How many hosts of the draft have this role. */
size_t hosts_of_role(const struct draft *draft, const struct role_fact *role);

#endif
