#include "core/plan/written.h"

#include <stdlib.h>

#include "core/base/text.h"

void written_note(struct written *written, size_t start, const struct line *line)
{
    if (!written)
        return;
    written->starts = xgrow(written->starts, written->lines.count, &written->cap, sizeof(*written->starts));
    written->starts[written->lines.count] = start;
    lines_copy(&written->lines, line);
}

static int written_order(const void *a, const void *b)
{
    const size_t *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

const struct line *written_line(const struct written *written, size_t start)
{
    const size_t *found =
        written->starts ? bsearch(&start, written->starts, written->lines.count, sizeof(start), written_order)
                        : NULL;
    return found ? &written->lines.items[found - written->starts] : NULL;
}

void written_release(struct written *written)
{
    lines_release(&written->lines);
    free(written->starts);
    *written = (struct written){0};
}
