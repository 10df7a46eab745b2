#include "core/text.h"
#include "tui/pages/page.h"

enum { LABEL_COL = 3, VALUE_COL = 16 };

static int line(struct sheet *sheet, int row, const char *label, const char *value)
{
    if (!value || !*value)
        return row;
    sheet_text(sheet, row, LABEL_COL, PAINT_NORMAL, label);
    return row + sheet_wrap(sheet, row, VALUE_COL, sheet->cols - VALUE_COL - 2, PAINT_NORMAL, value);
}

static int of_service(struct sheet *sheet, int row, const struct service *service)
{
    row = line(sheet, row, "Service", service->title);
    row = line(sheet, row, "What for", service->why);
    row = line(sheet, row, "If closed", service->closed);
    row = line(sheet, row, "Port is set", service->where_set);
    return line(sheet, row, "About", service->help);
}

static const char *ends(struct sheet *sheet, const struct flow *flow)
{
    char from[PREFIX_TEXT], to[PREFIX_TEXT];
    return sheet_printf(sheet, "%s opens to %s", end_name(&flow->from, from), end_name(&flow->to, to));
}

static void build(struct wizard *wizard, struct sheet *sheet)
{
    const struct flows *flows = model_flows(&wizard->model);
    char traffic[PAGE_TRAFFIC];
    if (!flows || wizard->flow_index >= flows->count)
        return;
    const struct flow *flow = &flows->items[wizard->flow_index];
    bool denied = flow->verdict == VERDICT_DROP;
    sheet_textf(sheet, 0, 1, denied ? PAINT_REMOVED : PAINT_HEADING, "%s %s",
                denied ? "DENIED:" : "Why is this open?", flow->service);
    int row = line(sheet, 2, "Who", ends(sheet, flow));
    row = line(sheet, row, "Traffic", page_traffic(flow->protocol, flow->ports, traffic));
    row = line(sheet, row, "Reason", flow->reason);
    row = line(sheet, row, "How sure", certainty_name(flow->certainty));
    row = line(sheet, row, "Source", flow->source);
    if (flow->catalog)
        of_service(sheet, row + 1, flow->catalog);
}

static bool act(struct wizard *wizard, enum action action)
{
    if (action != ACTION_EDIT)
        return false;
    const struct flows *flows = model_flows(&wizard->model);
    bool own_words = flows && wizard->flow_index < flows->count && !flows->items[wizard->flow_index].catalog;
    wizard_go(wizard, own_words ? PAGE_SAFETY : wizard->edit_page);
    return true;
}

const struct page page_why = {
    .name = "why",
    .title = "Why",
    .build = build,
    .act = act,
    .actions = {ACTION_EDIT, ACTION_NONE},
    .about =
        "Where this connection comes from: what it is for, what breaks without it, who says so and how sure "
        "that is. 'documented' is the vendor's word, 'disputed' means that the vendor's pages disagree, "
        "'inferred' is concluded and should be checked on site.",
};
