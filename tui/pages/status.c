#include <stdlib.h>
#include <string.h>

#include "core/base/text.h"
#include "tui/pages/page.h"

enum { SIGN_COL = 1, LEFT_COL = 13, ROOMY_COLS = 100 };

struct status {
    struct status_report report;
    bool known;
    char *refusal; /* why not; NULL = nobody looked, or it is known */
};

static struct status *status_of(const struct wizard *wizard)
{
    return wizard_state(wizard, PAGE_STATUS);
}

static void status_release(void *state)
{
    struct status *status = state;
    status_report_release(&status->report);
    free(status->refusal);
}

/* 0 = there is no such column; a narrow screen tells who listens in words. */
struct status_columns {
    int service, port, peers, state, listens, hits;
};

static struct status_columns status_columns_of(int cols)
{
    if (cols >= ROOMY_COLS)
        return (struct status_columns){9, 42, 59, cols - 34, cols - 26, cols - 9};
    if (cols >= 76)
        return (struct status_columns){9, 27, 43, 58, 65, 73};
    return cols >= 56 ? (struct status_columns){9, 27, 0, 44, 0, 51}
                      : (struct status_columns){9, 0, 0, 28, 0, 0};
}

static void status_look(struct wizard *wizard)
{
    const struct desk *desk = wizard->model.desk;
    struct status *status = status_of(wizard);
    status_release(status);
    *status = (struct status){0};
    int code = desk->status(desk->context, wizard->model.catalog, &status->report, &status->refusal);
    status->known = code == 0 || code == 1;
    *wizard->message = '\0';
}

static void status_enter(struct wizard *wizard)
{
    wizard->work = status_look;
    wizard_say(wizard, PAINT_NORMAL, "Looking at this machine ...");
}

/* The number stands alone, at a fixed place: a tick is a few bytes. */
static int status_trial(struct sheet *sheet, int row, const struct trial_view *trial)
{
    if (!trial->open)
        return row;
    sheet_text(sheet, row, SIGN_COL, PAINT_WARNING, "WARN");
    sheet_text(sheet, row, 7, PAINT_NORMAL, "Trial");
    sheet_textf(sheet, row, LEFT_COL, PAINT_NORMAL, "%4lld s", (long long)(trial->remaining_ms + 999) / 1000);
    sheet_text(sheet, row, LEFT_COL + 7, PAINT_NORMAL,
               sheet->cols < 56 ? "left, then back" : "left, then the old rules come back");
    return row + 1;
}

static int status_head(struct sheet *sheet, const struct status_report *report)
{
    bool kept = report->active && !report->trial.open && *report->since;
    int row = status_trial(sheet, 0, &report->trial);
    bool well = report->active && !status_report_warns(report);
    sheet_text(sheet, row, SIGN_COL, well ? PAINT_OK : PAINT_WARNING,
               well             ? "OK"
               : report->active ? "WARN"
                                : "OFF");
    if (kept)
        return row + 1 +
               sheet_wrap(sheet, row, 7, sheet->cols - 8, PAINT_NORMAL,
                          sheet_printf(sheet, "Firewall active since %.16s, confirmed by %s, %s",
                                       report->since, *report->who ? report->who : "nobody known",
                                       report->backend));
    return row + 1 +
           sheet_wrap(sheet, row, 7, sheet->cols - 8, PAINT_NORMAL,
                      report->trial.starting ? "A trial is being started: what is live is about to change"
                      : report->trial.open && report->active ? "The rules on trial are active"
                      : report->active ? "The firewall is active; who confirmed it, and when, are not known"
                      : report->broken
                          ? "The rules of penstock decide over nothing: their table is asleep, emptied "
                            "or taken apart"
                          : "No rules of penstock are active here");
}

static const struct service *status_service_of(const struct wizard *wizard, const char *id)
{
    const struct catalog *catalog = wizard->model.catalog;
    const struct service *found = NULL;
    for (size_t i = 0; i < catalog->product_count && !found; i++)
        found = product_service(&catalog->products[i], id);
    return found;
}

