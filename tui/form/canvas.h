/* A canvas: rows x columns of cells that the pages draw on. No terminal is needed: tests read it as text, the
 * screen (screen.h) carries it to curses.
 *
 * Everything drawn is clipped at the canvas; rows and columns count from 0. */
#ifndef TUI_FORM_CANVAS_H
#define TUI_FORM_CANVAS_H

#include "tui/form/glyph.h"
#include "tui/form/paint.h"

struct cell {
    unsigned point; /* code point, glyph, or CELL_TAIL */
    unsigned char paint;
};

enum { CELL_TAIL = 0x1fffff }; /* the second column of a wide character */

struct canvas {
    int rows, cols;
    struct cell *cells;
    int cursor_row, cursor_col; /* where a reader's eye, or a screen reader, should be */
};

void canvas_resize(struct canvas *canvas, int rows, int cols); /* also clears; {0} is an empty canvas */
void canvas_clear(struct canvas *canvas);
void canvas_release(struct canvas *canvas);

/* Draws `text` (UTF-8) in at most `width` columns; returns the columns used. Control characters and bytes
 * that are no UTF-8 become `?`; combining marks are left out. */
int canvas_text(struct canvas *canvas, int row, int col, int width, enum paint paint, const char *text);
/* The same, without a limit but the canvas itself. */
int canvas_put(struct canvas *canvas, int row, int col, enum paint paint, const char *text);
void canvas_point(struct canvas *canvas, int row, int col, enum paint paint, unsigned point);
/* `width` cells of one code point or glyph. */
void canvas_run(struct canvas *canvas, int row, int col, int width, enum paint paint, unsigned point);
void canvas_box(struct canvas *canvas, int row, int col, int rows, int cols, enum paint paint, bool heavy);
/* Gives what is drawn already another paint. */
void canvas_tint(struct canvas *canvas, int row, int col, int width, enum paint paint);

/* All rows as UTF-8 lines without trailing blanks; glyphs as ASCII or Unicode. The caller frees it. */
char *canvas_dump(const struct canvas *canvas, bool ascii);

#endif
