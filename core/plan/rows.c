#include "core/plan/rows.h"

#include <stdlib.h>

#include "core/base/text.h"

void rows_note(struct rows *rows, size_t start, const struct line *line)
{
    if (!rows)
        return;
    rows->starts = xgrow(rows->starts, rows->lines.count, &rows->cap, sizeof(*rows->starts));
    rows->starts[rows->lines.count] = start;
    lines_copy(&rows->lines, line);
}

static int rows_order(const void *a, const void *b)
{
    const size_t *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

const struct line *rows_line(const struct rows *rows, size_t start)
{
    const size_t *found =
        rows->starts ? bsearch(&start, rows->starts, rows->lines.count, sizeof(start), rows_order) : NULL;
    return found ? &rows->lines.items[found - rows->starts] : NULL;
}

void rows_release(struct rows *rows)
{
    lines_release(&rows->lines);
    free(rows->starts);
    *rows = (struct rows){0};
}
