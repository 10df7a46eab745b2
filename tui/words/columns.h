/* Rows of text in aligned columns, for answers that are not JSON. The last column of a row is not padded. */
#ifndef TUI_WORDS_COLUMNS_H
#define TUI_WORDS_COLUMNS_H

#include <stddef.h>
#include <stdio.h>

enum { COLUMNS_MAX = 12 };

struct columns {
    char **cells; /* `width` a row; owned */
    size_t count, cap;
    size_t width; /* columns, at most COLUMNS_MAX; set by the caller */
};

/* Adds the next cell of the current row, made safe for a terminal; NULL is empty. */
void columns_add(struct columns *columns, const char *text);
void columns_addf(struct columns *columns, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Writes all rows, two blanks between columns, no blanks at a line's end; releases them. */
void columns_print(struct columns *columns, FILE *out);

#endif
