#include "tui/pages/review/text.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/text.h"

enum { FIRST_ROW = 2 };

static bool review_text_starts(const char *line, const char *head)
{
    line += strspn(line, " \t");
    return *head && strncmp(line, head, strlen(head)) == 0;
}

static bool is_added(const struct model *model, const char *line)
{
    const struct change *change = &model->comparison.change;
    if (!model->compared || !model->comparison.compared)
        return false;
    for (size_t i = 0; i < change->count; i++)
        if (change->items[i].sign == CHANGE_ADDED && review_text_starts(line, change->items[i].line->text))
            return true;
    return false;
}

static void review_text_add_lines(struct wizard *wizard, struct sheet *sheet, const char *text)
{
    int row = FIRST_ROW;
    while (*text) {
        size_t length = strcspn(text, "\n");
        char *line = sheet_printf(sheet, "  %.*s", (int)length, text);
        bool added = is_added(&wizard->model, line);
        for (char *tab = line; (tab = strchr(tab, '\t'));)
            *tab = ' ';
        if (added)
            *line = '+';
        sheet_text(sheet, row++, 1, added ? PAINT_ADDED : PAINT_NORMAL, line);
        text += length + (text[length] == '\n');
    }
}

void review_text(struct wizard *wizard, struct sheet *sheet)
{
    struct problems problems = {0};
    const struct desk *desk = wizard->model.desk;
    char *text = desk->render(desk->context, wizard->model.backend, model_plan(&wizard->model), &problems);
    if (text)
        review_text_add_lines(wizard, sheet, text);
    else
        sheet_wrap(sheet, FIRST_ROW, 3, sheet->cols - 5, PAINT_ERROR,
                   problems.count ? problems.items[0].message : "the rules cannot be written down");
    free(text);
    problems_release(&problems);
}

static bool review_text_hit(const struct piece *piece, const char *search)
{
    if (piece->row < FIRST_ROW || !piece->text)
        return false;
    return *search ? strcasestr(piece->text, search) != NULL : *piece->text == '+';
}

bool review_text_next(struct wizard *wizard, const char *search, int step)
{
    struct form *form = wizard_form(wizard);
    const struct sheet *sheet = &wizard->sheet;
    int present = form->top + FIRST_ROW, best = -1;
    for (size_t i = 0; i < sheet->piece_count; i++) {
        int row = sheet->pieces[i].row;
        bool ahead = (row - present) * step > 0, nearer = best < 0 || (best - row) * step > 0;
        if (review_text_hit(&sheet->pieces[i], search) && ahead && nearer)
            best = row;
    }
    if (best < 0)
        return false;
    form->top = best - FIRST_ROW;
    return true;
}
