/* Which rows of a text are which lines: what a backend writes down is for people, and code that asks what a row is
 * asks here. */
#ifndef CORE_PLAN_WRITTEN_H
#define CORE_PLAN_WRITTEN_H

#include "core/plan/line.h"

struct written {
    struct lines lines; /* copies, in the order of their rows */
    size_t *starts;     /* where the row of each begins, in bytes */
    size_t cap;
};

/* The row that begins at byte `start`, behind those noted before, is `line`. `written` NULL: nobody asks. */
void written_note(struct written *written, size_t start, const struct line *line);
/* NULL: it is of no line. */
const struct line *written_line(const struct written *written, size_t start);
void written_release(struct written *written);

#endif
