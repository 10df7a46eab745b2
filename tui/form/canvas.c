#include "tui/form/canvas.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/text.h"

void canvas_resize(struct canvas *canvas, int rows, int cols)
{
    canvas->rows = rows;
    canvas->cols = cols;
    canvas->cells = xrealloc(canvas->cells, (size_t)rows * (size_t)cols * sizeof(struct cell));
    canvas_clear(canvas);
}

void canvas_clear(struct canvas *canvas)
{
    for (int i = 0; i < canvas->rows * canvas->cols; i++)
        canvas->cells[i] = (struct cell){' ', PAINT_NORMAL};
    canvas->cursor_row = canvas->cursor_col = 0;
}

void canvas_release(struct canvas *canvas)
{
    free(canvas->cells);
    *canvas = (struct canvas){0};
}

static struct cell *cell_at(struct canvas *canvas, int row, int col)
{
    if (row < 0 || row >= canvas->rows || col < 0 || col >= canvas->cols)
        return NULL;
    return &canvas->cells[row * canvas->cols + col];
}

void canvas_point(struct canvas *canvas, int row, int col, enum paint paint, unsigned point)
{
    struct cell *cell = cell_at(canvas, row, col);
    if (cell)
        *cell = (struct cell){point, (unsigned char)paint};
}

void canvas_run(struct canvas *canvas, int row, int col, int width, enum paint paint, unsigned point)
{
    for (int i = 0; i < width; i++)
        canvas_point(canvas, row, col + i, paint, point);
}

/* The next character of `text`: its code point, bytes and columns. */
static size_t next_point(const char *text, unsigned *point, int *columns)
{
    size_t n = text_utf8(text, strlen(text), point);
    if (n == 0 || *point < 0x20 || (*point >= 0x7f && *point < 0xa0)) {
        *point = '?';
        *columns = 1;
        return n ? n : 1;
    }
    char one[5] = "";
    memcpy(one, text, n);
    *columns = (int)text_columns(one);
    return n;
}

int canvas_text(struct canvas *canvas, int row, int col, int width, enum paint paint, const char *text)
{
    int used = 0;
    while (*text) {
        unsigned point;
        int columns;
        size_t n = next_point(text, &point, &columns);
        if (used + columns > width || col + used + columns > canvas->cols)
            break;
        if (columns)
            canvas_point(canvas, row, col + used, paint, point);
        if (columns == 2)
            canvas_point(canvas, row, col + used + 1, paint, CELL_TAIL);
        used += columns;
        text += n;
    }
    return used;
}

int canvas_put(struct canvas *canvas, int row, int col, enum paint paint, const char *text)
{
    return canvas_text(canvas, row, col, canvas->cols, paint, text);
}

void canvas_tint(struct canvas *canvas, int row, int col, int width, enum paint paint)
{
    for (int i = 0; i < width; i++) {
        struct cell *cell = cell_at(canvas, row, col + i);
        if (cell)
            cell->paint = (unsigned char)paint;
    }
}

void canvas_box(struct canvas *canvas, int row, int col, int rows, int cols, enum paint paint, bool heavy)
{
    unsigned shift = heavy ? GLYPH_HEAVY_UL - GLYPH_UL : 0;
    unsigned rule = heavy ? GLYPH_HEAVY_RULE : GLYPH_RULE, bar = heavy ? GLYPH_HEAVY_BAR : GLYPH_BAR;
    int bottom = row + rows - 1, right = col + cols - 1;
    canvas_run(canvas, row, col, cols, paint, rule);
    canvas_run(canvas, bottom, col, cols, paint, rule);
    for (int r = row + 1; r < bottom; r++) {
        canvas_point(canvas, r, col, paint, bar);
        canvas_point(canvas, r, right, paint, bar);
    }
    canvas_point(canvas, row, col, paint, GLYPH_UL + shift);
    canvas_point(canvas, row, right, paint, GLYPH_UR + shift);
    canvas_point(canvas, bottom, col, paint, GLYPH_LL + shift);
    canvas_point(canvas, bottom, right, paint, GLYPH_LR + shift);
}

static void add_utf8(struct text *out, unsigned point)
{
    char bytes[4];
    size_t n = 0;
    if (point < 0x80) {
        bytes[n++] = (char)point;
    } else if (point < 0x800) {
        bytes[n++] = (char)(0xc0 | point >> 6);
    } else if (point < 0x10000) {
        bytes[n++] = (char)(0xe0 | point >> 12);
        bytes[n++] = (char)(0x80 | (point >> 6 & 0x3f));
    } else {
        bytes[n++] = (char)(0xf0 | point >> 18);
        bytes[n++] = (char)(0x80 | (point >> 12 & 0x3f));
        bytes[n++] = (char)(0x80 | (point >> 6 & 0x3f));
    }
    if (point >= 0x80)
        bytes[n++] = (char)(0x80 | (point & 0x3f));
    text_add_n(out, bytes, n);
}

char *canvas_dump(const struct canvas *canvas, bool ascii)
{
    struct text out = {0};
    for (int row = 0; row < canvas->rows; row++) {
        const struct cell *cells = canvas->cells + row * canvas->cols;
        int last = canvas->cols;
        while (last > 0 && cells[last - 1].point == ' ')
            last--;
        for (int col = 0; col < last; col++) {
            unsigned point = cells[col].point;
            if (glyph_is(point))
                point = ascii ? (unsigned char)glyph_form(point)->ascii : glyph_form(point)->unicode;
            if (point != CELL_TAIL)
                add_utf8(&out, point);
        }
        text_add(&out, "\n");
    }
    return text_take(&out);
}
