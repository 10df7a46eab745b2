#include "tui/wizard/draw.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/text.h"
#include "tui/form/card.h"
#include "tui/wizard/build.h"
#include "tui/wizard/go.h"
#include "tui/wizard/press.h"

enum { SMALLEST_ROWS = 10, SMALLEST_COLS = 36 };

static void draw_title(struct wizard *wizard, struct canvas *canvas)
{
    const struct page *page = wizard_page(wizard);
    char right[80];
    int count, step = wizard_step(wizard, wizard->page, &count);
    if (step)
        snprintf(right, sizeof(right), "  %s  step %d/%d ", page->title, step, count);
    else
        snprintf(right, sizeof(right), "  %s ", page->title);
    int width = (int)strlen(right), left = canvas->cols - width;
    if (wizard->bars)
        canvas_run(canvas, 0, 0, canvas->cols, PAINT_TITLE, ' ');
    canvas_text(canvas, 0, 0, left > 0 ? left : 0, PAINT_TITLE, wizard->title);
    canvas_put(canvas, 0, left > 0 ? left : 0, PAINT_TITLE, right);
    if (!wizard->bars && !wizard->slow && wizard_body_row(wizard) == 2)
        canvas_run(canvas, 1, 0, canvas->cols, PAINT_NORMAL, GLYPH_RULE);
}

static int add_part(struct canvas *canvas, int col, int limit, const char *key, const char *word)
{
    int width = (int)(strlen(key) + strlen(word)) + 1;
    if (col + width > limit)
        return col;
    canvas_put(canvas, canvas->rows - 1, col, PAINT_FOOTER, key);
    canvas_put(canvas, canvas->rows - 1, col + (int)strlen(key) + 1, PAINT_FOOTER, word);
    return col + width + 2;
}

/* Where text is typed a letter would be typed too: there the F-key is named, which works everywhere. */
static bool wizard_draw_has_text(const struct sheet *sheet)
{
    for (size_t i = 0; i < sheet->field_count; i++)
        if (sheet->fields[i].kind == FIELD_TEXT)
            return true;
    return false;
}

static const char *key_of(enum action action, bool text, char keys[16])
{
    const struct action_fact *fact = action_fact(action);
    if (text && fact->function)
        snprintf(keys, 16, "F%u", fact->function);
    else if (fact->letter)
        return fact->key;
    else
        return action_keys(action, keys);
    return keys;
}

/* Whether Enter acts on some line of the page instead of going on. */
static bool has_entered(const struct sheet *sheet)
{
    for (size_t i = 0; i < sheet->field_count; i++)
        if (sheet->fields[i].kind == FIELD_BUTTON || sheet->fields[i].kind == FIELD_RADIO)
            return true;
    return false;
}

static const char *enter_word(struct wizard *wizard, const struct enter_fact *enter, bool narrow)
{
    const struct field *focus = wizard_focus(wizard);
    if (focus && enter->leaves && wizard_enters(focus, true))
        return focus->enter ? focus->enter : focus->kind == FIELD_RADIO ? "pick" : "do it";
    return narrow ? enter->narrow : enter->word;
}

/* What Enter does on the line that has the focus, and the key that goes on from each. Both keep their columns, so
 * that a move of the focus costs a slow line but the word. */
static int draw_enter(struct wizard *wizard, struct canvas *canvas, int col, int limit)
{
    const struct page *page = wizard_page(wizard);
    const struct enter_fact *enter = pages_enter(page);
    bool idle = !page->step && wizard->sheet.field_count == 0;
    if (!enter->word || idle)
        return col;
    bool both = page->step && enter->leaves && has_entered(&wizard->sheet);
    char word[16];
    snprintf(word, sizeof(word), both ? "%-5s" : "%s", enter_word(wizard, enter, both || canvas->cols < 60));
    col = add_part(canvas, col, limit, "Enter", word);
    return both ? add_part(canvas, col, limit, "^N", enter->narrow) : col;
}

static void draw_footer(struct wizard *wizard, struct canvas *canvas)
{
    const struct page *page = wizard_page(wizard);
    bool narrow = canvas->cols < 60;
    bool text = wizard_draw_has_text(&wizard->sheet);
    const char *last = narrow ? "F1 help" : "F1/? help  F10/q quit";
    int row = canvas->rows - 1, col = 1, limit = canvas->cols - (int)strlen(last) - 2;
    char keys[16];
    if (wizard->bars)
        canvas_run(canvas, row, 0, canvas->cols, PAINT_FOOTER, ' ');
    col = draw_enter(wizard, canvas, col, limit);
    if (wizard->page != PAGE_START)
        col = add_part(canvas, col, limit, "Esc", "back");
    if (page->space_word)
        col = add_part(canvas, col, limit, "Space", page->space_word);
    for (const enum action *action = page->actions; *action != ACTION_NONE; action++) {
        const struct action_fact *fact = action_fact(*action);
        if (page->offers && !page->offers(wizard, *action))
            continue;
        col = add_part(canvas, col, limit, key_of(*action, text, keys), fact->footer);
    }
    canvas_put(canvas, row, col, PAINT_FOOTER, last);
}

enum { FIELD_ROOM = 16 };

