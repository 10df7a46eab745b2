#include "backends/trial/lines_text.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/text.h"

static void add_field(struct text *text, const char *field, const char *end)
{
    for (const char *c = field ? field : ""; *c; c++)
        text_add_n(text, *c == '\t' || *c == '\n' ? " " : c, 1);
    text_add(text, end);
}

char *lines_pack(const struct lines *lines)
{
    struct text text = {0};
    for (size_t i = 0; i < lines->count; i++) {
        add_field(&text, lines->items[i].group, "\t");
        add_field(&text, lines->items[i].text, "\t");
        add_field(&text, lines->items[i].comment, "\n");
    }
    return text_take(&text);
}

/* `line` without its newline; changed in place. */
static int trial_lines_text_unpack_line(char *line, struct lines *lines)
{
    char *text = strchr(line, '\t'), *comment = text ? strchr(text + 1, '\t') : NULL;
    if (!comment || strchr(comment + 1, '\t'))
        return -1;
    *text++ = '\0';
    *comment++ = '\0';
    lines_add(lines, line, text, *comment ? comment : NULL);
    return 0;
}

int lines_unpack(const char *text, size_t length, struct lines *lines)
{
    char *copy = xstrndup(text, length), *line = copy;
    int done = strlen(copy) == length ? 0 : -1;
    *lines = (struct lines){0};
    while (done == 0 && *line) {
        char *end = strchr(line, '\n');
        if (end)
            *end = '\0';
        done = end ? trial_lines_text_unpack_line(line, lines) : -1;
        line = end ? end + 1 : line;
    }
    free(copy);
    if (done != 0)
        lines_release(lines);
    return done;
}

bool lines_same(const struct lines *a, const struct lines *b)
{
    char *left = lines_pack(a), *right = lines_pack(b);
    bool same = strcmp(left, right) == 0;
    free(left);
    free(right);
    return same;
}
