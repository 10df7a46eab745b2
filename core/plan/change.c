#include "core/plan/change.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/lcs.h"
#include "core/base/text.h"

/* The lines of one group, in order. */
struct change_group {
    const char *name;
    const struct line **lines;
    size_t count, cap;
};

struct groups {
    struct change_group *items;
    size_t count, cap;
};

static struct change_group *plan_change_group_of(struct groups *groups, const char *name)
{
    for (size_t i = groups->count; i > 0; i--)
        if (strcmp(groups->items[i - 1].name, name) == 0)
            return &groups->items[i - 1];
    groups->items = xgrow(groups->items, groups->count, &groups->cap, sizeof(*groups->items));
    groups->items[groups->count] = (struct change_group){.name = name};
    return &groups->items[groups->count++];
}

static void groups_add(struct groups *groups, const struct lines *lines)
{
    for (size_t i = 0; i < lines->count; i++) {
        struct change_group *group = plan_change_group_of(groups, lines->items[i].group);
        group->lines = xgrow(group->lines, group->count, &group->cap, sizeof(*group->lines));
        group->lines[group->count++] = &lines->items[i];
    }
}

static void groups_release(struct groups *groups)
{
    for (size_t i = 0; i < groups->count; i++)
        free(groups->items[i].lines);
    free(groups->items);
}

void change_add(struct change *change, enum change_sign sign, const struct line *line,
                const struct line *live)
{
    change->items = xgrow(change->items, change->count, &change->cap, sizeof(*change->items));
    change->items[change->count++] = (struct change_item){sign, line, live};
    change->added += sign == CHANGE_ADDED;
    change->removed += sign == CHANGE_REMOVED;
    change->same += sign == CHANGE_SAME;
    change->foreign += sign == CHANGE_FOREIGN;
}

static int plan_change_order(const void *a, const void *b)
{
    const struct line *x = a, *y = b;
    return strcmp(x->text, y->text);
}

/* What comes before twin lines: a removed line stands before what was added at its place. */
static void add_lone(struct change *change, const struct change_group *planned, size_t first, size_t last,
                     const struct change_group *live, size_t from, size_t to)
{
    for (size_t k = from; k < to; k++)
        change_add(change, CHANGE_REMOVED, live->lines[k], NULL);
    for (size_t i = first; i < last; i++)
        change_add(change, CHANGE_ADDED, planned->lines[i], NULL);
}

static void compare_group(struct change *change, const struct change_group *planned,
                          const struct change_group *live)
{
    size_t *twins = xcalloc(planned->count + 1, sizeof(*twins)), first = 0, from = 0;
    lcs_pair((const void *const *)planned->lines, planned->count, (const void *const *)live->lines,
             live->count, plan_change_order, twins);
    for (size_t i = 0; i < planned->count; i++) {
        if (twins[i] == LCS_NONE)
            continue;
        add_lone(change, planned, first, i, live, from, twins[i]);
        change_add(change, CHANGE_SAME, planned->lines[i], live->lines[twins[i]]);
        first = i + 1;
        from = twins[i] + 1;
    }
    add_lone(change, planned, first, planned->count, live, from, live->count);
    free(twins);
}

void change_make(struct change *change, const struct lines *planned, const struct lines *live)
{
    struct groups plans = {0}, lives = {0};
    *change = (struct change){0};
    groups_add(&plans, planned);
    for (size_t i = 0; i < plans.count; i++)
        plan_change_group_of(&lives, plans.items[i].name);
    groups_add(&lives, live);
    for (size_t i = 0; i < lives.count; i++)
        compare_group(change, plan_change_group_of(&plans, lives.items[i].name), &lives.items[i]);
    groups_release(&plans);
    groups_release(&lives);
}

void change_release(struct change *change)
{
    free(change->items);
    *change = (struct change){0};
}

bool change_adds(const struct change *change, const struct line *line)
{
    for (size_t i = 0; i < change->count; i++)
        if (change->items[i].sign == CHANGE_ADDED && strcmp(change->items[i].line->text, line->text) == 0 &&
            strcmp(change->items[i].line->group, line->group) == 0)
            return true;
    return false;
}

char change_mark(enum change_sign sign)
{
    static const char marks[] = {'=', '+', '-', ' '};
    return marks[sign];
}
