#include "tui/pages/review/text.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/text.h"

enum { FIRST_ROW = 2 };

static bool is_added(const struct model *model, const struct line *line)
{
    return line && model->compared && model->comparison.compared &&
           change_adds(&model->comparison.change, line);
}

static void review_text_add_lines(struct wizard *wizard, struct sheet *sheet, const char *whole,
                                  const struct written *written)
{
    int row = FIRST_ROW;
    for (const char *text = whole; *text;) {
        size_t length = strcspn(text, "\n");
        char *line = sheet_printf(sheet, "  %.*s", (int)length, text);
        bool added = is_added(&wizard->model, written_line(written, (size_t)(text - whole)));
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
    struct written written = {0};
    const struct desk *desk = wizard->model.desk;
    char *text =
        desk->render(desk->context, wizard->model.backend, model_plan(&wizard->model), &written, &problems);
    if (text)
        review_text_add_lines(wizard, sheet, text, &written);
    else
        sheet_wrap(sheet, FIRST_ROW, 3, sheet->cols - 5, PAINT_ERROR,
                   problems.count ? problems.items[0].message : "the rules cannot be written down");
    free(text);
    written_release(&written);
    problems_release(&problems);
}

static bool review_text_hit(const struct piece *piece, const char *search)
{
    if (piece->row < FIRST_ROW || !piece->text)
        return false;
    return *search ? strcasestr(piece->text, search) != NULL : piece->paint == PAINT_ADDED;
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
