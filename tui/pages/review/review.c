#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/text.h"
#include "tui/pages/device.h"
#include "tui/pages/flows/cause.h"
#include "tui/pages/flows/list.h"
#include "tui/pages/review/change.h"
#include "tui/pages/review/foreign.h"
#include "tui/pages/review/problems.h"
#include "tui/pages/review/rules.h"
#include "tui/pages/review/text.h"
#include "tui/wizard/ask.h"
#include "tui/wizard/build.h"

/* id, name, who builds it; in the order of v */
#define VIEWS(X)                       \
    X(RULES, "Rules", rules)           \
    X(FLOWS, "Flows", flows_list)      \
    X(CHANGE, "Change", review_change) \
    X(TEXT, "Text", review_text)       \
    X(FILES, "Files", files)           \
    X(PROBLEMS, "Problems", review_problems)

#define VIEW_ENUM(id, name, build) VIEW_##id,
#define VIEW_NAME(id, name, build) name,
#define VIEW_BUILD(id, name, build) build,
enum review_view { VIEWS(VIEW_ENUM) VIEW_COUNT };

struct review {
    enum review_view view;
    char search[64];
};

static struct review *review_of(const struct wizard *wizard)
{
    return wizard_state(wizard, PAGE_REVIEW);
}

static void review_compare(struct wizard *wizard)
{
    model_compare(&wizard->model);
    *wizard->message = '\0';
}

static void review_enter(struct wizard *wizard)
{
    if (wizard->model.compared || !model_plan(&wizard->model))
        return;
    wizard->work = review_compare;
    wizard_say(wizard, PAINT_NORMAL, "Comparing with this machine ...");
}

static bool has_view(const struct wizard *wizard, enum review_view view)
{
    const char *diff = wizard->model.comparison.files;
    return view != VIEW_FILES ||
           (wizard->model.has_plan && (wizard->model.plan.move_count || (diff && *diff)));
}

static void review_counts(struct wizard *wizard, struct sheet *sheet, int col)
{
    const struct model *model = &wizard->model;
    const struct change *change = &model->comparison.change;
    const char *words = "not compared with what is live";
    if (model->compared && model->comparison.compared)
        words = sheet_printf(sheet, "+%zu added -%zu removed =%zu same", change->added, change->removed,
                             change->same);
    int width = (int)strlen(words);
    if (col + width + 1 > sheet->cols && model->compared && model->comparison.compared) {
        words = sheet_printf(sheet, "+%zu -%zu =%zu", change->added, change->removed, change->same);
        width = (int)strlen(words);
    }
    if (col + width + 1 <= sheet->cols)
        sheet_text(sheet, 0, sheet->cols - width - 1, PAINT_NORMAL, words);
}

static void review_head(struct wizard *wizard, struct sheet *sheet)
{
    static const char *const names[] = {VIEWS(VIEW_NAME)};
    int col = 1;
    for (enum review_view i = 0; i < VIEW_COUNT; i++) {
        if (!has_view(wizard, i))
            continue;
        char *word = sheet_printf(sheet, i == review_of(wizard)->view ? "[%s]" : " %s ", names[i]);
        sheet_text(sheet, 0, col, i == review_of(wizard)->view ? PAINT_HEADING : PAINT_NORMAL, word);
        col += (int)strlen(word);
    }
    review_counts(wizard, sheet, col);
    sheet->head = 2;
}

/* The ports that another file of the machine holds. */
static void files(struct wizard *wizard, struct sheet *sheet)
{
    const struct plan *plan = &wizard->model.plan;
    int row = 2;
    for (size_t i = 0; i < plan->move_count; i++)
        sheet_textf(sheet, row++, 3, PAINT_NORMAL, "%s: %s moves from port %u to %u", plan->moves[i].file,
                    plan->moves[i].service, plan->moves[i].from, plan->moves[i].to);
    const char *diff = wizard->model.comparison.files;
    if (diff && *diff)
        device_diff(wizard, sheet, row + 1);
    else
        sheet_wrap(sheet, row + 1, 3, sheet->cols - 5, PAINT_NORMAL,
                   wizard->model.compared
                       ? "nginx listens there already: its file stays as it is."
                       : "nginx's file is changed along with the rules, on trial. Run as root, "
                         "this page shows each line.");
}

static void rules(struct wizard *wizard, struct sheet *sheet)
{
    int row = review_rules(wizard, sheet) + 1;
    if (!wizard->model.comparison.checks.count)
        return;
    sheet_heading(sheet, row, "Checks");
    review_problem_list(sheet, row + 1, &wizard->model.comparison.checks, "check", "OK");
}

static void review_build(struct wizard *wizard, struct sheet *sheet)
{
    bool plan = model_plan(&wizard->model) != NULL;
    struct review *review = review_of(wizard);
    static void (*const views[])(struct wizard * wizard, struct sheet * sheet) = {VIEWS(VIEW_BUILD)};
    if (!has_view(wizard, review->view))
        review->view = VIEW_RULES;
    review_head(wizard, sheet);
    views[plan ? review->view : VIEW_PROBLEMS](wizard, sheet);
}