static void draw_question(struct wizard *wizard, struct canvas *canvas)
{
    struct question *question = &wizard->question;
    int row = canvas->rows - 2;
    canvas_run(canvas, row, 0, canvas->cols, PAINT_NORMAL, ' ');
    canvas_run(canvas, row + 1, 0, canvas->cols, wizard->bars ? PAINT_FOOTER : PAINT_NORMAL, ' ');
    int room =
        canvas->cols - (question->keys ? 2 : FIELD_ROOM); /* what is typed is seen, however long the words */
    int col = 1 + canvas_text(canvas, row, 1, room, PAINT_HEADING, question->words) + 1;
    canvas_put(canvas, row + 1, 1, PAINT_FOOTER, question->offer);
    canvas->cursor_row = row;
    canvas->cursor_col = col;
    if (question->keys)
        return;
    int width = canvas->cols - col - 3;
    width = width < 8 ? 8 : width;
    canvas_put(canvas, row, col, PAINT_NORMAL, "[");
    canvas->cursor_col = col + 1 + edit_window(&question->edit, width);
    canvas_text(canvas, row, col + 1, width, PAINT_NORMAL, question->edit.text + question->edit.left);
    canvas_put(canvas, row, col + 1 + width, PAINT_NORMAL, "]");
}

/* Where one is on a page that is longer than the screen. */
static void draw_extent(struct wizard *wizard, struct canvas *canvas)
{
    const struct sheet *sheet = &wizard->sheet;
    int view = sheet->height - sheet->head, rows = sheet->rows - sheet->head, top = wizard_form(wizard)->top;
    char words[48];
    if (rows <= view || wizard_shows_cards(wizard))
        return;
    int last = top + view < rows ? top + view : rows;
    int width = snprintf(words, sizeof(words), " %d-%d of %d ", top + 1, last, rows);
    canvas_put(canvas, canvas->rows - 2, canvas->cols - width, PAINT_NORMAL, words);
}

/* What was said, whole: the lines that it takes are no longer the page's. */
static void draw_said(struct wizard *wizard, struct canvas *canvas, int row)
{
    const char *text = wizard->message;
    for (int lines = wizard_message_rows(wizard); lines > 0; lines--) {
        size_t n = lines > 1 ? sheet_line_of(text, canvas->cols - 2) : strlen(text);
        char *line = xstrndup(text, n);
        if (lines > 1 || wizard_message_rows(wizard) > 1)
            canvas_run(canvas, row - lines + 1, 0, canvas->cols, PAINT_NORMAL, ' ');
        canvas_put(canvas, row - lines + 1, 1, wizard->message_paint, line);
        free(line);
        text += n + strspn(text + n, " ");
    }
}

static void draw_message(struct wizard *wizard, struct canvas *canvas)
{
    int row = canvas->rows - 2;
    if (!wizard->bars && !wizard->slow)
        canvas_run(canvas, row, 0, canvas->cols, PAINT_NORMAL, GLYPH_RULE);
    if (*wizard->message)
        draw_said(wizard, canvas, row);
    else if (*wizard->errors)
        canvas_put(canvas, row, 1, PAINT_NORMAL, wizard->errors);
    draw_extent(wizard, canvas);
}

static void draw_too_small(struct wizard *wizard, struct canvas *canvas)
{
    char words[80];
    snprintf(words, sizeof(words), "%dx%d is too small", wizard->cols, wizard->rows);
    canvas_put(canvas, 0, 0, PAINT_NORMAL, words);
    snprintf(words, sizeof(words), "please make it %dx%d", SMALLEST_COLS, SMALLEST_ROWS);
    canvas_put(canvas, 1, 0, PAINT_NORMAL, words);
}

static void draw_body(struct wizard *wizard, struct canvas *canvas)
{
    struct form *form = wizard_form(wizard);
    int row = wizard_body_row(wizard);
    if (wizard_shows_cards(wizard) && form->index >= 0)
        card_draw(&wizard->sheet, canvas, row, canvas->rows - row - 2, form->index, &form->edit);
    else
        sheet_draw(&wizard->sheet, canvas, row, form->top, form->index, &form->edit);
}

void wizard_draw(struct wizard *wizard, struct canvas *canvas)
{
    if (canvas->rows != wizard->rows || canvas->cols != wizard->cols)
        canvas_resize(canvas, wizard->rows, wizard->cols);
    else
        canvas_clear(canvas);
    if (wizard->rows < SMALLEST_ROWS || wizard->cols < SMALLEST_COLS) {
        draw_too_small(wizard, canvas);
        return;
    }
    wizard_build(wizard);
    draw_title(wizard, canvas);
    canvas->cursor_row = wizard_body_row(wizard);
    canvas->cursor_col = 1;
    draw_body(wizard, canvas);
    draw_footer(wizard, canvas);
    draw_message(wizard, canvas);
    if (wizard->question.open)
        draw_question(wizard, canvas);
}

void wizard_draw_phase(struct canvas *canvas, const char *phase)
{
    int row = canvas->rows - 2;
    char *words = xasprintf(" ....  %s   Esc gives it up", phase);
    if (row > 0) {
        canvas_run(canvas, row, 0, canvas->cols, PAINT_NORMAL, ' ');
        canvas_text(canvas, row, 0, canvas->cols, PAINT_NORMAL, words);
    }
    free(words);
}
