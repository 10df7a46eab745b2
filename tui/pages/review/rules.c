#include "tui/pages/review/rules.h"

#include <string.h>

#include "core/base/text.h"
#include "tui/pages/flows/cause.h"
#include "tui/pages/flows/list.h"
#include "tui/pages/flows/why.h"
#include "tui/pages/page.h"

enum { SIGN_COL = 3, WORDS_COL = 5, TRAFFIC_COL = 10, PEER_COL = 26, WHY_COL = 45, ROOMY_COLS = 100 };

static void review_rules_why(struct wizard *wizard, const struct field *field)
{
    why_flows(wizard, &field->index, 1);
}

/* What becomes of each rule: the sign of the line that it was compiled into. */
static char *signs_of(struct sheet *sheet, const struct model *model)
{
    const struct plan *plan = &model->plan;
    const struct change *change = &model->comparison.change;
    char *signs = arena_alloc(&sheet->arena, plan->rule_count + 1);
    memset(signs, ' ', plan->rule_count);
    if (!model->compared || !model->comparison.compared)
        return signs;
    for (size_t i = 0; i < change->count; i++)
        for (size_t j = 0; j < change->items[i].line->rule_count; j++) {
            const struct rule *rule = change->items[i].line->rules[j];
            if (rule >= plan->rules && rule < plan->rules + plan->rule_count)
                signs[rule - plan->rules] = change_mark(change->items[i].sign);
        }
    return signs;
}

static const char *peer(struct sheet *sheet, const struct rule *rule)
{
    char from[PREFIX_TEXT], to[PREFIX_TEXT];
    if (rule->direction == DIRECTION_FORWARD)
        return sheet_printf(sheet, "%s > %s", end_name(&rule->flow->from, from),
                            end_name(&rule->flow->to, to));
    return rule->direction == DIRECTION_IN ? sheet_printf(sheet, "from %s", end_name(&rule->flow->from, from))
                                           : sheet_printf(sheet, "to %s", end_name(&rule->flow->to, to));
}

/* Enough of the reason for the width; Enter tells all of it. */
static const char *reason(struct sheet *sheet, const struct flow *flow, int width)
{
    const char *doubt = flow->certainty == CERTAINTY_DOCUMENTED ? "" : "(?) ";
    const char *words = sheet->cols >= ROOMY_COLS || !flow->catalog ? flow->reason : flow->catalog->title;
    return page_clip(sheet, sheet_printf(sheet, "%s%s", doubt, words), width);
}

static const char *review_rules_traffic(struct sheet *sheet, const struct rule *rule)
{
    char buffer[TRAFFIC_TEXT];
    const char *words = traffic_text(rule->protocol, rule->ports, buffer);
    return rule->verdict == VERDICT_DROP ? sheet_printf(sheet, "DENIED %s", words)
                                         : sheet_printf(sheet, "%s", words);
}

static const char *review_rules_direction(const struct rule *rule)
{
    return rule->direction == DIRECTION_FORWARD ? "fwd" : direction_name(rule->direction);
}

static enum paint review_rules_sign_paint(char sign)
{
    return sign == '+' ? PAINT_ADDED : PAINT_NORMAL;
}

/* `text` from column `col` of the screen on. */
static void review_rules_place(struct text *words, int col, const char *text)
{
    int gap = col - SIGN_COL - (int)text_columns(text_get(words));
    text_addf(words, "%*s%s", gap > 0 ? gap : 0, "", text);
}

/* Peer and reason; where an answer caused a change among rules that stay, also which step it is of. */
static void review_rules_ends(struct wizard *wizard, struct sheet *sheet, struct text *words,
                              const struct rule *rule, char sign)
{
    const char *step = "", *who = peer(sheet, rule);
    if (sheet->cols < 70) {
        review_rules_place(words, PEER_COL, who);
        return;
    }
    if (sign == '+' && wizard->model.comparison.change.same)
        step = sheet_printf(sheet, "[step %d]", cause_step(wizard, rule->flow));
    int room = sheet->cols - WHY_COL - 1, width = (int)strlen(step);
    review_rules_place(words, PEER_COL, page_clip(sheet, who, WHY_COL - PEER_COL - 1));
    review_rules_place(words, WHY_COL, reason(sheet, rule->flow, width ? room - width - 1 : room));
    if (width)
        review_rules_place(words, sheet->cols - 1 - width, step);
}

/* The line is one piece of one paint: the eye finds it, and the terminal is told once. */
static void review_rules_one(struct wizard *wizard, struct sheet *sheet, int row, const struct rule *rule,
                             char sign)
{
    struct text words = {0};
    text_addf(&words, "%c %s", sign, review_rules_direction(rule));
    review_rules_place(&words, TRAFFIC_COL,
                       page_clip(sheet, review_rules_traffic(sheet, rule), PEER_COL - TRAFFIC_COL - 1));
    review_rules_ends(wizard, sheet, &words, rule, sign);
    sheet_field(sheet, (struct field){.kind = FIELD_ROW,
                                      .row = row,
                                      .col = SIGN_COL,
                                      .what = FIELD_OF_FLOW,
                                      .id = sheet_printf(sheet, "rule.%d", row),
                                      .label = text_get(&words),
                                      .on = sign == '+',
                                      .paint = review_rules_sign_paint(sign),
                                      .index = (size_t)(rule->flow - wizard->model.flows.items),
                                      .act = review_rules_why});
    text_release(&words);
}

static int removed(struct sheet *sheet, int row, const struct model *model)
{
    const struct change *change = &model->comparison.change;
    for (size_t i = 0; model->compared && i < change->count; i++)
        if (change->items[i].sign == CHANGE_REMOVED)
            sheet_field(sheet,
                        (struct field){.kind = FIELD_ROW,
                                       .row = row++,
                                       .col = SIGN_COL,
                                       .id = sheet_printf(sheet, "removed.%zu", i),
                                       .label = sheet_printf(sheet, "- %s", change->items[i].line->text),
                                       .on = true,
                                       .paint = PAINT_REMOVED});
    return row;
}

static void review_rules_policy(struct sheet *sheet, int row, const char *way, enum verdict verdict)
{
    bool drop = verdict == VERDICT_DROP;
    sheet_text(sheet, row, WORDS_COL, PAINT_NORMAL, way);
    sheet_text(sheet, row, TRAFFIC_COL, PAINT_NORMAL, drop ? "DENIED" : "allowed");
    sheet_text(sheet, row, PEER_COL, PAINT_NORMAL, "all other traffic");
}

int review_rules(struct wizard *wizard, struct sheet *sheet)
{
    const struct plan *plan = &wizard->model.plan;
    const char *signs = signs_of(sheet, &wizard->model);
    int row = 2;
    for (size_t i = 0; i < plan->rule_count; i++)
        review_rules_one(wizard, sheet, row++, &plan->rules[i], signs[i]);
    row = removed(sheet, row, &wizard->model);
    review_rules_policy(sheet, row++, "in", plan->incoming);
    review_rules_policy(sheet, row++, "out", plan->outgoing);
    if (plan->gateway)
        review_rules_policy(sheet, row++, "fwd", plan->forward);
    return row;
}
