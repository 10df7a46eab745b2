#include <string.h>

#include "core/base/text.h"
#include "tui/pages/flows/list.h"
#include "tui/pages/flows/picture.h"
#include "tui/pages/flows/why.h"
#include "tui/pages/page.h"

/* Who talks to whom, as this machine sees it; what passes it by comes last. */
struct flows_columns {
    int dir, from, to, port, why;
};

static struct flows_columns flows_columns_of(int cols)
{
    if (cols < 50)
        return (struct flows_columns){3, 7, 17, 27, 0};
    if (cols < 76)
        return (struct flows_columns){3, 8, 21, 34, 0};
    return (struct flows_columns){3, 8, 26, 44, 61};
}

static bool flows_at(const struct end *end, const struct host *host)
{
    return host && end->host == host;
}

static void flows_why(struct wizard *wizard, const struct field *field)
{
    why_flows(wizard, &field->index, 1);
}

static const char *end_words(struct sheet *sheet, const struct end *end, const struct host *you)
{
    char buffer[PREFIX_TEXT];
    return flows_at(end, you) ? "you" : sheet_printf(sheet, "%s", end_name(end, buffer));
}

struct flows_seen {
    const struct host *host; /* from here */
    const struct host *you;  /* NULL: this machine is not it */
    const struct plan *plan; /* of the host; NULL: none yet */
};

/* What a gateway forwards passes through it: it has a rule for the flow and is no end of it. */
static bool goes_through(const struct plan *plan, const struct flow *flow)
{
    for (size_t i = 0; plan && i < plan->rule_count; i++)
        if (plan->rules[i].flow == flow && plan->rules[i].direction == DIRECTION_FORWARD)
            return true;
    return false;
}

static const char *flows_direction(const struct flow *flow, const struct flows_seen *seen)
{
    if (flows_at(&flow->from, seen->host))
        return "OUT";
    return flows_at(&flow->to, seen->host) ? "IN" : goes_through(seen->plan, flow) ? "FWD" : "--";
}

static int flows_one(struct sheet *sheet, int row, const struct flow *flow, size_t index,
                     const struct flows_seen *seen)
{
    struct flows_columns at_col = flows_columns_of(sheet->cols);
    char traffic[TRAFFIC_TEXT];
    bool denied = flow->verdict == VERDICT_DROP;
    enum paint paint = denied ? PAINT_REMOVED : PAINT_NORMAL;
    sheet_field(sheet, (struct field){.kind = FIELD_ROW,
                                      .row = row,
                                      .col = at_col.dir,
                                      .what = FIELD_OF_FLOW,
                                      .id = sheet_printf(sheet, "flow.%zu", index),
                                      .label = flows_direction(flow, seen),
                                      .index = index,
                                      .act = flows_why});
    const char *from = end_words(sheet, &flow->from, seen->you), *to = end_words(sheet, &flow->to, seen->you);
    sheet_text(sheet, row, at_col.from, PAINT_NORMAL, page_clip(sheet, from, at_col.to - at_col.from - 1));
    sheet_text(sheet, row, at_col.to, PAINT_NORMAL, page_clip(sheet, to, at_col.port - at_col.to - 1));
    sheet_text(sheet, row, at_col.port, paint,
               denied ? "DENIED"
                      : page_clip(sheet, traffic_text(flow->protocol, flow->ports, traffic),
                                  (at_col.why ? at_col.why : sheet->cols + 1) - at_col.port - 1));
    if (at_col.why)
        sheet_text(sheet, row, at_col.why, PAINT_NORMAL,
                   page_clip(sheet, flow->service, sheet->cols - at_col.why - 1));
    return row + 1;
}

enum part { PART_OWN, PART_THROUGH, PART_ELSEWHERE };

static enum part part_of(const struct flows_seen *seen, const struct flow *flow)
{
    if (flows_at(&flow->from, seen->host) || flows_at(&flow->to, seen->host))
        return PART_OWN;
    return goes_through(seen->plan, flow) ? PART_THROUGH : PART_ELSEWHERE;
}

/* The flows of one part below its heading; nothing where it has none. */
static int part(struct sheet *sheet, int row, const struct flows *flows, const struct flows_seen *seen,
                enum part part)
{
    static const char *const headings[] = {NULL, "Through this machine",
                                           "Elsewhere (not filtered on this machine)"};
    bool begun = !headings[part];
    for (size_t i = 0; i < flows->count; i++) {
        if (part_of(seen, &flows->items[i]) != part)
            continue;
        if (!begun)
            sheet_text(sheet, row++, 1, PAINT_HEADING, headings[part]);
        begun = true;
        row = flows_one(sheet, row, &flows->items[i], i, seen);
    }
    return row;
}

