#include <stdlib.h>
#include <string.h>

#include "core/base/text.h"
#include "core/embed/embed.h"
#include "tui/pages/apply/acts.h"
#include "tui/pages/device.h"
#include "tui/pages/guided.h"
#include "tui/pages/history.h"
#include "tui/pages/page.h"
#include "tui/wizard/file.h"

enum { FILES_SHOWN = 5, GUIDED_MAX = 8 };

/* Answers that would be lost come first. True: nothing may take their place yet. */
static bool is_held(struct wizard *wizard)
{
    if (wizard->keep.mind == KEEP_OFFERED) {
        wizard_visit(wizard, PAGE_RECOVER);
        wizard_say(wizard, PAINT_WARNING, "First: what is to become of the answers that were kept?");
        return true;
    }
    if (wizard->model.unsaved)
        wizard_say(wizard, PAINT_WARNING, "The present answers are not saved: save them with s or F2 first");
    return wizard->model.unsaved;
}

static void recover(struct wizard *wizard, const struct field *field)
{
    (void)field;
    wizard_visit(wizard, PAGE_RECOVER);
}

static void set_up(struct wizard *wizard, const struct field *field)
{
    (void)field;
    if (!wizard->model.begun && is_held(wizard))
        return;
    if (!wizard->model.begun)
        model_new(&wizard->model);
    wizard_go(wizard, PAGE_PRODUCT);
}

/* A new site would take the place of answers that were never saved: then the question comes first. */
static void start_anew(struct wizard *wizard, const struct field *field)
{
    (void)field;
    if (is_held(wizard))
        return;
    model_new(&wizard->model);
    wizard_go(wizard, PAGE_PRODUCT);
}

static void open_file(struct wizard *wizard, const struct field *field)
{
    (void)field;
    if (!is_held(wizard))
        wizard_ask_open(wizard);
}

static void open_found(struct wizard *wizard, const struct field *field)
{
    if (is_held(wizard))
        return;
    char *path = xstrdup(field->value);
    wizard_open(wizard, path);
    free(path);
}

static void open_example(struct wizard *wizard, const struct field *field)
{
    char *message = NULL;
    if (is_held(wizard))
        return;
    model_example(&wizard->model, field->data, &message);
    wizard_go(wizard, PAGE_PRODUCT);
    if (message)
        wizard_say(wizard, PAINT_ERROR, "! %s", message);
    free(message);
}

static void status(struct wizard *wizard, const struct field *field)
{
    (void)field;
    wizard_visit(wizard, PAGE_STATUS);
}

static void whatif(struct wizard *wizard, const struct field *field)
{
    (void)field;
    wizard_visit(wizard, PAGE_WHATIF);
}

static void start_leave(struct wizard *wizard, const struct field *field)
{
    (void)field;
    wizard_quit(wizard);
}

static int item(struct sheet *sheet, int row, const char *id, const char *label, const char *words,
                field_act act, const void *data)
{
    sheet_field(
        sheet,
        (struct field){
            .kind = FIELD_ROW, .row = row, .col = 4, .id = id, .label = label, .act = act, .data = data});
    if (sheet->cols >= 70)
        sheet_text(sheet, row, 42, PAINT_NORMAL, words);
    return row + 1;
}

/* The first files here that may be sites: one key instead of a name to type. */
static int site_files(struct wizard *wizard, struct sheet *sheet, int row)
{
    const struct desk *desk = wizard->model.desk;
    char **paths = NULL, *message = NULL;
    size_t count = 0;
    if (!desk->list_files || desk->list_files(desk->context, ".", ".yaml", &paths, &count, &message) != 0)
        count = 0;
    for (size_t i = 0; i < count; i++) {
        const char *name = strncmp(paths[i], "./", 2) == 0 ? paths[i] + 2 : paths[i];
        if (i < FILES_SHOWN && !text_equal(name, wizard->model.path)) {
            item(sheet, row++, sheet_printf(sheet, "file.%zu", i), sheet_printf(sheet, "Open %s", name),
                 "in this folder", open_found, NULL);
            sheet->fields[sheet->field_count - 1].value = sheet_printf(sheet, "%s", name);
        }
        free(paths[i]);
    }
    free(paths);
    free(message);
    return row;
}

static int guided(struct wizard *wizard, struct sheet *sheet, int row)
{
    struct guided changes[GUIDED_MAX];
    size_t count = guided_changes(wizard, changes, GUIDED_MAX);
    for (size_t i = 0; i < count; i++)
        row = item(sheet, row, changes[i].id, changes[i].label, changes[i].words, changes[i].act, NULL);
    return row;
}