static void status_tell(struct wizard *wizard, const struct field *field)
{
    (void)field;
    wizard_visit(wizard, PAGE_HELP);
}

static const char *status_direction(enum direction direction)
{
    return direction == DIRECTION_FORWARD ? "fwd" : direction_name(direction);
}

static const char *status_listens(struct sheet *sheet, const struct service_status *status)
{
    if (status->listens < 0)
        return "-";
    if (!status->listens)
        return status->off ? "no" : "NO";
    return *status->process ? sheet_printf(sheet, "%s", status->process) : "yes";
}

static void status_cell(struct sheet *sheet, int row, int col, int end, const char *text)
{
    if (col)
        sheet_text(sheet, row, col, PAINT_NORMAL, page_clip(sheet, text, end - col - 1));
}

static const char *status_traffic(struct sheet *sheet, const struct service_status *status)
{
    char words[TRAFFIC_TEXT];
    return sheet_printf(sheet, "%s",
                        traffic_list_text(status->traffic.protocol, &status->traffic.ports, words));
}

static int service(struct wizard *wizard, struct sheet *sheet, int row, size_t index)
{
    const struct service_status *status = &status_of(wizard)->report.services[index];
    const struct service *known = status_service_of(wizard, status->service);
    struct status_columns at = status_columns_of(sheet->cols);
    bool silent = status->open && status->listens == 0, decided = *status->decider;
    char *name = sheet_printf(sheet, "%-3s %s", status_direction(status->traffic.direction),
                              known && sheet->cols >= ROOMY_COLS ? known->title : status->service);
    sheet_field(sheet,
                (struct field){.kind = FIELD_ROW,
                               .row = row,
                               .col = at.service - 2,
                               .id = sheet_printf(sheet, "status.%s.%zu", status->service, index),
                               .label = page_clip(sheet, name, (at.port ? at.port : at.state) - at.service),
                               .act = status_tell});
    sheet_text(sheet, row, SIGN_COL,
               silent || decided ? PAINT_WARNING
               : status->off     ? PAINT_NORMAL
                                 : PAINT_OK,
               silent || decided ? "WARN"
               : status->off     ? "OFF"
                                 : "OK");
    status_cell(sheet, row, at.port, at.peers ? at.peers : at.state, status_traffic(sheet, status));
    status_cell(sheet, row, at.peers, at.state, status->off ? "-" : status->peers);
    status_cell(sheet, row, at.state, at.listens ? at.listens : at.state + 8,
                decided                 ? "see"
                : status->off           ? "off"
                : !status->open         ? "closed"
                : silent && !at.listens ? "nobody"
                                        : "open");
    status_cell(sheet, row, at.listens, at.hits, status_listens(sheet, status));
    if (at.hits)
        sheet_textf(sheet, row, at.hits, PAINT_NORMAL, "%6llu", (unsigned long long)status->hits);
    if (decided)
        sheet_textf(sheet, ++row, at.service + 4, PAINT_WARNING, "decided by %s", status->decider);
    return row + 1;
}

static void status_heading(struct sheet *sheet, int row, int col, const char *word)
{
    if (col)
        sheet_text(sheet, row, col, PAINT_HEADING, word);
}

static int services(struct wizard *wizard, struct sheet *sheet, int row)
{
    struct status_columns at = status_columns_of(sheet->cols);
    if (!status_of(wizard)->report.service_count)
        return row;
    status_heading(sheet, row, at.service, "SERVICE");
    status_heading(sheet, row, at.port, "PORT");
    status_heading(sheet, row, at.peers, "PEERS");
    status_heading(sheet, row, at.state, "STATE");
    status_heading(sheet, row, at.listens, "LISTENS");
    status_heading(sheet, row, at.hits ? at.hits + 2 : 0, "HITS");
    row++;
    for (size_t i = 0; i < status_of(wizard)->report.service_count; i++)
        row = service(wizard, sheet, row, i);
    return row + 1;
}

