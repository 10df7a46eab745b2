#include <stdlib.h>
#include <string.h>

#include "core/text.h"
#include "tui/pages/page.h"

enum { SIGN_COL = 3, SERVICE_COL = 9, PORT_COL = 30, PEERS_COL = 46, OPEN_COL = 61, HITS_COL = 70 };

static void look(struct wizard *wizard)
{
    const struct operations *operations = wizard->model.operations;
    status_report_release(&wizard->status);
    wizard->status = (struct status_report){0};
    free(wizard->status_refusal);
    wizard->status_refusal = NULL;
    int code = operations->status(operations->context, &wizard->status, &wizard->status_refusal);
    wizard->has_status = code == 0 || code == 1;
    *wizard->message = '\0';
}

static void enter(struct wizard *wizard)
{
    wizard->work = look;
    wizard_say(wizard, PAINT_NORMAL, "Looking at this machine ...");
}

static int head(struct sheet *sheet, const struct status_report *report)
{
    sheet_text(sheet, 0, SIGN_COL, report->active ? PAINT_OK : PAINT_WARNING, report->active ? "OK" : "OFF");
    if (report->active && *report->since)
        sheet_textf(sheet, 0, SERVICE_COL, PAINT_NORMAL, "Rules active since %s, confirmed by %s, %zu lines",
                    report->since, *report->who ? report->who : "nobody known", report->live.count);
    else
        sheet_text(sheet, 0, SERVICE_COL, PAINT_NORMAL,
                   report->active ? "The rules are active"
                                  : "No rules of penstock are active on this machine");
    if (!report->trial.open)
        return 2;
    sheet_text(sheet, 1, SIGN_COL, PAINT_WARNING, "WARN");
    sheet_textf(sheet, 1, SERVICE_COL, PAINT_NORMAL, "A trial runs: %lld s left to keep it",
                (long long)(report->trial.remaining_ms + 999) / 1000);
    return 3;
}

static int service(struct sheet *sheet, int row, const struct service_status *status)
{
    bool silent = status->open && status->listens == 0;
    const char *sign = silent ? "WARN" : "OK";
    bool wide = sheet->cols >= 76;
    sheet_text(sheet, row, SIGN_COL, silent ? PAINT_WARNING : PAINT_OK, sign);
    sheet_cell(
        sheet, row, SERVICE_COL, PORT_COL - SERVICE_COL - 1, PAINT_NORMAL,
        sheet_printf(sheet, "%s %s", strcmp(status->group, "output") == 0 ? "out" : "in", status->service));
    sheet_cell(sheet, row, PORT_COL, PEERS_COL - PORT_COL - 1, PAINT_NORMAL,
               sheet_printf(sheet, "%s %s", status->protocol, status->ports));
    if (!wide)
        return row + 1;
    sheet_text(sheet, row, PEERS_COL, PAINT_NORMAL,
               page_clip(sheet, status->peers, OPEN_COL - PEERS_COL - 1));
    sheet_text(sheet, row, OPEN_COL, PAINT_NORMAL, !status->open ? "refused" : silent ? "nobody" : "open");
    sheet_textf(sheet, row, HITS_COL, PAINT_NORMAL, "%8llu", (unsigned long long)status->hits);
    return row + 1;
}

static int services(struct sheet *sheet, int row, const struct status_report *report)
{
    if (!report->service_count)
        return row;
    sheet_text(sheet, row, SERVICE_COL, PAINT_HEADING, "SERVICE");
    sheet_text(sheet, row, PORT_COL, PAINT_HEADING, "PORT");
    if (sheet->cols >= 76) {
        sheet_text(sheet, row, PEERS_COL, PAINT_HEADING, "PEERS");
        sheet_text(sheet, row, OPEN_COL, PAINT_HEADING, "STATE");
        sheet_text(sheet, row, HITS_COL + 4, PAINT_HEADING, "HITS");
    }
    row++;
    for (size_t i = 0; i < report->service_count; i++)
        row = service(sheet, row, &report->services[i]);
    return row + 1;
}

static int notes(struct sheet *sheet, int row, const struct status_report *report)
{
    for (size_t i = 0; i < report->notes.count; i++) {
        const struct problem *note = &report->notes.items[i];
        sheet_text(sheet, row, SIGN_COL, page_severity_paint(note->severity), page_sign(note->severity));
        row +=
            sheet_wrap(sheet, row, SERVICE_COL, sheet->cols - SERVICE_COL - 1, PAINT_NORMAL, note->message);
    }
    return row;
}

static void build(struct wizard *wizard, struct sheet *sheet)
{
    if (wizard->work)
        return;
    if (!wizard->has_status) {
        sheet_text(sheet, 0, 1, PAINT_HEADING, "What is open cannot be seen");
        sheet_wrap(sheet, 2, SIGN_COL, sheet->cols - 6, PAINT_NORMAL,
                   wizard->status_refusal ? wizard->status_refusal : "this machine does not tell");
        return;
    }
    int row = head(sheet, &wizard->status);
    row = services(sheet, row, &wizard->status);
    row = notes(sheet, row, &wizard->status);
    if (*wizard->status.trial.last)
        sheet_wrap(sheet, row + 1, SIGN_COL, sheet->cols - 5, PAINT_NORMAL, wizard->status.trial.last);
}

static bool act(struct wizard *wizard, enum action action)
{
    if (action != ACTION_REFRESH)
        return false;
    enter(wizard);
    return true;
}

const struct page page_status = {
    .name = "status",
    .title = "Status",
    .enter = enter,
    .build = build,
    .act = act,
    .actions = {ACTION_REFRESH, ACTION_NONE},
    .about =
        "What is active on this machine now: which services are open and to whom, whether somebody listens "
        "there, how often each rule was met, and whether the kernel and the files still are as they were "
        "confirmed. Nothing is probed: no packet is sent.",
};
