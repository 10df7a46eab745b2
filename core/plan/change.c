#include "core/plan/change.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/text.h"

enum { LCS_LINES = 2000 };

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

static void plan_change_add(struct change *change, enum change_sign sign, const struct line *line,
                            const struct line *live)
{
    change->items = xgrow(change->items, change->count, &change->cap, sizeof(*change->items));
    change->items[change->count++] = (struct change_item){sign, line, live};
    change->added += sign == CHANGE_ADDED;
    change->removed += sign == CHANGE_REMOVED;
    change->same += sign == CHANGE_SAME;
    change->foreign += sign == CHANGE_FOREIGN;
}

static bool plan_change_equal(const struct line *a, const struct line *b)
{
    return strcmp(a->text, b->text) == 0;
}

/* Lengths of the longest common subsequence of what follows each pair of places. */
static uint16_t *lcs_table(const struct line **planned, size_t rows, const struct line **live, size_t columns)
{
    size_t width = columns + 1;
    uint16_t *table = xcalloc((rows + 1) * width, sizeof(*table));
    for (size_t i = rows; i-- > 0;)
        for (size_t k = columns; k-- > 0;) {
            uint16_t down = table[(i + 1) * width + k], right = table[i * width + k + 1];
            table[i * width + k] = plan_change_equal(planned[i], live[k])
                                       ? (uint16_t)(table[(i + 1) * width + k + 1] + 1)
                                       : (down > right ? down : right);
        }
    return table;
}

/* A removed line stands before what was added at its place. */
static void compare_in_order(struct change *change, const struct line **planned, size_t rows,
                             const struct line **live, size_t columns)
{
    uint16_t *table = lcs_table(planned, rows, live, columns);
    size_t i = 0, k = 0, width = columns + 1;
    while (i < rows || k < columns) {
        if (i < rows && k < columns && plan_change_equal(planned[i], live[k])) {
            plan_change_add(change, CHANGE_SAME, planned[i++], live[k]);
            k++;
        } else if (k < columns && (i == rows || table[i * width + k + 1] >= table[(i + 1) * width + k])) {
            plan_change_add(change, CHANGE_REMOVED, live[k++], NULL);
        } else {
            plan_change_add(change, CHANGE_ADDED, planned[i++], NULL);
        }
    }
    free(table);
}

/* A line and its place among its own, for sorting by text. */
struct change_placed {
    const struct line *line;
    size_t place;
};

static int plan_change_by_text(const void *a, const void *b)
{
    const struct change_placed *x = a, *y = b;
    int order = strcmp(x->line->text, y->line->text);
    return order ? order : x->place < y->place ? -1 : x->place > y->place;
}

static struct change_placed *sorted(const struct line **lines, size_t count)
{
    struct change_placed *placed = xcalloc(count + 1, sizeof(*placed));
    for (size_t i = 0; i < count; i++)
        placed[i] = (struct change_placed){lines[i], i};
    qsort(placed, count, sizeof(*placed), plan_change_by_text);
    return placed;
}

/* Pairs equal lines, each once: the live twin of each planned line, and which live lines have one. */
static void pair(const struct line **planned, size_t rows, const struct line **live, size_t columns,
                 const struct line **twins, bool *taken)
{
    struct change_placed *plans = sorted(planned, rows), *lives = sorted(live, columns);
    for (size_t i = 0, k = 0; i < rows && k < columns;) {
        int order = strcmp(plans[i].line->text, lives[k].line->text);
        if (order == 0) {
            twins[plans[i].place] = lives[k].line;
            taken[lives[k].place] = true;
        }
        i += order <= 0;
        k += order >= 0;
    }
    free(plans);
    free(lives);
}

/* Too many lines for a table: what is on both sides is the same, wherever it stands; removed lines come
 * first. */
static void compare_as_sets(struct change *change, const struct line **planned, size_t rows,
                            const struct line **live, size_t columns)
{
    const struct line **twins = xcalloc(rows + 1, sizeof(*twins));
    bool *taken = xcalloc(columns + 1, sizeof(*taken));
    pair(planned, rows, live, columns, twins, taken);
    for (size_t k = 0; k < columns; k++)
        if (!taken[k])
            plan_change_add(change, CHANGE_REMOVED, live[k], NULL);
    for (size_t i = 0; i < rows; i++)
        plan_change_add(change, twins[i] ? CHANGE_SAME : CHANGE_ADDED, planned[i], twins[i]);
    free(twins);
    free(taken);
}

static const struct line **lines_from(const struct change_group *group, size_t first)
{
    return group->count ? group->lines + first : NULL;
}

static size_t common_head(const struct change_group *a, const struct change_group *b)
{
    size_t n = 0;
    while (n < a->count && n < b->count && plan_change_equal(a->lines[n], b->lines[n]))
        n++;
    return n;
}

static size_t common_tail(const struct change_group *a, const struct change_group *b, size_t head)
{
    size_t n = 0;
    while (n < a->count - head && n < b->count - head &&
           plan_change_equal(a->lines[a->count - 1 - n], b->lines[b->count - 1 - n]))
        n++;
    return n;
}

/* What both begin and end with needs no table; that is most of a usual change. */
static void compare_group(struct change *change, const struct change_group *planned,
                          const struct change_group *live)
{
    size_t head = common_head(planned, live), tail = common_tail(planned, live, head);
    size_t rows = planned->count - head - tail, columns = live->count - head - tail;
    for (size_t i = 0; i < head; i++)
        plan_change_add(change, CHANGE_SAME, planned->lines[i], live->lines[i]);
    if (rows > LCS_LINES || columns > LCS_LINES)
        compare_as_sets(change, lines_from(planned, head), rows, lines_from(live, head), columns);
    else if (rows || columns)
        compare_in_order(change, lines_from(planned, head), rows, lines_from(live, head), columns);
    for (size_t i = tail; i > 0; i--)
        plan_change_add(change, CHANGE_SAME, planned->lines[planned->count - i],
                        live->lines[live->count - i]);
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

void beside_release(struct beside *beside)
{
    lines_release(&beside->same);
    lines_release(&beside->removed);
    lines_release(&beside->foreign);
}

void change_release(struct change *change)
{
    free(change->items);
    *change = (struct change){0};
}

char change_mark(enum change_sign sign)
{
    static const char marks[] = {'=', '+', '-', ' '};
    return marks[sign];
}
