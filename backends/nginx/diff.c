#include "backends/nginx/diff.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/lcs.h"
#include "core/base/text.h"

enum { AROUND = 3 };

struct diff_side {
    const char **lines; /* each to its newline */
    size_t count, cap;
};

/* One line of the answer: of the old text, of the fresh one, or of both. */
struct diff_step {
    char sign;
    const char *line;
};

struct steps {
    struct diff_step *items;
    size_t count, cap;
};

static struct diff_side nginx_diff_split(const char *text)
{
    struct diff_side side = {0};
    while (*text) {
        side.lines = xgrow(side.lines, side.count, &side.cap, sizeof(*side.lines));
        side.lines[side.count++] = text;
        text += strcspn(text, "\n");
        text += *text == '\n';
    }
    return side;
}

static size_t width(const char *line)
{
    return strcspn(line, "\n");
}

static void nginx_diff_step(struct steps *steps, char sign, const char *line)
{
    steps->items = xgrow(steps->items, steps->count, &steps->cap, sizeof(*steps->items));
    steps->items[steps->count++] = (struct diff_step){sign, line};
}

static int nginx_diff_order(const void *a, const void *b)
{
    const char *x = a, *y = b;
    size_t wide = width(x), other = width(y);
    int order = memcmp(x, y, wide < other ? wide : other);
    return order ? order : (wide > other) - (wide < other);
}

static struct steps walk(const struct diff_side *old, const struct diff_side *fresh)
{
    struct steps steps = {0};
    size_t *twins = xcalloc(old->count + 1, sizeof(*twins)), k = 0;
    lcs_pair((const void *const *)old->lines, old->count, (const void *const *)fresh->lines, fresh->count,
             nginx_diff_order, twins);
    for (size_t i = 0; i < old->count; i++) {
        if (twins[i] == LCS_NONE) {
            nginx_diff_step(&steps, '-', old->lines[i]);
            continue;
        }
        while (k < fresh->count && k < twins[i])
            nginx_diff_step(&steps, '+', fresh->lines[k++]);
        nginx_diff_step(&steps, ' ', old->lines[i]);
        k++;
    }
    while (k < fresh->count)
        nginx_diff_step(&steps, '+', fresh->lines[k++]);
    free(twins);
    return steps;
}

/* The end of the hunk that begins at `first`: changes closer than twice the lines around go together. */
static size_t hunk_end(const struct steps *steps, size_t first)
{
    size_t last = first;
    for (size_t i = first; i < steps->count && i <= last + 2 * AROUND + 1; i++)
        if (steps->items[i].sign != ' ')
            last = i;
    size_t end = last + 1 + AROUND;
    return end < steps->count ? end : steps->count;
}

static void show_hunk(struct text *text, const struct steps *steps, size_t from, size_t to, size_t before[2])
{
    size_t counts[2] = {0};
    for (size_t i = from; i < to; i++) {
        counts[0] += steps->items[i].sign != '+';
        counts[1] += steps->items[i].sign != '-';
    }
    text_addf(text, "@@ -%zu,%zu +%zu,%zu @@\n", before[0] + (counts[0] > 0), counts[0],
              before[1] + (counts[1] > 0), counts[1]);
    for (size_t i = from; i < to; i++) {
        const struct diff_step *step = &steps->items[i];
        text_addf(text, "%c", step->sign);
        text_add_n(text, step->line, width(step->line));
        text_add(text, "\n");
    }
    before[0] += counts[0];
    before[1] += counts[1];
}

static void nginx_diff_show(struct text *text, const struct steps *steps)
{
    size_t before[2] = {0}, at = 0;
    for (size_t i = 0; i < steps->count; i++) {
        if (steps->items[i].sign == ' ')
            continue;
        size_t from = i - at > AROUND ? i - AROUND : at, to = hunk_end(steps, i);
        before[0] += from - at;
        before[1] += from - at;
        show_hunk(text, steps, from, to, before);
        at = to;
        i = to - 1;
    }
}

char *diff_unified(const char *name, const char *old, const char *fresh)
{
    struct text text = {0};
    if (strcmp(old, fresh) == 0)
        return xstrdup("");
    struct diff_side a = nginx_diff_split(old), b = nginx_diff_split(fresh);
    struct steps steps = walk(&a, &b);
    text_addf(&text, "--- %s\n+++ %s\n", name, name);
    nginx_diff_show(&text, &steps);
    free(steps.items);
    free(a.lines);
    free(b.lines);
    return text_take(&text);
}
