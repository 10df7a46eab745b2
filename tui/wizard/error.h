/* From a problem to the page and the field that it is about. */
#ifndef TUI_WIZARD_ERROR_H
#define TUI_WIZARD_ERROR_H

#include "tui/wizard/wizard.h"

/* The page whose fields `path` belongs to; PAGE_REVIEW: no page's. */
enum page_id wizard_page_of_path(const struct wizard *wizard, const char *path);
/* Goes to the page and field that a problem is about, and says it. */
void wizard_show(struct wizard *wizard, const struct problem *problem);
/* The same for the next error. */
void wizard_next_error(struct wizard *wizard);
/* Enter leaves the page: a side page for where it was visited from, a step for the next one. Errors of the
 * step are shown first; once more goes on all the same. */
void wizard_next(struct wizard *wizard);

#endif
