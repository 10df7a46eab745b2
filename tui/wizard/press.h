/* What presses do, whatever the page. */
#ifndef TUI_WIZARD_PRESS_H
#define TUI_WIZARD_PRESS_H

#include "tui/wizard/wizard.h"

void wizard_press(struct wizard *wizard, const struct press *press);

/* Whether Enter acts on the field, instead of going on; a row is entered where Enter has no other meaning on the
 * page. */
bool wizard_enters(const struct field *field, bool leaves);

#endif
