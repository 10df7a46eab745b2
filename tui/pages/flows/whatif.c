/* What this host's rules do with one new packet: typed or picked, told at once (core/plan/explain.h). */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/text.h"
#include "core/plan/explain.h"
#include "tui/pages/flows/why.h"
#include "tui/pages/page.h"
#include "tui/words/closed.h"
#include "tui/words/packet_ends.h"

enum {
    VALUE_COL = 16,
    NARROW_COL = 12,
    PICK_GAP = 3,
    GROUP_PROTOCOL = 1,
    FIELD_WIDTH = 40,
    WHATIF_TEXT = 64
};

/* One packet, as typed. */
struct whatif {
    char from[WHATIF_TEXT], to[WHATIF_TEXT], port[WHATIF_TEXT];
    enum protocol protocol; /* PROTOCOL_ANY = not asked yet */
};

static struct whatif *whatif_of(const struct wizard *wizard)
{
    return wizard_state(wizard, PAGE_WHATIF);
}

static void flows_whatif_typed(struct wizard *wizard, const struct field *field, const char *text)
{
    struct whatif *whatif = whatif_of(wizard);
    char *values[] = {whatif->from, whatif->to, whatif->port};
    snprintf(values[field->index], WHATIF_TEXT, "%s", text);
}

/* Enter in a field: the answer is told now, not after the field is left. */
static void flows_whatif_ask(struct wizard *wizard, const struct field *field)
{
    (void)field;
    wizard_form(wizard)->typing = false;
}

/* The next host of the site takes the place of what stands there. */
static void pick(struct wizard *wizard, const struct field *field)
{
    const struct site *site = model_site(&wizard->model);
    char *value = field->index ? whatif_of(wizard)->to : whatif_of(wizard)->from;
    const struct host *host = site ? site_host(site, value) : NULL;
    size_t next = host ? (host->index + 1) % site->host_count : 0;
    if (site)
        snprintf(value, WHATIF_TEXT, "%s", site->hosts[next].name);
}

static void flows_whatif_choose(struct wizard *wizard, const struct field *field)
{
    whatif_of(wizard)->protocol = (enum protocol)field->index;
}

static int end_field(struct sheet *sheet, int row, int col, const char *label, size_t index,
                     const char *value)
{
    int width = sheet->cols - col - 14;
    width = width > FIELD_WIDTH ? FIELD_WIDTH : width;
    sheet_text(sheet, row, 3, PAINT_NORMAL, label);
    sheet_field(sheet, (struct field){.kind = FIELD_TEXT,
                                      .row = row,
                                      .col = col,
                                      .width = width,
                                      .id = label,
                                      .value = value,
                                      .aside = true,
                                      .help = "A host of the site by its name, or any address.",
                                      .index = index,
                                      .changed = flows_whatif_typed,
                                      .act = flows_whatif_ask});
    sheet_field(sheet, (struct field){.kind = FIELD_BUTTON,
                                      .row = row,
                                      .col = col + width + 2 + PICK_GAP,
                                      .id = index ? "pick.to" : "pick.from",
                                      .label = "[pick]",
                                      .help = "The next host of the site.",
                                      .index = index,
                                      .act = pick});
    return row + 1;
}

static int protocols(struct wizard *wizard, struct sheet *sheet, int row, int col)
{
    static const enum protocol order[] = {PROTOCOL_TCP, PROTOCOL_UDP, PROTOCOL_ICMP};
    static const char *const names[] = {"tcp", "udp", "ping"};
    sheet_text(sheet, row, 3, PAINT_NORMAL, "Protocol");
    for (size_t i = 0; i < 3; i++)
        sheet_field(sheet, (struct field){.kind = FIELD_RADIO,
                                          .group = GROUP_PROTOCOL,
                                          .row = row,
                                          .col = col + (int)i * 9,
                                          .id = sheet_printf(sheet, "protocol.%s", names[i]),
                                          .label = names[i],
                                          .on = whatif_of(wizard)->protocol == order[i],
                                          .index = (size_t)order[i],
                                          .act = flows_whatif_choose});
    return row + 1;
}