static void start_history(struct wizard *wizard, const struct field *field)
{
    (void)field;
    wizard_visit(wizard, PAGE_HISTORY);
}

static int earlier(struct wizard *wizard, struct sheet *sheet, int row)
{
    const struct history *history = history_of(wizard);
    if (!history->count)
        return row;
    const char *words = sheet_printf(sheet, "%zu kept, last %.10s by %s", history->count,
                                     history->items[0].began, history->items[0].who);
    return item(sheet, row, "history", "Go back to an earlier state", words, start_history, NULL);
}

static void open_firewall(struct wizard *wizard, const struct field *field)
{
    (void)field;
    if (!is_held(wizard))
        device_mend(wizard, false);
}

static void put_back(struct wizard *wizard, const struct field *field)
{
    (void)field;
    if (!is_held(wizard))
        device_mend(wizard, true);
}

static void start_web_ports(struct wizard *wizard, const struct field *field)
{
    (void)field;
    wizard_visit(wizard, PAGE_WEB);
}

static void start_take_over(struct wizard *wizard, const struct field *field)
{
    (void)field;
    if (!is_held(wizard) && device_import(wizard))
        wizard_go(wizard, PAGE_REVIEW);
}

/* What can be done with the device that this is; the repairs first. */
static int start_device(struct wizard *wizard, struct sheet *sheet, int row)
{
    const struct web_drift *web = device_drift(wizard);
    if (web->drifted) {
        row = item(sheet, row, "mend.open", "Put the web pages right: firewall",
                   sheet_printf(sheet, "let in %u and %u, where nginx is", web->live[0], web->live[1]),
                   open_firewall, NULL);
        row = item(sheet, row, "mend.back", "Put the web pages right: nginx",
                   sheet_printf(sheet, "nginx goes back to %u and %u", web->usual[0], web->usual[1]),
                   put_back, NULL);
    }
    const struct product *product = model_product(&wizard->model);
    bool guided_there = wizard->model.begun && product && product_has(product, TRAIT_WEB_PORTS);
    if (!guided_there && (web->live[0] || web->live[1]))
        row = item(sheet, row, "web", "Move the web ports (HTTP / HTTPS)",
                   sheet_printf(sheet, "%u -> ...   %u -> ...   and nginx", web->live[0], web->live[1]),
                   start_web_ports, NULL);
    if (web->rules)
        row =
            item(sheet, row, "import", "Take over the rules of this machine",
                 sheet_printf(sheet, "%zu ufw rules, and nginx's ports", web->rules), start_take_over, NULL);
    return row;
}

static int menu(struct wizard *wizard, struct sheet *sheet, int row)
{
    struct model *model = &wizard->model;
    const char *name = model->draft.name.text;
    if (wizard->keep.mind == KEEP_OFFERED)
        row = item(sheet, row, "recover", "Go on where the session was cut",
                   sheet_printf(sheet, "answers kept at %s", wizard->keep.when), recover, NULL);
    row = start_device(wizard, sheet, row);
    if (model->begun) {
        char *label = sheet_printf(sheet, "Go on with %s", name ? name : "the new site");
        const char *where = model->path ? model->path : "not saved yet";
        row = item(sheet, row, "go-on", label, where, set_up, NULL);
        row = guided(wizard, sheet, row);
        row = item(sheet, row, "new", "Set up another site", "product, hosts, services, ports", start_anew,
                   NULL);
    } else {
        row = item(sheet, row, "new", "Set up a site", "product, hosts, services, ports", set_up, NULL);
    }
    row = site_files(wizard, sheet, row);
    row = item(sheet, row, "open", "Open a site file", "answers of an earlier day", open_file, NULL);
    for (const struct embedded *example = builtin_examples; example->name; example++)
        row = item(sheet, row, sheet_printf(sheet, "example.%s", example->name),
                   sheet_printf(sheet, "Look at the example %s", example->name), "nothing is changed by it",
                   open_example, example->name);
    if (model->begun)
        row = item(sheet, row, "whatif", "Ask what happens to one packet", "verdict, rule and reason", whatif,
                   NULL);
    row = item(sheet, row, "status", "Show what is open, and why", "status, listeners, hits", status, NULL);
    row = earlier(wizard, sheet, row);
    return item(sheet, row, "leave", "Leave", "", start_leave, NULL);
}

