/* What presses do, whatever the page. */
#ifndef TUI_WIZARD_PRESS_H
#define TUI_WIZARD_PRESS_H

#include "tui/wizard/wizard.h"

void wizard_press(struct wizard *wizard, const struct press *press);

#endif