static int drift(struct sheet *sheet, int row, const struct status_report *report)
{
    if (!report->active)
        return row;
    bool drifts = report->trial.drift || !report->ground_seen;
    sheet_text(sheet, row, SIGN_COL, drifts ? PAINT_WARNING : PAINT_OK, drifts ? "WARN" : "OK");
    sheet_textf(sheet, row, 7, PAINT_NORMAL, "Drift: the kernel %s what was %s",
                report->trial.drift    ? "is not"
                : !report->ground_seen ? "could not be compared with"
                                       : "is",
                report->trial.open ? "applied" : "confirmed");
    return row + 2;
}

static int what_to_do(struct sheet *sheet, int row, const struct status_report *report)
{
    if (!report->notes.count)
        return row;
    sheet_text(sheet, row++, SIGN_COL, PAINT_HEADING, "What to do");
    for (size_t i = 0; i < report->notes.count; i++) {
        const struct problem *note = &report->notes.items[i];
        sheet_textf(sheet, row, 3, page_severity_paint(note->severity), "%zu", i + 1);
        row += sheet_wrap(sheet, row, 7, sheet->cols - 8, PAINT_NORMAL, note->message);
    }
    return row + 1;
}

static void status_build(struct wizard *wizard, struct sheet *sheet)
{
    if (wizard->work == status_look)
        return;
    const struct status *status = status_of(wizard);
    if (!status->known) {
        sheet_text(sheet, 0, 1, PAINT_HEADING, "What is open cannot be seen");
        sheet_wrap(sheet, 2, 3, sheet->cols - 6, PAINT_NORMAL,
                   status->refusal ? status->refusal : "this machine does not tell");
        return;
    }
    int row = status_head(sheet, &status->report);
    row = services(wizard, sheet, row);
    row = drift(sheet, row, &status->report);
    row = what_to_do(sheet, row, &status->report);
    char last[LAST_TEXT];
    if (*trial_last_text(&status->report.trial, last))
        sheet_wrap(sheet, row, SIGN_COL, sheet->cols - 3, PAINT_NORMAL, last);
}

/* A trial counts down. */
static bool status_ticks(const struct wizard *wizard)
{
    const struct status *status = status_of(wizard);
    return status->known && status->report.trial.open;
}

/* Reads the trial alone; when it is over everything is looked at again. */
static void status_tick(struct wizard *wizard)
{
    const struct desk *desk = wizard->model.desk;
    struct trial_view view = {0};
    char *message = NULL;
    int code = desk->trial(desk->context, &view, &message);
    free(message);
    if (code != 0 || !view.open)
        status_enter(wizard);
    else
        status_of(wizard)->report.trial = view;
}

static bool status_act(struct wizard *wizard, enum action action)
{
    if (action == ACTION_REFRESH)
        status_enter(wizard);
    else if (action == ACTION_LOG)
        wizard_visit(wizard, PAGE_HISTORY);
    else if (action == ACTION_EDIT && wizard->model.begun)
        wizard_go(wizard, PAGE_SERVICES);
    else
        return false;
    return true;
}

static bool status_offers(const struct wizard *wizard, enum action action)
{
    return action != ACTION_EDIT || wizard->model.begun;
}

const struct page page_status = {
    .title = "Status",
    .opened_by = ACTION_STATUS,
    .here = "the status",
    .state_size = sizeof(struct status),
    .release = status_release,
    .ticks = status_ticks,
    .tick = status_tick,
    .enter = status_enter,
    .build = status_build,
    .act = status_act,
    .offers = status_offers,
    .actions = {ACTION_REFRESH, ACTION_EDIT, ACTION_LOG, ACTION_NONE},
    .enter_does = ENTER_WHAT_FOR,
    .about =
        "What is active on this machine now: which services are open and to whom, who listens there, how "
        "often each rule was met, and whether the kernel and the files still are as they were "
        "confirmed. Nothing is probed: no packet is sent.",
};
