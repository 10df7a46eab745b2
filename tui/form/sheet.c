#include "tui/form/sheet.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/text.h"

void sheet_begin(struct sheet *sheet, int cols, int height)
{
    arena_release(&sheet->arena);
    sheet->piece_count = sheet->field_count = 0;
    sheet->cols = cols;
    sheet->height = height;
    sheet->rows = sheet->head = sheet->first = 0;
    sheet->free = false;
}

void sheet_release(struct sheet *sheet)
{
    arena_release(&sheet->arena);
    free(sheet->pieces);
    free(sheet->fields);
    *sheet = (struct sheet){0};
}

static void form_sheet_add(struct sheet *sheet, struct piece piece)
{
    sheet->pieces = xgrow(sheet->pieces, sheet->piece_count, &sheet->piece_cap, sizeof(struct piece));
    sheet->pieces[sheet->piece_count++] = piece;
    if (piece.row >= sheet->rows)
        sheet->rows = piece.row + 1;
}

void sheet_cell(struct sheet *sheet, int row, int col, int width, enum paint paint, const char *text)
{
    form_sheet_add(sheet, (struct piece){row, col, width, paint, arena_strdup(&sheet->arena, text), 0});
}

void sheet_text(struct sheet *sheet, int row, int col, enum paint paint, const char *text)
{
    sheet_cell(sheet, row, col, sheet->cols, paint, text);
}

void sheet_textf(struct sheet *sheet, int row, int col, enum paint paint, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    char *text = xvasprintf(format, args);
    va_end(args);
    sheet_text(sheet, row, col, paint, text);
    free(text);
}

void sheet_run(struct sheet *sheet, int row, int col, int width, enum paint paint, unsigned glyph)
{
    form_sheet_add(sheet, (struct piece){row, col, width, paint, NULL, glyph});
}

char *sheet_printf(struct sheet *sheet, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    char *made = xvasprintf(format, args), *text = arena_strdup(&sheet->arena, made);
    va_end(args);
    free(made);
    return text;
}

/* Bytes of the longest head of `text` that fits `width` columns, ending before a blank if it can. */
size_t sheet_line_of(const char *text, int width)
{
    size_t best = 0, at = 0;
    int used = 0;
    while (text[at]) {
        size_t n = text_utf8(text + at, strlen(text + at), NULL);
        n = n ? n : 1;
        if (text[at] == ' ')
            best = at;
        if (++used > width)
            return best ? best : at;
        at += n;
    }
    return at;
}

int sheet_wrap(struct sheet *sheet, int row, int col, int width, enum paint paint, const char *text)
{
    int rows = 0;
    width = width < 8 ? 8 : width;
    do {
        size_t n = sheet_line_of(text, width);
        char *line = xstrndup(text, n);
        sheet_text(sheet, row + rows++, col, paint, line);
        free(line);
        for (text += n; *text == ' '; text++)
            ;
    } while (*text);
    return rows;
}

void sheet_heading(struct sheet *sheet, int row, const char *text)
{
    sheet_run(sheet, row, 1, 2, PAINT_MUTED, GLYPH_RULE);
    sheet_text(sheet, row, 4, PAINT_HEADING, text);
}

static const char *form_sheet_copy(struct sheet *sheet, const char *text)
{
    return text ? arena_strdup(&sheet->arena, text) : NULL;
}

struct field *sheet_field(struct sheet *sheet, struct field field)
{
    field.id = form_sheet_copy(sheet, field.id ? field.id : "");
    field.label = form_sheet_copy(sheet, field.label ? field.label : "");
    field.value = form_sheet_copy(sheet, field.value ? field.value : "");
    field.path = form_sheet_copy(sheet, field.path);
    field.help = form_sheet_copy(sheet, field.help);
    sheet->fields = xgrow(sheet->fields, sheet->field_count, &sheet->field_cap, sizeof(struct field));
    if (field.row >= sheet->rows)
        sheet->rows = field.row + 1;
    sheet->fields[sheet->field_count] = field;
    return &sheet->fields[sheet->field_count++];
}

