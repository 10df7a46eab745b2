#include <stdlib.h>

#include "core/base/text.h"
#include "core/plan/change.h"

struct line *lines_add(struct lines *lines, const char *group, const char *text, const char *comment)
{
    lines->items = xgrow(lines->items, lines->count, &lines->cap, sizeof(*lines->items));
    struct line *line = &lines->items[lines->count++];
    *line = (struct line){.group = xstrdup(group), .text = xstrdup(text)};
    if (comment)
        line->comment = xstrdup(comment);
    return line;
}

void lines_release(struct lines *lines)
{
    for (size_t i = 0; i < lines->count; i++) {
        free(lines->items[i].group);
        free(lines->items[i].text);
        free(lines->items[i].comment);
        free(lines->items[i].rules);
    }
    free(lines->items);
    *lines = (struct lines){0};
}

void beside_release(struct beside *beside)
{
    lines_release(&beside->same);
    lines_release(&beside->removed);
    lines_release(&beside->foreign);
}
