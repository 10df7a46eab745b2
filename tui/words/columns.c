#include "tui/words/columns.h"

#include <stdarg.h>
#include <stdlib.h>

#include "core/base/text.h"

static void words_columns_keep(struct columns *columns, char *cell)
{
    columns->cells = xgrow(columns->cells, columns->count, &columns->cap, sizeof(*columns->cells));
    columns->cells[columns->count++] = cell;
}

void columns_add(struct columns *columns, const char *text)
{
    words_columns_keep(columns, text_safe(text ? text : ""));
}

void columns_addf(struct columns *columns, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    char *text = xvasprintf(format, args);
    va_end(args);
    words_columns_keep(columns, text_safe(text));
    free(text);
}

static void print_row(char *const *cells, const size_t *widths, size_t count, FILE *out)
{
    while (count > 0 && !cells[count - 1][0])
        count--;
    for (size_t i = 0; i < count; i++) {
        fputs(cells[i], out);
        if (i + 1 < count)
            fprintf(out, "%*s", (int)(widths[i] - text_columns(cells[i]) + 2), "");
    }
    fputc('\n', out);
}

void columns_print(struct columns *columns, FILE *out)
{
    size_t widths[COLUMNS_MAX] = {0};
    for (size_t i = 0; i < columns->count; i++) {
        size_t cell = text_columns(columns->cells[i]), column = i % columns->width;
        if (cell > widths[column])
            widths[column] = cell;
    }
    for (size_t i = 0; i + columns->width <= columns->count; i += columns->width)
        print_row(columns->cells + i, widths, columns->width, out);
    for (size_t i = 0; i < columns->count; i++)
        free(columns->cells[i]);
    free(columns->cells);
    *columns = (struct columns){.width = columns->width};
}
