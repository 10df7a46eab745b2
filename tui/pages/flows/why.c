#include "tui/pages/flows/why.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/text.h"
#include "tui/pages/flows/cause.h"
#include "tui/pages/page.h"

enum { LABEL_COL = 3, VALUE_COL = 16 };

struct why {
    size_t flows[WHY_FLOWS], count, at; /* indexes; `at` is shown */
};

static struct why *why_of(const struct wizard *wizard)
{
    return wizard_state(wizard, PAGE_WHY);
}

void why_flows(struct wizard *wizard, const size_t *flows, size_t count)
{
    struct why *why = why_of(wizard);
    why->count = count < WHY_FLOWS ? count : WHY_FLOWS;
    memmove(why->flows, flows, why->count * sizeof(size_t));
    why->at = 0;
    wizard_visit(wizard, PAGE_WHY);
}

static int flows_why_line(struct sheet *sheet, int row, const char *label, const char *value)
{
    if (!value || !*value)
        return row;
    sheet_text(sheet, row, LABEL_COL, PAINT_NORMAL, label);
    return row + sheet_wrap(sheet, row, VALUE_COL, sheet->cols - VALUE_COL - 2, PAINT_NORMAL, value);
}

static int flows_why_of_service(struct wizard *wizard, struct sheet *sheet, int row,
                                const struct service *service)
{
    char *where = page_where_set(wizard, service);
    row = flows_why_line(sheet, row, "Service", service->title);
    row = flows_why_line(sheet, row, "What for", service->why);
    row = flows_why_line(sheet, row, "If closed", service->closed);
    row = flows_why_line(sheet, row, "Port is set", where);
    free(where);
    return flows_why_line(sheet, row, "About", service->help);
}

static const char *flows_why_ends(struct sheet *sheet, const struct flow *flow)
{
    char from[PREFIX_TEXT], to[PREFIX_TEXT];
    return sheet_printf(sheet, "%s opens to %s", end_name(&flow->from, from), end_name(&flow->to, to));
}

/* What this machine's firewall makes of the flow. */
static const char *rule_words(struct wizard *wizard, struct sheet *sheet, const struct flow *flow)
{
    const struct plan *plan = model_plan(&wizard->model);
    for (size_t i = 0; plan && i < plan->rule_count; i++) {
        const struct rule *rule = &plan->rules[i];
        char traffic[TRAFFIC_TEXT];
        if (rule->flow == flow)
            return sheet_printf(sheet, "number %zu of %s: %s %s %s", i + 1, plan->host->name,
                                direction_name(rule->direction),
                                rule->verdict == VERDICT_DROP ? "drop" : "accept",
                                traffic_text(rule->protocol, rule->ports, traffic));
    }
    return plan ? sheet_printf(sheet, "none at %s: it does not pass here", plan->host->name) : NULL;
}

/* NULL: the answers changed, it is gone. */
static const struct flow *why_flow(struct wizard *wizard)
{
    const struct why *why = why_of(wizard);
    const struct flows *flows = model_flows(&wizard->model);
    return flows && why->flows[why->at] < flows->count ? &flows->items[why->flows[why->at]] : NULL;
}

static void flows_why_build(struct wizard *wizard, struct sheet *sheet)
{
    const struct why *why = why_of(wizard);
    const struct flow *flow = why_flow(wizard);
    char traffic[TRAFFIC_TEXT];
    if (!flow)
        return;
    bool denied = flow->verdict == VERDICT_DROP;
    sheet_textf(sheet, 0, 1, denied ? PAINT_REMOVED : PAINT_HEADING, "%s %s",
                denied ? "DENIED:" : "Why is this open?", flow->service);
    if (why->count > 1)
        sheet_textf(sheet, 1, 3, PAINT_NORMAL, "%zu of %zu here: n next, p previous", why->at + 1,
                    why->count);
    int row = flows_why_line(sheet, 2, "Who", flows_why_ends(sheet, flow));
    row = flows_why_line(sheet, row, "Traffic", traffic_text(flow->protocol, flow->ports, traffic));
    row = flows_why_line(sheet, row, "Reason", flow->reason);
    row = flows_why_line(sheet, row, "How sure", certainty_name(flow->certainty));
    row = flows_why_line(sheet, row, "Source", flow->source);
    row = flows_why_line(sheet, row, "Rule", rule_words(wizard, sheet, flow));
    if (flow->catalog)
        flows_why_of_service(wizard, sheet, row + 1, flow->catalog);
}

static void flows_why_step(struct wizard *wizard, size_t by)
{
    struct why *why = why_of(wizard);
    if (why->count < 2) {
        wizard_say(wizard, PAINT_NORMAL, "This is the only one here");
        return;
    }
    why->at = (why->at + by) % why->count;
    wizard_form(wizard)->top = 0;
}

static bool flows_why_act(struct wizard *wizard, enum action action)
{
    if (action == ACTION_NEXT_CHANGE || action == ACTION_PREVIOUS_CHANGE) {
        flows_why_step(wizard, action == ACTION_NEXT_CHANGE ? 1 : why_of(wizard)->count - 1);
        return true;
    }
    if (action != ACTION_EDIT)
        return false;
    const struct flow *flow = why_flow(wizard);
    if (flow)
        cause_show(wizard, flow);
    return true;
}

static bool flows_why_offers(const struct wizard *wizard, enum action action)
{
    return action == ACTION_EDIT || why_of(wizard)->count > 1;
}

const struct page page_why = {
    .title = "Why",
    .enter_does = ENTER_BACK,
    .state_size = sizeof(struct why),
    .build = flows_why_build,
    .act = flows_why_act,
    .offers = flows_why_offers,
    .actions = {ACTION_NEXT_CHANGE, ACTION_PREVIOUS_CHANGE, ACTION_EDIT, ACTION_NONE},
    .about =
        "Where this connection comes from: what it is for, what breaks without it, who says so and how sure "
        "that is. 'documented' is the vendor's word, 'disputed' means that the vendor's pages disagree, "
        "'inferred' is concluded and should be checked on site.",
};
