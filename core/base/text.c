#include "core/base/text.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void text_add_n(struct text *text, const char *piece, size_t length)
{
    text->data = xgrow(text->data, text->length + length, &text->cap, 1);
    memcpy(text->data + text->length, piece, length);
    text->length += length;
    text->data[text->length] = '\0';
}

void text_add(struct text *text, const char *piece)
{
    text_add_n(text, piece, strlen(piece));
}

void text_addf(struct text *text, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    char *made = xvasprintf(format, args);
    va_end(args);
    text_add(text, made);
    free(made);
}

const char *text_get(const struct text *text)
{
    return text->data ? text->data : "";
}

char *text_take(struct text *text)
{
    char *taken = text->data ? text->data : xstrdup("");
    *text = (struct text){0};
    return taken;
}

void text_release(struct text *text)
{
    free(text->data);
    *text = (struct text){0};
}

char *text_one_line(const char *said)
{
    struct text text = {0};
    while (*said) {
        size_t length = strcspn(said, "\n"), shown = length;
        while (shown && strchr(" \t\r", said[shown - 1]))
            shown--;
        if (shown) {
            text_add(&text, text.length ? "; " : "");
            text_add_n(&text, said, shown);
        }
        said += length + (said[length] == '\n');
    }
    return text_take(&text);
}

bool text_equal(const char *a, const char *b)
{
    return a == b || (a && b && strcmp(a, b) == 0);
}

static bool is_name_of(const char *name, size_t longest)
{
    size_t length = strlen(name);
    if (length == 0 || length > longest || !isalnum((unsigned char)name[0]))
        return false;
    for (const char *c = name; *c; c++)
        if ((unsigned char)*c > 0x7e || (!isalnum((unsigned char)*c) && !strchr("._-", *c)))
            return false;
    return true;
}

bool text_is_name(const char *name)
{
    return is_name_of(name, 63);
}

bool text_is_interface(const char *name)
{
    return is_name_of(name, 15);
}

static char lower(char c)
{
    return (char)tolower((unsigned char)c);
}

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Edit distance of two short words, case free, two letters swapped counting once; `b` at most 63 bytes. */
static size_t distance(const char *a, const char *b)
{
    size_t rows[3][64], width = strlen(b);
    size_t *before = rows[0], *above = rows[1], *row = rows[2];
    for (size_t j = 0; j <= width; j++)
        row[j] = j;
    for (size_t i = 1; a[i - 1]; i++) {
        size_t *spare = before;
        before = above;
        above = row;
        row = spare;
        row[0] = i;
        for (size_t j = 1; j <= width; j++) {
            bool same = lower(a[i - 1]) == lower(b[j - 1]);
            row[j] = least(above[j - 1] + (same ? 0 : 1), least(above[j], row[j - 1]) + 1);
            if (i > 1 && j > 1 && lower(a[i - 1]) == lower(b[j - 2]) && lower(a[i - 2]) == lower(b[j - 1]))
                row[j] = least(row[j], before[j - 2] + 1);
        }
    }
    return row[width];
}

const char *text_nearest(const char *typed, const char *const *words, size_t count)
{
    size_t length = strlen(typed), limit = length / 3 ? length / 3 : 1;
    const char *nearest = NULL;
    if (length > 63)
        return NULL;
    for (size_t i = 0; i < count; i++) {
        if (strlen(words[i]) > 63)
            continue;
        size_t d = distance(typed, words[i]);
        if (d < (nearest ? limit : limit + 1)) {
            nearest = words[i];
            limit = d;
        }
    }
    return nearest;
}
