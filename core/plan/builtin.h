/* The always-there rules of a plan: which of them a host has, and whether one is about a packet. */
#ifndef CORE_PLAN_BUILTIN_H
#define CORE_PLAN_BUILTIN_H

#include "core/plan/plan.h"

/* Fills in `plan->builtins`: those of every host, then those of the host's product (NULL: none). `groups`: a
 * service of the host speaks to a group. They borrow from the catalog. */
void builtins_choose(struct plan *plan, bool groups);
/* Whether one of them lets every echo-request pass in this direction. */
bool builtins_let_ping(const struct plan *plan, enum direction direction);

#endif