int field_end(const struct field *field)
{
    int label = (int)text_columns(field->label);
    switch (field->kind) {
    case FIELD_CHECK:
    case FIELD_RADIO:
        return field->col + 3 + (label ? label + 1 : 0);
    case FIELD_TEXT:
        return field->col + field->width + 2;
    default:
        return field->col + label;
    }
}

static void draw_text_field(const struct field *field, struct canvas *canvas, int row, struct edit *edit)
{
    const char *shown = field->value;
    if (edit) {
        canvas->cursor_col = field->col + 1 + edit_window(edit, field->width);
        shown = edit->text + edit->left;
    }
    canvas_put(canvas, row, field->col, PAINT_NORMAL, "[");
    canvas_text(canvas, row, field->col + 1, field->width, field->paint, shown);
    if ((int)text_columns(shown) > field->width) /* more stands behind: never to be read as all */
        canvas_put(canvas, row, field->col + field->width, PAINT_FOCUS, "~");
    if (edit && edit->left > 0 && edit->at > edit->left)
        canvas_put(canvas, row, field->col + 1, PAINT_FOCUS, "~");
    canvas_put(canvas, row, field->col + 1 + field->width, PAINT_NORMAL, "]");
}

static void draw_field(const struct field *field, struct canvas *canvas, int row, struct edit *edit)
{
    switch (field->kind) {
    case FIELD_CHECK:
        canvas_put(canvas, row, field->col, PAINT_NORMAL, field->on ? "[x]" : "[ ]");
        canvas_put(canvas, row, field->col + 4, field->paint, field->label);
        break;
    case FIELD_RADIO:
        canvas_put(canvas, row, field->col, PAINT_NORMAL, field->on ? "(*)" : "( )");
        canvas_put(canvas, row, field->col + 4, field->paint, field->label);
        break;
    case FIELD_TEXT:
        draw_text_field(field, canvas, row, edit);
        break;
    default:
        canvas_put(canvas, row, field->col, field->paint, field->label);
    }
}

static void draw_focus(const struct field *field, struct canvas *canvas, int row, struct edit *edit)
{
    canvas->cursor_row = row;
    canvas->cursor_col = field->kind == FIELD_ROW ? field->col : field->col + 1;
    canvas_put(canvas, row, field->col >= 2 ? field->col - 2 : 0, PAINT_FOCUS, ">");
    draw_field(field, canvas, row, field->kind == FIELD_TEXT ? edit : NULL);
}

/* The canvas row of a sheet row, or -1 if it is scrolled away. */
static int form_sheet_place(const struct sheet *sheet, int row, int first, int top)
{
    int at = row < sheet->head ? row : row - top;
    if (row >= sheet->head && at < sheet->head)
        return -1;
    return at < sheet->height ? first + at : -1;
}

void sheet_draw(const struct sheet *sheet, struct canvas *canvas, int row, int top, int focus,
                struct edit *edit)
{
    for (size_t i = 0; i < sheet->piece_count; i++) {
        const struct piece *piece = &sheet->pieces[i];
        int at = form_sheet_place(sheet, piece->row, row, top);
        if (at < 0)
            continue;
        if (piece->text)
            canvas_text(canvas, at, piece->col, piece->width, piece->paint, piece->text);
        else
            canvas_run(canvas, at, piece->col, piece->width, piece->paint, piece->glyph);
    }
    for (size_t i = 0; i < sheet->field_count; i++) {
        int at = form_sheet_place(sheet, sheet->fields[i].row, row, top);
        if (at >= 0 && (int)i == focus)
            draw_focus(&sheet->fields[i], canvas, at, edit);
        else if (at >= 0)
            draw_field(&sheet->fields[i], canvas, at, NULL);
    }
}

int sheet_field_at(const struct sheet *sheet, int row, int col, int top)
{
    for (size_t i = 0; i < sheet->field_count; i++) {
        const struct field *field = &sheet->fields[i];
        if (form_sheet_place(sheet, field->row, 0, top) == row && col >= field->col - 2 &&
            col < field_end(field))
            return (int)i;
    }
    return -1;
}
