/* The review's view of the change: what is added, removed and the same, against what is live. */
#ifndef TUI_PAGES_REVIEW_CHANGE_H
#define TUI_PAGES_REVIEW_CHANGE_H

#include "tui/pages/page.h"

void review_change(struct wizard *wizard, struct sheet *sheet);
/* The line in focus; NULL: none. */
const struct line *review_change_line(struct wizard *wizard);

#endif