static int found_addresses(struct wizard *wizard, struct sheet *sheet, int row)
{
    const struct desk *desk = wizard->model.desk;
    struct text words = {0};
    int used = 1;
    char buffer[PREFIX_TEXT];
    for (size_t i = 0; i < desk->own_count && i < 4; i++)
        text_addf(&words, "%s%s", i ? ", " : "", prefix_format(&desk->own[i], buffer));
    if (desk->own_count > 4)
        text_addf(&words, " and %zu more", desk->own_count - 4);
    if (desk->own_count)
        used = sheet_wrap(sheet, row, 9, sheet->cols - 11, PAINT_NORMAL,
                          sheet_printf(sheet, "this machine has %s", text_get(&words)));
    else
        sheet_text(sheet, row, 9, PAINT_NORMAL, "this machine has no address but its own loopback");
    sheet_text(sheet, row, 3, desk->own_count ? PAINT_OK : PAINT_WARNING, desk->own_count ? "OK" : "WARN");
    text_release(&words);
    return row + used;
}

/* Only what the technician should know of it: normally nothing. */
static int kept(struct wizard *wizard, struct sheet *sheet, int row)
{
    const struct keep *keep = &wizard->keep;
    if (keep->mind != KEEP_OTHERS && !keep->refusal)
        return row;
    sheet_text(sheet, row, 3, PAINT_WARNING, "WARN");
    return row + sheet_wrap(sheet, row, 9, sheet->cols - 11, PAINT_NORMAL,
                            keep->refusal
                                ? sheet_printf(sheet, "answers are not kept over a lost connection: %s",
                                               keep->refusal)
                                : "another penstock of yours is open: only its answers are kept over a lost "
                                  "connection");
}

static void start_look(struct wizard *wizard)
{
    device_look(wizard);
    wizard->stale = true;
}

/* Looking at the device reads files: the first paint is there before. */
static void start_enter(struct wizard *wizard)
{
    history_look(wizard);
    if (wizard->model.desk->privileged && !wizard->work)
        wizard->work = start_look;
}

static int found_device(struct wizard *wizard, struct sheet *sheet, int row)
{
    const struct web_drift *web = device_drift(wizard);
    if (web->active) {
        sheet_text(sheet, row, 3, PAINT_OK, "OK");
        row += sheet_wrap(sheet, row, 9, sheet->cols - 11, PAINT_NORMAL,
                          sheet_printf(sheet, "ufw is active with %zu rules, and %s", web->rules,
                                       web->enhanced ? "denies what goes out: enhanced security"
                                                     : "lets out everything: standard security"));
    }
    if (!web->drifted)
        return row;
    sheet_text(sheet, row, 3, PAINT_WARNING, "WARN");
    return row + sheet_wrap(sheet, row, 9, sheet->cols - 11, PAINT_NORMAL, web->words);
}

static int found(struct wizard *wizard, struct sheet *sheet, int row)
{
    const struct desk *desk = wizard->model.desk;
    sheet_text(sheet, row++, 1, PAINT_HEADING, "Found here");
    row = found_addresses(wizard, sheet, row);
    sheet_text(sheet, row, 3, desk->privileged ? PAINT_OK : PAINT_WARNING, desk->privileged ? "OK" : "WARN");
    if (desk->privileged)
        sheet_text(sheet, row++, 9, PAINT_NORMAL, "you may change the firewall of this machine");
    else
        row += sheet_wrap(sheet, row, 9, sheet->cols - 11, PAINT_NORMAL,
                          "you are not root: planning and saving work, Apply will say what to type");
    row = found_device(wizard, sheet, row);
    row = kept(wizard, sheet, row);
    const char *outcome = apply_of(wizard)->outcome;
    if (*outcome)
        row += sheet_wrap(sheet, row, 3, sheet->cols - 5, PAINT_NORMAL, outcome);
    return row;
}

static void start_build(struct wizard *wizard, struct sheet *sheet)
{
    sheet_text(sheet, 0, 1, PAINT_HEADING, "What do you want to do?");
    int row = menu(wizard, sheet, 2);
    found(wizard, sheet, row + 1);
}

const struct page page_start = {
    .title = "Start",
    .enter = start_enter,
    .build = start_build,
    .actions = {ACTION_SAVE, ACTION_STATUS, ACTION_NONE},
    .enter_does = ENTER_CHOOSE,
    .about =
        "penstock asks what the site is, works out every rule of this machine's firewall with its reason, "
        "and makes the rules active on trial: if nobody confirms, the old rules come back by themselves. "
        "Nothing is changed before the last step, Apply.",
};
