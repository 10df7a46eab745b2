/* The exact text of the rules, as the backend writes it, with what is new marked. */
#ifndef TUI_PAGES_REVIEW_TEXT_H
#define TUI_PAGES_REVIEW_TEXT_H

#include "tui/wizard/wizard.h"

/* Adds the text's lines from row 2 on. A `+` in the first column: this line is added. */
void review_text(struct wizard *wizard, struct sheet *sheet);
/* Scrolls to the next line that changes, or holds the word looked for. False: there is none. */
bool review_text_next(struct wizard *wizard, const char *search, int step);

#endif
