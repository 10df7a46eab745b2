#include "tui/pages/review/problems.h"

#include "tui/wizard/error.h"

static void review_problems_show(struct wizard *wizard, const struct field *field)
{
    const struct problem *problem = field->data;
    if (problem->field)
        wizard_show(wizard, problem);
    else
        wizard_say(wizard, PAINT_NORMAL, "This is about no single answer");
}

int review_problem_list(struct sheet *sheet, int row, const struct problems *problems, const char *prefix,
                        const char *good)
{
    for (size_t i = 0; i < problems->count; i++) {
        const struct problem *problem = &problems->items[i];
        bool note = problem->severity == SEVERITY_NOTE;
        sheet_field(sheet,
                    (struct field){.kind = FIELD_ROW,
                                   .row = row,
                                   .col = 3,
                                   .id = sheet_printf(sheet, "%s.%zu", prefix, i),
                                   .label = note ? good : page_sign(problem->severity),
                                   .paint = note ? PAINT_NORMAL : page_severity_paint(problem->severity),
                                   .data = problem,
                                   .act = review_problems_show});
        bool placed = problem->severity == SEVERITY_ERROR && problem->field;
        const char *words =
            placed ? sheet_printf(sheet, "%s: %s", problem->field, problem->message) : problem->message;
        row += sheet_wrap(sheet, row, 9, sheet->cols - 10, PAINT_NORMAL, words) + 1;
    }
    return row;
}

void review_problems(struct wizard *wizard, struct sheet *sheet)
{
    struct model *model = &wizard->model;
    int row = review_problem_list(sheet, 2, model_problems(model), "problem", "NOTE");
    row = review_problem_list(sheet, row, &model->comparison.checks, "check", "OK");
    if (model->refusal)
        row += sheet_wrap(sheet, row, 3, sheet->cols - 5, PAINT_WARNING, model->refusal);
    if (row == 2)
        sheet_text(sheet, 2, 3, PAINT_OK, "OK    nothing stands in the way");
}

bool review_problem_show(struct wizard *wizard, const struct field *field)
{
    if (!field || field->act != review_problems_show)
        return false;
    review_problems_show(wizard, field);
    return true;
}
