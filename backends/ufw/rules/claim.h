/* Which of somebody else's rules a plan takes away: those on a port of a service of a device that the plan
 * does not want. */
#ifndef BACKENDS_UFW_RULES_CLAIM_H
#define BACKENDS_UFW_RULES_CLAIM_H

#include "backends/ufw/rules/desired.h"

/* An allow without log, profile and source port: what a site can say. */
bool claim_is_plain(const struct tuple *tuple);
/* Whether the technician chose so, by the rule's words as they are shown. */
bool claim_is_kept(const struct plan *plan, const struct tuple *tuple);
bool claim_is_dropped(const struct plan *plan, const struct tuple *tuple);
/* The tuple is not ours, and grants nothing that is wanted. */
bool claim_is_unwanted(const struct desired *desired, size_t index, const struct tuple *tuple);

#endif
