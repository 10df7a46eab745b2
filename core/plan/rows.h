/* Which rows of a text are which lines: what a backend writes down is for people, and code that asks what a row is
 * asks here. */
#ifndef CORE_PLAN_ROWS_H
#define CORE_PLAN_ROWS_H

#include "core/plan/line.h"

struct rows {
    struct lines lines; /* copies, in the order of their rows */
    size_t *starts;     /* where the row of each begins, in bytes */
    size_t cap;
};

/* The row that begins at byte `start`, behind those noted before, is `line`. `rows` NULL: nobody asks. */
void rows_note(struct rows *rows, size_t start, const struct line *line);
/* NULL: it is of no line. */
const struct line *rows_line(const struct rows *rows, size_t start);
void rows_release(struct rows *rows);

#endif
