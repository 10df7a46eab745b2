/* A sheet: what a page shows, built anew from the model after each change. Text stands at a row and a column;
 * fields can have the focus. Rows above `head` stay, the rest scrolls. Strings live in the sheet's arena.
 *
 * A field's id is its own as long as the page lives (`host.0.address.1`), so the focus stays with it; its
 * path is what problems call it (`hosts.srv-a.address.1`), so an error finds it. */
#ifndef TUI_FORM_SHEET_H
#define TUI_FORM_SHEET_H

#include <stdbool.h>
#include <stddef.h>

#include "core/base/arena.h"
#include "core/draft/draft.h"
#include "tui/form/canvas.h"
#include "tui/form/edit.h"

struct wizard;
struct field;

enum field_kind {
    FIELD_CHECK,  /* [x] label */
    FIELD_RADIO,  /* (*) label */
    FIELD_TEXT,   /* [value     ] */
    FIELD_BUTTON, /* the label as it is; Enter and Space act */
    FIELD_CYCLE,  /* the same, but Space alone acts: it goes to the next of some values */
    FIELD_ROW     /* a line of a list or menu; Enter acts */
};

typedef void (*field_act)(struct wizard *wizard, const struct field *field);

struct field {
    enum field_kind kind;
    int row, col, width; /* text: columns between the brackets */
    int group;           /* Tab goes from group to group; 0 = a group of its own */
    const char *id, *label, *value;
    const char *path; /* NULL = no problem can name it */
    const char *help; /* one or more sentences; NULL = none */
    const char
        *enter; /* what Enter does here, in the footer; a fixed word, NULL = the usual one of its kind */
    bool on;
    bool list;         /* a line of a growing list: + and - are keys, not text */
    struct word *word; /* text: what is edited, unless `changed` */
    bool aside;        /* text: it is no answer of the site */
    field_act act;     /* check, radio: chosen; button, row: entered */
    void (*changed)(struct wizard *wizard, const struct field *field, const char *text);
    const void *data; /* for the page */
    size_t host, index;
    int what;         /* for the page: which of its kinds of field it is; 0 = none of them */
    enum paint paint; /* of the label */
};

struct piece {
    int row, col, width;
    enum paint paint;
    const char *text; /* NULL: a run of `glyph` */
    unsigned glyph;
};

struct sheet {
    struct arena arena;
    struct piece *pieces;
    size_t piece_count, piece_cap;
    struct field *fields;
    size_t field_count, field_cap;
    int cols, height; /* what the page may use; height of the view */
    int rows, head;   /* rows of the sheet, and how many of them stay */
    int first;        /* the field that has the focus at first */
    bool free;        /* a picture: the arrow keys find the nearest field, whatever its row */
};

/* Empties the sheet for a view of `cols` x `height`. */
void sheet_begin(struct sheet *sheet, int cols, int height);
void sheet_release(struct sheet *sheet);

void sheet_text(struct sheet *sheet, int row, int col, enum paint paint, const char *text);
void sheet_textf(struct sheet *sheet, int row, int col, enum paint paint, const char *format, ...)
    __attribute__((format(printf, 5, 6)));
void sheet_cell(struct sheet *sheet, int row, int col, int width, enum paint paint, const char *text);
void sheet_run(struct sheet *sheet, int row, int col, int width, enum paint paint, unsigned glyph);
/* Wraps `text` at words into `width` columns from `row`; returns the rows used (at least 1). */
int sheet_wrap(struct sheet *sheet, int row, int col, int width, enum paint paint, const char *text);
/* How many bytes of `text` make up a line of at most `width` columns. */
size_t sheet_line_of(const char *text, int width);
/* A title within the page with a line to the right. */
void sheet_heading(struct sheet *sheet, int row, const char *text);
/* Adds a copy of `field` (its strings are copied too). The pointer is good until the next one is added. */
struct field *sheet_field(struct sheet *sheet, struct field field);
char *sheet_printf(struct sheet *sheet, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* The column after the field's last. */
int field_end(const struct field *field);

/* The field at `row` of the view and column `col`, with `top` rows scrolled away; -1: none. */
int sheet_field_at(const struct sheet *sheet, int row, int col, int top);

/* Draws the rows from `top` on into `canvas` at `row`; the field `focus` (-1 = none) gets the mark and the
 * cursor, a text field there shows `edit`. */
void sheet_draw(const struct sheet *sheet, struct canvas *canvas, int row, int top, int focus,
                struct edit *edit);

#endif