static int port_field(struct wizard *wizard, struct sheet *sheet, int row, int col)
{
    if (whatif_of(wizard)->protocol == PROTOCOL_ICMP)
        return row;
    sheet_text(sheet, row, 3, PAINT_NORMAL, "Port");
    sheet_field(sheet, (struct field){.kind = FIELD_TEXT,
                                      .row = row,
                                      .col = col,
                                      .width = 7,
                                      .id = "port",
                                      .value = whatif_of(wizard)->port,
                                      .aside = true,
                                      .help = "The port that the packet is sent to, 1 to 65535.",
                                      .index = 2,
                                      .changed = flows_whatif_typed,
                                      .act = flows_whatif_ask});
    return row + 1;
}

/* NULL: the packet can be asked about; else why not, for the caller to free. *wrong: what was typed is, not only
 * too little. */
static char *make_packet(struct wizard *wizard, const struct plan *plan, struct packet *packet, bool *wrong)
{
    const struct whatif *asked = whatif_of(wizard);
    struct ports port = {0};
    const char *bad = NULL;
    char *why = NULL;
    *wrong = false;
    *packet = (struct packet){.protocol = asked->protocol};
    if (!*asked->from || !*asked->to)
        return xstrdup("type or pick who sends, and to whom");
    if (asked->protocol != PROTOCOL_ICMP && !*asked->port)
        return xstrdup("type the port that it is sent to");
    *wrong = asked->protocol != PROTOCOL_ICMP &&
             (ports_parse(asked->port, &port, &bad) < 0 || port.first != port.last);
    if (*wrong)
        return xasprintf("! '%s' is no port: one number from 1 to 65535", asked->port);
    packet->port = port.first;
    if (packet_ends(packet, plan->site, asked->from, asked->to, &why) != 0)
        return why;
    if (explain_direction(plan, packet) == 0)
        return NULL;
    return xasprintf("%s never sees it: one end must be its own (h: another host)", plan->host->name);
}

static int flows_whatif_line(struct sheet *sheet, int row, int col, const char *label, const char *words)
{
    if (!words || !*words)
        return row;
    sheet_text(sheet, row, 3, PAINT_NORMAL, label);
    return row + sheet_wrap(sheet, row, col, sheet->cols - col - 2, PAINT_NORMAL, words);
}

static void to_flow(struct wizard *wizard, const struct field *field)
{
    why_flows(wizard, &field->index, 1);
}

static int flows_whatif_rule_line(struct wizard *wizard, struct sheet *sheet, int row, int col,
                                  const struct fate *fate)
{
    const struct flow *flow = fate->rule->flow;
    char from[PREFIX_TEXT], to[PREFIX_TEXT], traffic[TRAFFIC_TEXT];
    sheet_text(sheet, row, 3, PAINT_NORMAL, "Rule");
    sheet_field(sheet, (struct field){.kind = FIELD_BUTTON,
                                      .row = row,
                                      .col = col,
                                      .id = "rule",
                                      .label = sheet_printf(sheet, "number %zu: %s (Enter: why)",
                                                            fate->number, flow->service),
                                      .index = (size_t)(flow - wizard->model.flows.items),
                                      .act = to_flow});
    row = flows_whatif_line(sheet, row + 1, col, "",
                            sheet_printf(sheet, "%s %s, %s > %s", direction_name(fate->rule->direction),
                                         traffic_text(fate->rule->protocol, fate->rule->ports, traffic),
                                         end_name(&flow->from, from), end_name(&flow->to, to)));
    row = flows_whatif_line(sheet, row, col, "How sure", certainty_name(flow->certainty));
    return flows_whatif_line(sheet, row, col, "Source", flow->source);
}

