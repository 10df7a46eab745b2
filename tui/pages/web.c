/* Moving the web ports of a device: two numbers, what will be done, and what becomes of nginx's file. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/text.h"
#include "tui/pages/device.h"
#include "tui/pages/page.h"
#include "tui/words/web_ports.h"

enum {
    LABEL_COL = 3,
    OLD_COL = 10,
    PORT_COL = 19,
    PORT_WIDTH = 6,
    WORDS_COL = 6,
    VERB_WIDTH = 20,
    NARROW = 60
};

static const struct service *web_service_of(const struct field *field)
{
    return field->data;
}

static void web_set_port(struct wizard *wizard, const struct field *field, const char *text)
{
    page_set_port(wizard, web_service_of(field), text);
}

static unsigned live_port(const struct wizard *wizard, const struct service *service)
{
    unsigned live = device_drift(wizard)->live[service->port_tls];
    return live ? live : service->ports.first;
}

static int web_port(struct wizard *wizard, struct sheet *sheet, int row, const struct service *service)
{
    char usual[PORTS_TEXT];
    const char *said = settings_get(&wizard->model.draft.ports, service->setting);
    char *id = sheet_printf(sheet, "ports.%s", service->setting);
    sheet_text(sheet, row, LABEL_COL, PAINT_NORMAL, service->port_tls ? "HTTPS" : "HTTP");
    sheet_textf(sheet, row, OLD_COL, PAINT_NORMAL, "%5u ->", live_port(wizard, service));
    const struct field *field = sheet_field(
        sheet, (struct field){.kind = FIELD_TEXT,
                              .row = row,
                              .col = PORT_COL,
                              .width = PORT_WIDTH,
                              .id = id,
                              .path = id,
                              .value = said ? said : ports_format(service->ports, usual),
                              .help = "The port that browsers shall use. Not one that another service has.",
                              .data = service,
                              .changed = web_set_port});
    int used = page_note(wizard, sheet, field, LABEL_COL);
    if (!used && !wizard_form(wizard)->typing)
        sheet_text(sheet, row, field_end(field) + 2, PAINT_OK,
                   sheet->cols < NARROW ? "OK" : "OK   not a port of another service");
    return row + 1 + used;
}

static void steps(struct sheet *sheet, int row, const struct plan *plan, int *end)
{
    static const char *const lines[][2] = {
        {"keep copies of", "nginx's file and ufw's rules"},
        {"let in", "the new ports; the old ones stay open"},
        {"change", "the 'listen' lines, then nginx -t, then reload"},
        {"prove", "that nginx answers on the new ports"},
        {"close, when kept", "the old ports, in alone; out 80 and 443 stay"},
    };
    bool narrow = sheet->cols < NARROW;
    int col = narrow ? WORDS_COL + 2 : WORDS_COL + VERB_WIDTH;
    sheet_heading(sheet, row++, plan->move_count ? "What will be done" : "What would be done");
    for (size_t i = 0; i < sizeof(lines) / sizeof(*lines); i++) {
        sheet_textf(sheet, row, LABEL_COL, PAINT_NORMAL, "%zu  %s", i + 1, lines[i][0]);
        row += narrow;
        row += sheet_wrap(sheet, row, col, sheet->cols - col - 1, PAINT_NORMAL, lines[i][1]);
    }
    *end = row;
}

int device_diff(const struct wizard *wizard, struct sheet *sheet, int row)
{
    const char *text = wizard->model.comparison.files;
    while (text && *text) {
        size_t length = strcspn(text, "\n");
        char *raw = xstrndup(text, length), *line = text_safe(raw);
        enum paint paint = *line == '+' ? PAINT_ADDED : *line == '-' ? PAINT_REMOVED : PAINT_NORMAL;
        if (strncmp(line, "+++", 3) != 0)
            sheet_text(sheet, row++, 1, paint,
                       page_clip(sheet, sheet_printf(sheet, "%s", line), sheet->cols - 2));
        free(line);
        free(raw);
        text += length + (text[length] == '\n');
    }
    return row;
}

/* What nginx's file says beside the ports. */
static void web_notes(struct wizard *wizard, struct sheet *sheet, int row, const struct product *product)
{
    const struct problems *problems = model_problems(&wizard->model);
    for (size_t i = 0; i < problems->count; i++) {
        if (!web_ports_cause(product, &problems->items[i], wizard->model.fix_redirect))
            continue;
        const struct problem *problem = &problems->items[i];
        sheet_text(sheet, row, LABEL_COL, PAINT_WARNING, "?");
        row += sheet_wrap(sheet, row, LABEL_COL + 2, sheet->cols - LABEL_COL - 4, PAINT_NORMAL,
                          problem->message + problem->about); /* there is but one host here */
    }
}

static void toggle_redirect(struct wizard *wizard, const struct field *field)
{
    (void)field;
    wizard->model.fix_redirect = !wizard->model.fix_redirect;
    wizard_edited(wizard);
    device_compare(wizard);
}

static void apply(struct wizard *wizard, const struct field *field)
{
    (void)field;
    wizard_go(wizard, PAGE_APPLY);
}

static void web_take_over(struct wizard *wizard, const struct field *field)
{
    (void)field;
    if (device_import(wizard))
        wizard_visit(wizard, PAGE_WEB);
}

