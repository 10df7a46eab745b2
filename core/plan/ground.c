#include "core/plan/ground.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/text.h"

static bool ground_has_group(const struct lines *lines, const char *group)
{
    for (size_t i = 0; i < lines->count; i++)
        if (strcmp(lines->items[i].group, group) == 0)
            return true;
    return false;
}

static bool ground_is_new(const struct line *line, const struct lines *then, bool *taken)
{
    for (size_t i = 0; i < then->count; i++) {
        const struct line *old = &then->items[i];
        if (!taken[i] && strcmp(old->text, line->text) == 0 && strcmp(old->group, line->group) == 0) {
            taken[i] = true;
            return false;
        }
    }
    return true;
}

void ground_added(struct lines *added, const struct lines *now, const struct lines *then)
{
    bool *taken = xcalloc(then->count + 1, sizeof(*taken));
    for (size_t i = 0; i < now->count; i++) {
        const struct line *line = &now->items[i];
        if (line->kind == LINE_STOCK)
            continue;
        bool ban = line->kind == LINE_OTHER && line->traffic.verdict == VERDICT_DROP;
        if (ground_is_new(line, then, taken) && !(ban && ground_has_group(then, line->group)))
            lines_copy(added, line);
    }
    free(taken);
}

void ground_release(struct ground *ground)
{
    lines_release(&ground->beyond);
    lines_release(&ground->lacking);
    lines_release(&ground->by_hand);
}
