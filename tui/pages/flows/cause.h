/* From a flow back to the answer that it follows from. */
#ifndef TUI_PAGES_FLOWS_CAUSE_H
#define TUI_PAGES_FLOWS_CAUSE_H

#include "core/flow/flow.h"
#include "tui/wizard/wizard.h"

/* Goes to the page and field of the answer: the service's switch, its port, the admin or extra entry, else
 * the host that opens it. */
void cause_show(struct wizard *wizard, const struct flow *flow);
/* The number of that page among the steps, from 1. */
int cause_step(struct wizard *wizard, const struct flow *flow);

#endif
