/* The picture of who talks to whom, as fields on a sheet: boxes and the heads of arrows. */
#ifndef TUI_PAGES_FLOWS_PICTURE_H
#define TUI_PAGES_FLOWS_PICTURE_H

#include "tui/wizard/wizard.h"

/* Draws the flows of the model from `row` on; Enter on an arrow leads to its flows. */
void flows_picture(struct wizard *wizard, struct sheet *sheet, int row);

#endif
