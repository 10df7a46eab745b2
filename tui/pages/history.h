/* The history of this machine, as pages show it. */
#ifndef TUI_PAGES_HISTORY_H
#define TUI_PAGES_HISTORY_H

#include "tui/wizard/wizard.h"

/* Reads it into the wizard. */
void history_look(struct wizard *wizard);
/* `2026-11-20 16:02  apollo  +3 -2  confirmed by apollo`; the sheet owns it. */
const char *history_line(struct sheet *sheet, const struct past *past);

#endif
