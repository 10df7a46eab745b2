/* Traffic that the catalog knows by name, to be picked for a flow of the site's own. */
#ifndef TUI_PAGES_OFFERED_H
#define TUI_PAGES_OFFERED_H

#include "tui/wizard/wizard.h"

/* A line for each from `row` on that is not there already; picking one fills in port, protocol and reason. */
void offered_build(struct wizard *wizard, struct sheet *sheet, int row, int col);

#endif
