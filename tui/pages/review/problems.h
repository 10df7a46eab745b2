/* The review's view of all that was found, good and bad. */
#ifndef TUI_PAGES_REVIEW_PROBLEMS_H
#define TUI_PAGES_REVIEW_PROBLEMS_H

#include "tui/pages/page.h"

void review_problems(struct wizard *wizard, struct sheet *sheet);
/* The rows of a list from `row` on; gives the row behind. `good` is the word for a note: what was checked is
 * OK, advice is a NOTE. */
int review_problem_list(struct sheet *sheet, int row, const struct problems *problems, const char *prefix,
                        const char *good);
/* Goes to the answer that the row is about; false: it is no row of these. */
bool review_problem_show(struct wizard *wizard, const struct field *field);

#endif