static void flows_head(struct wizard *wizard, struct sheet *sheet)
{
    bool own;
    const struct host *self = model_host(&wizard->model, &own);
    sheet_text(sheet, 0, 1, PAINT_HEADING, "Who talks to whom?");
    /* The picture itself says who is YOU. */
    if (self && (flows_view_of(wizard)->listed || sheet->cols < PICTURE_COLS))
        sheet_textf(sheet, 0, 22, PAINT_NORMAL,
                    own || *wizard->model.host ? "(you are %s)" : "(seen from %s)", self->name);
    if (sheet->cols >= PICTURE_COLS)
        sheet_text(sheet, 0, sheet->cols - 18, PAINT_NORMAL,
                   flows_view_of(wizard)->listed ? " Picture  [List]" : "[Picture]  List");
}

void flows_list(struct wizard *wizard, struct sheet *sheet)
{
    const struct flows *flows = model_flows(&wizard->model);
    struct flows_columns at_col = flows_columns_of(sheet->cols);
    bool own;
    const struct host *self = model_host(&wizard->model, &own);
    sheet_text(sheet, 1, at_col.dir, PAINT_NORMAL, "DIR");
    sheet_text(sheet, 1, at_col.from, PAINT_NORMAL, sheet->cols < 50 ? "FROM" : "FROM (opens)");
    sheet_text(sheet, 1, at_col.to, PAINT_NORMAL, sheet->cols < 50 ? "TO" : "TO (listens)");
    sheet_text(sheet, 1, at_col.port, PAINT_NORMAL, "PORT");
    if (at_col.why)
        sheet_text(sheet, 1, at_col.why, PAINT_NORMAL, "SERVICE");
    sheet->head = 2;
    struct flows_seen seen = {self, own || *wizard->model.host ? self : NULL, model_plan(&wizard->model)};
    int row = 2;
    for (enum part each = PART_OWN; each <= PART_ELSEWHERE; each++)
        row = part(sheet, row, flows, &seen, each);
}

static bool in_list(const struct wizard *wizard, const struct sheet *sheet)
{
    return flows_view_of(wizard)->listed || sheet->cols < PICTURE_COLS;
}

/* The other view has other fields: it begins at its own first. */
static void begin_view(struct wizard *wizard, const struct sheet *sheet)
{
    struct form *form = wizard_form(wizard);
    struct flows_view *view = flows_view_of(wizard);
    bool list = in_list(wizard, sheet);
    if (view->was_list != list) {
        *form->id = '\0';
        form->top = 0;
    }
    view->was_list = list;
}

static void flows_build(struct wizard *wizard, struct sheet *sheet)
{
    const struct flows *flows = model_flows(&wizard->model);
    if (!flows) {
        sheet_text(sheet, 0, 1, PAINT_HEADING, "Who talks to whom?");
        sheet_wrap(
            sheet, 2, 3, sheet->cols - 5, PAINT_NORMAL,
            "This can be told when the answers before are right. F8 or x goes to the first that is not.");
        return;
    }
    flows_head(wizard, sheet);
    begin_view(wizard, sheet);
    if (in_list(wizard, sheet)) {
        flows_list(wizard, sheet);
    } else {
        sheet->head = 1;
        flows_picture(wizard, sheet, 1);
    }
}

static bool flows_act(struct wizard *wizard, enum action action)
{
    if (action != ACTION_VIEW)
        return false;
    if (wizard->cols < PICTURE_COLS)
        wizard_say(wizard, PAINT_NORMAL, "The picture needs %d columns", PICTURE_COLS);
    else
        flows_view_of(wizard)->listed = !flows_view_of(wizard)->listed;
    wizard_form(wizard)->top = 0;
    return true;
}

const struct page page_flows = {
    .title = "Who talks",
    .step = true,
    .state_size = sizeof(struct flows_view),
    .release = flows_view_release,
    .build = flows_build,
    .act = flows_act,
    .actions = {ACTION_VIEW, ACTION_WHATIF, ACTION_SAVE, ACTION_ERROR, ACTION_NONE},
    .enter_does = ENTER_CONTINUE,
    .space_word = "why",
    .about =
        "Every connection that the site needs, as a picture or (v) as a list. An arrow points at who "
        "listens; "
        "the ports stand in that box. X is refused and logged. Answers to an open connection always pass and "
        "are not shown. Enter or Space on an arrow, or Space on a line, tells why it is there, how sure that "
        "is, what breaks without it, and its rule.",
};