/* The flow that a line of any view stands for; NULL: none. */
static const struct flow *review_flow_of(struct wizard *wizard, const struct field *field)
{
    const struct flows *flows = model_flows(&wizard->model);
    if (!flows || !field)
        return NULL;
    const struct line *line = review_of(wizard)->view == VIEW_CHANGE ? field->data : NULL;
    if (line)
        return line->rule_count ? line->rules[0]->flow : NULL;
    return field->what == FIELD_OF_FLOW && field->index < flows->count ? &flows->items[field->index] : NULL;
}

static bool matches(struct wizard *wizard, const struct sheet *sheet, const struct field *field)
{
    const char *search = review_of(wizard)->search;
    if (!*search)
        return field->on;
    if (strcasestr(field->label, search))
        return true;
    const struct flow *flow = review_flow_of(wizard, field);
    if (flow && strcasestr(flow->service, search))
        return true;
    for (size_t i = 0; i < sheet->piece_count; i++)
        if (sheet->pieces[i].row == field->row && sheet->pieces[i].text &&
            strcasestr(sheet->pieces[i].text, search))
            return true;
    return false;
}

/* The next row that changes, or that holds the word looked for. */
static void next_hit(struct wizard *wizard, int step)
{
    const char *search = review_of(wizard)->search;
    struct form *form = wizard_form(wizard);
    const struct sheet *sheet = &wizard->sheet;
    int count = (int)sheet->field_count;
    if (!count && review_text_next(wizard, search, step))
        return;
    for (int i = 1; i <= count; i++) {
        int at = ((form->index + i * step) % count + count) % count;
        if (matches(wizard, sheet, &sheet->fields[at])) {
            form_focus(form, sheet, sheet->fields[at].id);
            return;
        }
    }
    wizard_say(wizard, PAINT_NORMAL, *search ? "'%s' is not here" : "Nothing changes here%s", search);
}

static void review_search(struct wizard *wizard, const char *text)
{
    struct review *review = review_of(wizard);
    snprintf(review->search, sizeof(review->search), "%s", text);
    wizard_build(wizard);
    next_hit(wizard, 1);
    wizard->stale = true;
}

static void edit(struct wizard *wizard)
{
    const struct field *field = wizard_focus(wizard);
    const struct flow *flow = review_flow_of(wizard, field);
    if (flow)
        cause_show(wizard, flow);
    else if (!review_problem_show(wizard, field))
        wizard_say(wizard, PAINT_NORMAL, "No answer causes this line");
}

static bool review_act(struct wizard *wizard, enum action action)
{
    switch (action) {
    case ACTION_ADD:
    case ACTION_REMOVE:
    case ACTION_ADOPT:
        return foreign_choose(
            wizard, review_of(wizard)->view == VIEW_CHANGE ? review_change_line(wizard) : NULL, action);
    case ACTION_UNDO:
        if (!model_undo(&wizard->model))
            return false;
        wizard_edited(wizard);
        device_compare(wizard);
        return true;
    case ACTION_EDIT:
        edit(wizard);
        return true;
    case ACTION_VIEW:
        do
            review_of(wizard)->view = (review_of(wizard)->view + 1) % VIEW_COUNT;
        while (!has_view(wizard, review_of(wizard)->view));
        wizard_form(wizard)->top = 0;
        return true;
    case ACTION_HOST:
        page_next_host(wizard);
        review_enter(wizard);
        return true;
    case ACTION_REFRESH:
        wizard->model.compared = false;
        review_enter(wizard);
        return true;
    case ACTION_SEARCH:
        ask_text(wizard, "Look for", "Enter look  Esc back  then n and p for the next",
                 review_of(wizard)->search, review_search);
        return true;
    case ACTION_NEXT_CHANGE:
        next_hit(wizard, 1);
        return true;
    case ACTION_PREVIOUS_CHANGE:
        next_hit(wizard, -1);
        return true;
    case ACTION_APPLY:
        wizard_go(wizard, PAGE_APPLY);
        return true;
    default:
        return false;
    }
}

const struct page page_review = {
    .title = "Review",
    .step = true,
    .state_size = sizeof(struct review),
    .enter = review_enter,
    .build = review_build,
    .act = review_act,
    .actions = {ACTION_APPLY, ACTION_VIEW, ACTION_EDIT, ACTION_NEXT_CHANGE, ACTION_HOST, ACTION_SEARCH,
                ACTION_WHATIF, ACTION_SAVE, ACTION_NONE},
    .enter_does = ENTER_WHY,
    .about =
        "What will be done, in some views (v): the rules of this machine with their reasons; the flows; the "
        "change "
        "against what is live, + added, - removed, = the same; the exact text; and all that was found, good "
        "and bad. Enter on a line tells why, e goes to the answer that causes it, n and p to the next and "
        "previous change, / looks for a word. On a rule that is not ours + keeps it, - takes it away, o "
        "makes it part of the site. a goes on to Apply: nothing is changed before you confirm "
        "there.",
};
