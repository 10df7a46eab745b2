#include "backends/ufw/rehearse/handmade.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/lcs.h"
#include "core/base/text.h"

struct file_line {
    const char *bytes;
    size_t length;
};

struct file_lines {
    struct file_line *items;
    const void **places;
    size_t count, cap;
};

static int handmade_by_bytes(const void *a, const void *b)
{
    const struct file_line *x = a, *y = b;
    size_t common = x->length < y->length ? x->length : y->length;
    int order = memcmp(x->bytes, y->bytes, common);
    return order ? order : (x->length > y->length) - (x->length < y->length);
}

static void file_lines_read(struct file_lines *lines, const char *text)
{
    *lines = (struct file_lines){0};
    while (*text) {
        size_t length = strcspn(text, "\n");
        lines->items = xgrow(lines->items, lines->count, &lines->cap, sizeof(*lines->items));
        lines->items[lines->count++] = (struct file_line){text, length};
        text += length + (text[length] == '\n');
    }
    lines->places = xcalloc(lines->count + 1, sizeof(*lines->places));
    for (size_t i = 0; i < lines->count; i++)
        lines->places[i] = &lines->items[i];
}

static void file_lines_release(struct file_lines *lines)
{
    free(lines->items);
    free(lines->places);
}

static size_t *file_lines_twins(const struct file_lines *a, const struct file_lines *b)
{
    size_t *twins = xcalloc(a->count + 1, sizeof(*twins));
    lcs_pair(a->places, a->count, b->places, b->count, handmade_by_bytes, twins);
    return twins;
}

static void put_line(struct text *text, const struct file_line *line)
{
    text_add_n(text, line->bytes, line->length);
    text_add(text, "\n");
}

/* Lines of `file` from `at` on that ufw did not write, up to the next one that it did. */
static size_t put_run(struct text *text, const struct file_lines *file, const size_t *written, size_t at)
{
    for (; at < file->count && written[at] == LCS_NONE; at++)
        put_line(text, &file->items[at]);
    return at;
}

/* stands[i] of each line of the fresh file: the place in `file` of the same line of ufw's; LCS_NONE: it is not
 * there. (The file that comes with ufw lacks much of what ufw writes: what is missing was not taken out.) */
static size_t *fresh_stands(const struct file_lines *written, const struct file_lines *file,
                            const struct file_lines *fresh)
{
    size_t *kept = file_lines_twins(fresh, written), *stood = file_lines_twins(written, file);
    for (size_t i = 0; i < fresh->count; i++)
        if (kept[i] != LCS_NONE)
            kept[i] = stood[kept[i]];
    free(stood);
    return kept;
}

char *handmade_carry(const char *written, const char *file, const char *fresh)
{
    struct file_lines base, old, made;
    struct text text = {0};
    file_lines_read(&base, written);
    file_lines_read(&old, file);
    file_lines_read(&made, fresh);
    size_t *of_ufw = file_lines_twins(&old, &base), *stands = fresh_stands(&base, &old, &made), done = 0;
    done = put_run(&text, &old, of_ufw, 0);
    for (size_t i = 0; i < made.count; i++) {
        put_line(&text, &made.items[i]);
        if (stands[i] == LCS_NONE)
            continue;
        /* What stood behind lines that are gone comes here too. */
        for (; done <= stands[i]; done++)
            if (of_ufw[done] == LCS_NONE)
                put_line(&text, &old.items[done]);
        done = put_run(&text, &old, of_ufw, done);
    }
    file_lines_release(&base);
    file_lines_release(&old);
    file_lines_release(&made);
    free(of_ufw);
    free(stands);
    return text_take(&text);
}

static bool handmade_says_nothing(const struct file_line *line)
{
    size_t blank = strspn(line->bytes, " \t\r");
    return blank >= line->length || line->bytes[blank] == '#';
}

size_t handmade_find(const char *written, const char *file, struct handmade_line **lines)
{
    struct file_lines base, old;
    size_t count = 0, cap = 0;
    *lines = NULL;
    file_lines_read(&base, written);
    file_lines_read(&old, file);
    size_t *of_ufw = file_lines_twins(&old, &base);
    for (size_t i = 0; i < old.count; i++) {
        if (of_ufw[i] != LCS_NONE || handmade_says_nothing(&old.items[i]))
            continue;
        *lines = xgrow(*lines, count, &cap, sizeof(**lines));
        (*lines)[count++] = (struct handmade_line){i + 1, old.items[i].bytes, old.items[i].length};
    }
    free(of_ufw);
    file_lines_release(&base);
    file_lines_release(&old);
    return count;
}
