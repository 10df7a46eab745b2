/* The sheet of the present page, and where it stands on the screen. */
#ifndef TUI_WIZARD_BUILD_H
#define TUI_WIZARD_BUILD_H

#include "tui/wizard/wizard.h"

/* Rows above the body: the title, and one more where there is room. */
int wizard_body_row(const struct wizard *wizard);
/* Rows that what was said last takes, wrapped; the first is the message line's own. */
int wizard_message_rows(const struct wizard *wizard);
bool wizard_shows_cards(const struct wizard *wizard);
/* Builds the sheet, if it is not of the present model. */
void wizard_build(struct wizard *wizard);

#endif
