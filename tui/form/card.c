#include "tui/form/card.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/text.h"

enum { MARGIN = 1, FIELD_MARGIN = 3, CARD_MEMBERS = 64 };

static void form_card_add_word(struct text *words, const char *word)
{
    while (*word == ' ')
        word++;
    if (*word)
        text_addf(words, "%s%s", words->length ? " " : "", word);
}

static const char *field_words(const struct field *field)
{
    return *field->label ? field->label : field->value;
}

/* What stands on row `row` between the columns: text and other fields, from left to right. */
static void row_words(const struct sheet *sheet, int row, int from, int to, struct text *words)
{
    for (int col = from; col < to; col++) {
        for (size_t i = 0; i < sheet->piece_count; i++) {
            const struct piece *piece = &sheet->pieces[i];
            if (piece->row == row && piece->col == col && piece->text)
                form_card_add_word(words, piece->text);
        }
        for (size_t i = 0; i < sheet->field_count; i++)
            if (sheet->fields[i].row == row && sheet->fields[i].col == col)
                form_card_add_word(words, field_words(&sheet->fields[i]));
    }
}

/* The heading over the field: of the nearest row above that has one, that of its column. */
static void form_card_heading(const struct sheet *sheet, const struct field *field, struct text *words)
{
    const struct piece *best = NULL;
    for (size_t i = 0; i < sheet->piece_count; i++) {
        const struct piece *piece = &sheet->pieces[i];
        bool fits = piece->text && piece->paint == PAINT_HEADING && piece->row < field->row &&
                    piece->col <= field->col + 1;
        if (fits && (!best || piece->row > best->row || (piece->row == best->row && piece->col > best->col)))
            best = piece;
    }
    if (best)
        form_card_add_word(words, best->text);
}

/* What the field belongs to: the beginning of its row, else of the nearest row above that starts further
 * left.
 */
static void owner(const struct sheet *sheet, const struct field *field, struct text *words)
{
    row_words(sheet, field->row, 0, field->col, words);
    for (int row = field->row - 1; !words->length && row >= sheet->head; row--) {
        bool found = false;
        for (size_t i = 0; i < sheet->field_count && !found; i++)
            found = sheet->fields[i].row == row && sheet->fields[i].col < field->col;
        if (found)
            row_words(sheet, row, 0, field->col, words);
    }
}

/* The first row after the field's that has a field again. */
static int next_row(const struct sheet *sheet, const struct field *field)
{
    int next = sheet->rows;
    for (size_t i = 0; i < sheet->field_count; i++)
        if (sheet->fields[i].row > field->row && sheet->fields[i].row < next)
            next = sheet->fields[i].row;
    return next;
}

/* What is wrong with it comes first after the field: beside it, or in the rows under it. */
static int add_notes(const struct sheet *sheet, const struct field *field, struct sheet *card, int row)
{
    int width = card->cols - FIELD_MARGIN - 1;
    for (size_t i = 0; i < sheet->piece_count; i++) {
        const struct piece *piece = &sheet->pieces[i];
        bool beside = piece->row == field->row && piece->col > field->col;
        bool under = piece->row > field->row && piece->row < next_row(sheet, field);
        bool wrong = piece->paint == PAINT_ERROR || piece->paint == PAINT_WARNING;
        if (piece->text && *piece->text && (beside || (under && wrong)))
            row += sheet_wrap(card, row, FIELD_MARGIN, width, piece->paint, piece->text);
    }
    return row;
}

static size_t members(const struct sheet *sheet, int focus, const struct field *found[CARD_MEMBERS])
{
    const struct field *field = &sheet->fields[focus];
    bool choice = field->kind == FIELD_RADIO || field->kind == FIELD_CHECK;
    size_t count = 0;
    for (size_t i = 0; i < sheet->field_count && count < CARD_MEMBERS; i++) {
        const struct field *other = &sheet->fields[i];
        bool same = choice && field->group && other->group == field->group && other->kind == field->kind;
        if ((int)i == focus || same)
            found[count++] = other;
    }
    return count;
}

static int add_members(const struct sheet *sheet, int focus, struct sheet *card, int row, int rows)
{
    const struct field *found[CARD_MEMBERS];
    size_t count = members(sheet, focus, found), at = 0, first = 0;
    rows = rows < 1 ? 1 : rows;
    while (at < count && found[at] != &sheet->fields[focus])
        at++;
    if (count > (size_t)rows && at + 1 > (size_t)rows)
        first = at + 1 - (size_t)rows;
    for (size_t i = first; i < count && i < first + (size_t)rows; i++) {
        struct field field = *found[i];
        field.row = row++;
        field.col = FIELD_MARGIN;
        if (field.width > card->cols - FIELD_MARGIN - 3)
            field.width = card->cols - FIELD_MARGIN - 3;
        sheet_field(card, field);
        if (i == at)
            card->first = (int)card->field_count - 1;
    }
    return row;
}

static int add_wrapped(struct sheet *card, int row, enum paint paint, struct text *words)
{
    if (words->length)
        row += sheet_wrap(card, row, MARGIN, card->cols - MARGIN - 1, paint, text_get(words));
    text_release(words);
    return row;
}

static void form_card_make(const struct sheet *sheet, int focus, struct sheet *card)
{
    const struct field *field = &sheet->fields[focus];
    struct text head = {0}, belongs = {0};
    form_card_heading(sheet, field, &head);
    owner(sheet, field, &belongs);
    int row = add_wrapped(card, 0, PAINT_HEADING, &head);
    row = add_wrapped(card, row, PAINT_NORMAL, &belongs);
    row = add_members(sheet, focus, card, row, card->height - row - 1);
    row = add_notes(sheet, field, card, row);
    sheet_textf(card, row++, MARGIN, PAINT_MUTED, "field %d of %zu, Tab and arrows move", focus + 1,
                sheet->field_count);
    if (field->help)
        sheet_wrap(card, row + 1, MARGIN, card->cols - MARGIN - 1, PAINT_NORMAL, field->help);
}

void card_draw(const struct sheet *sheet, struct canvas *canvas, int row, int height, int focus,
               struct edit *edit)
{
    struct sheet card = {0};
    sheet_begin(&card, canvas->cols, height);
    form_card_make(sheet, focus, &card);
    sheet_draw(&card, canvas, row, 0, card.first, edit);
    sheet_release(&card);
}
