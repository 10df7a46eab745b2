/* Rules of somebody else, in the review: kept, removed, or made part of the site, by a key on their line. */
#ifndef TUI_PAGES_REVIEW_FOREIGN_H
#define TUI_PAGES_REVIEW_FOREIGN_H

#include "tui/wizard/wizard.h"

/* The line is a rule that is not ours. */
bool foreign_is(const struct wizard *wizard, const struct line *line);
/* False: the action is none of these, or there is nothing to choose at this line. */
bool foreign_choose(struct wizard *wizard, const struct line *line, enum action action);

#endif
