#include "tui/pages/review/change.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/text.h"
#include "tui/pages/flows/why.h"
#include "tui/pages/review/foreign.h"

static enum paint review_change_sign_paint(char sign)
{
    return sign == '+' ? PAINT_ADDED : sign == '-' ? PAINT_REMOVED : PAINT_NORMAL;
}

/* A line was compiled from rules; the first of them leads to the flow and its reason. */
static void why_line(struct wizard *wizard, const struct field *field)
{
    const struct line *line = field->data;
    const struct flow *flows = wizard->model.flows.items;
    if (foreign_is(wizard, line)) {
        wizard_say(wizard, PAINT_NORMAL,
                   "Somebody else's: + keeps it, - takes it away, o makes it part of the site");
        return;
    }
    if (!line->rule_count) {
        wizard_say(wizard, PAINT_NORMAL,
                   line->comment ? "This was by hand, or of an earlier plan: %s"
                                 : "This is always there: the machine needs it%s",
                   line->comment ? line->comment : "");
        return;
    }
    size_t from[WHY_FLOWS], count = 0;
    for (; count < line->rule_count && count < WHY_FLOWS; count++)
        from[count] = (size_t)(line->rules[count]->flow - flows);
    why_flows(wizard, from, count);
}

void review_change(struct wizard *wizard, struct sheet *sheet)
{
    const struct change *change = &wizard->model.comparison.change;
    const char *group = "";
    int row = 2;
    for (size_t i = 0; wizard->model.compared && i < change->count; i++) {
        const struct change_item *item = &change->items[i];
        char sign = change_mark(item->sign);
        if (strcmp(group, item->line->group) != 0) {
            group = item->line->group;
            sheet_text(sheet, row++, 3, PAINT_HEADING, group);
        }
        sheet_field(sheet, (struct field){
                               .kind = FIELD_ROW,
                               .row = row++,
                               .col = 3,
                               .id = sheet_printf(sheet, "change.%zu", i),
                               .label = page_clip(sheet, sheet_printf(sheet, "%c %s", sign, item->line->text),
                                                  sheet->cols - 5),
                               .on = sign == '+' || sign == '-',
                               .data = item->line,
                               .act = why_line,
                               .paint = review_change_sign_paint(sign)});
    }
    if (row == 2)
        sheet_wrap(sheet, 2, 3, sheet->cols - 5, PAINT_NORMAL,
                   "There is nothing to compare yet: r looks again.");
}

const struct line *review_change_line(struct wizard *wizard)
{
    const struct field *field = wizard_focus(wizard);
    return field ? field->data : NULL;
}