static void first(struct wizard *wizard, struct sheet *sheet)
{
    bool root = wizard->model.desk->privileged;
    int row =
        2 + sheet_wrap(sheet, 2, LABEL_COL, sheet->cols - 5, PAINT_NORMAL,
                       root ? "First this device's own rules and web ports are taken over, so that nothing "
                              "else changes."
                            : "Open the site of a SmartServer first. Run as root, penstock can take over "
                              "what this device has.");
    if (root)
        sheet_field(sheet, (struct field){.kind = FIELD_BUTTON,
                                          .row = row + 1,
                                          .col = LABEL_COL,
                                          .id = "take-over",
                                          .label = "[ Take over this device ]",
                                          .act = web_take_over});
}

static void web_look(struct wizard *wizard)
{
    device_look(wizard);
    device_compare(wizard);
}

/* The first port has the focus, whatever had it the last time. */
static void web_enter(struct wizard *wizard)
{
    snprintf(wizard->forms[PAGE_WEB].id, FIELD_ID, "ports.http");
    wizard->forms[PAGE_WEB].top = 0;
    device_look(wizard);
    model_want_ports(&wizard->model, device_drift(wizard)->alone);
    device_compare(wizard);
}

static int buttons(struct wizard *wizard, struct sheet *sheet, int row)
{
    sheet_field(sheet,
                (struct field){.kind = FIELD_CHECK,
                               .row = row,
                               .col = LABEL_COL,
                               .id = "redirect",
                               .label = sheet->cols < NARROW ? "the redirect moves too"
                                                             : "the redirect to HTTPS names the new port too",
                               .on = wizard->model.fix_redirect,
                               .help = "Without it nginx sends browsers to https without a port, which is "
                                       "closed after the move.",
                               .act = toggle_redirect});
    sheet_field(sheet, (struct field){.kind = FIELD_BUTTON,
                                      .row = row + 1,
                                      .col = LABEL_COL,
                                      .id = "apply",
                                      .label = "[ Go on to Apply ]",
                                      .act = apply});
    return row + 3;
}

/* What the firewall is like, and stays like. */
static int web_firewall(struct wizard *wizard, struct sheet *sheet, int row)
{
    char words[WEB_PORTS_WORDS];
    for (unsigned i = 0; i < WEB_PORTS_REMARKS; i++)
        if (web_ports_remark(device_drift(wizard), i, words)) {
            sheet_text(sheet, row, LABEL_COL, PAINT_WARNING, "?");
            row += sheet_wrap(sheet, row, LABEL_COL + 2, sheet->cols - LABEL_COL - 4, PAINT_NORMAL, words);
        }
    return row;
}

/* The rules that change with it, somebody else's too. */
static int web_rules(struct wizard *wizard, struct sheet *sheet, int row)
{
    const struct change *change = &wizard->model.comparison.change;
    int first = row;
    if (!wizard->model.ports_only || !wizard->model.compared || change->added + change->removed == 0)
        return row;
    sheet_heading(sheet, row++, "The firewall's rules; no other changes");
    for (size_t i = 0; i < change->count; i++) {
        const struct change_item *item = &change->items[i];
        if (item->sign != CHANGE_ADDED && item->sign != CHANGE_REMOVED)
            continue;
        enum paint paint = item->sign == CHANGE_ADDED ? PAINT_ADDED : PAINT_REMOVED;
        char *safe = text_safe(item->line->text);
        sheet_text(
            sheet, row++, 1, paint,
            page_clip(sheet, sheet_printf(sheet, "%c %s", change_mark(item->sign), safe), sheet->cols - 2));
        free(safe);
    }
    return row > first ? row + 1 : row;
}

static void web_build(struct wizard *wizard, struct sheet *sheet)
{
    const struct product *product = model_product(&wizard->model);
    sheet_text(sheet, 0, 1, PAINT_HEADING, "Move the web pages to which ports?");
    if (!wizard->model.begun || !product || !product_has(product, TRAIT_WEB_PORTS)) {
        first(wizard, sheet);
        return;
    }
    int row = 2;
    for (size_t i = 0; i < product->service_count; i++)
        if (product->services[i].port_file)
            row = web_port(wizard, sheet, row, &product->services[i]);
    row = buttons(wizard, sheet, row);
    const struct plan *plan = model_plan(&wizard->model);
    if (!plan)
        return;
    steps(sheet, row, plan, &row);
    if (wizard->model.refusal)
        row += sheet_wrap(sheet, row + 1, LABEL_COL, sheet->cols - 5, PAINT_ERROR, wizard->model.refusal) + 1;
    else if (wizard->model.compared && wizard->model.comparison.files && *wizard->model.comparison.files) {
        sheet_heading(sheet, row, "nginx's file");
        row = device_diff(wizard, sheet, row + 1);
    }
    row = web_rules(wizard, sheet, row + 1);
    row = web_firewall(wizard, sheet, row);
    web_notes(wizard, sheet, row, product);
}

static bool web_act(struct wizard *wizard, enum action action)
{
    if (action == ACTION_APPLY)
        apply(wizard, NULL);
    else if (action == ACTION_REFRESH)
        web_look(wizard);
    else
        return false;
    return true;
}

const struct page page_web = {
    .title = "Web ports",
    .state_size = sizeof(struct web_drift),
    .enter = web_enter,
    .build = web_build,
    .act = web_act,
    .actions = {ACTION_APPLY, ACTION_REFRESH, ACTION_ERROR, ACTION_NONE},
    .enter_does = ENTER_CONTINUE,
    .about = "The web pages of a SmartServer move in nginx and in the firewall as one act, on trial. During "
             "the trial "
             "the pages answer on the old and the new ports, so that no way back leaves them dead. What is "
             "kept closes "
             "the old ports. Back to 80 and 443 works the same way.",
};
