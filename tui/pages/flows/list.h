/* Who talks to whom as a list, seen from this host; what passes it by comes last. */
#ifndef TUI_PAGES_FLOWS_LIST_H
#define TUI_PAGES_FLOWS_LIST_H

#include "tui/wizard/wizard.h"

enum { FIELD_OF_FLOW = 1 }; /* what a field is whose index is a flow's */

/* Adds the columns' names in row 1 and a line for each flow from row 2 on; there must be flows. */
void flows_list(struct wizard *wizard, struct sheet *sheet);

#endif