static void answer(struct wizard *wizard, struct sheet *sheet, int row, int col)
{
    const struct plan *plan = model_plan(&wizard->model);
    struct packet packet;
    bool wrong;
    char *why = make_packet(wizard, plan, &packet, &wrong), from[PREFIX_TEXT], to[PREFIX_TEXT];
    if (why) {
        sheet_wrap(sheet, row, 3, sheet->cols - 5, wrong ? PAINT_ERROR : PAINT_NORMAL, why);
        free(why);
        return;
    }
    struct fate fate = explain(plan, &packet);
    bool good = fate.verdict == VERDICT_ACCEPT;
    sheet_text(sheet, row, 3, good ? PAINT_OK : PAINT_REMOVED, good ? "ACCEPTED" : "DROPPED");
    row += sheet_wrap(sheet, row, col, sheet->cols - col - 2, PAINT_NORMAL,
                      sheet_printf(sheet, "%s at %s, from %s to %s", direction_name(packet.direction),
                                   plan->host->name, prefix_format(&packet.from, from),
                                   prefix_format(&packet.to, to)));
    if (!fate.rule)
        row = flows_whatif_line(sheet, row, col, "By", fate_by(&fate));
    row = flows_whatif_line(sheet, row, col, "Reason", fate.reason);
    const char *service = NULL;
    char *closed = closed_words(&wizard->model.flows, &packet, &fate, &service);
    row = flows_whatif_line(sheet, row, col, "Closed", closed);
    free(closed);
    if (fate.rule)
        flows_whatif_rule_line(wizard, sheet, row, col, &fate);
}

static void flows_whatif_enter(struct wizard *wizard)
{
    model_site(&wizard->model);
    const struct host *host = model_host(&wizard->model, NULL);
    struct whatif *asked = whatif_of(wizard);
    if (asked->protocol == PROTOCOL_ANY)
        asked->protocol = PROTOCOL_TCP;
    if (host && !*asked->to && !*asked->from)
        snprintf(asked->to, WHATIF_TEXT, "%s", host->name);
}

static void flows_whatif_build(struct wizard *wizard, struct sheet *sheet)
{
    const struct plan *plan = model_plan(&wizard->model);
    int col = sheet->cols < 60 ? NARROW_COL : VALUE_COL, row = 2;
    if (!plan) {
        sheet_wrap(sheet, 0, 1, sheet->cols - 3, PAINT_NORMAL,
                   wizard->model.begun ? "This can be told when the answers are right: x goes to the first "
                                         "that is not."
                                       : "There is no site yet: set one up, or open one, first.");
        return;
    }
    sheet_textf(sheet, 0, 1, PAINT_HEADING, "What would %s do with a new packet?", plan->host->name);
    row = end_field(sheet, row, col, "From", 0, whatif_of(wizard)->from);
    row = end_field(sheet, row, col, "To", 1, whatif_of(wizard)->to);
    row = protocols(wizard, sheet, row, col);
    row = port_field(wizard, sheet, row, col);
    if (!wizard_form(wizard)->typing)
        answer(wizard, sheet, row + 1, col);
    else
        sheet_text(sheet, row + 1, 3, PAINT_NORMAL, "Enter tells");
}

static bool flows_whatif_act(struct wizard *wizard, enum action action)
{
    if (action != ACTION_HOST)
        return false;
    page_next_host(wizard);
    return true;
}

const struct page page_whatif = {
    .title = "What if",
    .opened_by = ACTION_WHATIF,
    .here = "it",
    .state_size = sizeof(struct whatif),
    .enter = flows_whatif_enter,
    .build = flows_whatif_build,
    .act = flows_whatif_act,
    .actions = {ACTION_HOST, ACTION_NONE},
    .enter_does = ENTER_TELL,
    .about =
        "Type or pick who sends one new packet, to whom, and on which port: penstock tells what the rules of "
        "this host do with it, which rule decides and why. Nothing is sent. A name stands for the host's "
        "first address; to ask about another, type the address. Packets of open connections always pass.",
};
