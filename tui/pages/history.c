#include "tui/pages/history.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/text.h"
#include "tui/pages/page.h"

enum { COL = 3, LABEL_COL = 3, VALUE_COL = 14 };

struct history *history_of(const struct wizard *wizard)
{
    return wizard_state(wizard, PAGE_HISTORY);
}

static void history_release(void *state)
{
    struct history *history = state;
    free(history->items);
    free(history->refusal);
}

void history_look(struct wizard *wizard)
{
    const struct desk *desk = wizard->model.desk;
    struct history *history = history_of(wizard);
    history_release(history);
    history->items = NULL;
    history->refusal = NULL;
    history->count = 0;
    desk->history(desk->context, &history->items, &history->count, &history->refusal);
}

static const char *outcome_of(struct sheet *sheet, const struct past *past)
{
    char text[ENDING_TEXT];
    bool open = past->ending.how == ENDING_NONE;
    return open ? "still open" : sheet_printf(sheet, "%s", ending_text(&past->ending, text));
}

const char *history_line(struct sheet *sheet, const struct past *past)
{
    return sheet_printf(sheet, "%.16s  %-9s %-9s %s", past->began, *past->who ? past->who : "?",
                        past->summary, outcome_of(sheet, past));
}

static void open_entry(struct wizard *wizard, const struct field *field)
{
    history_of(wizard)->index = field->index;
    wizard_visit(wizard, PAGE_PAST);
}

static void history_build(struct wizard *wizard, struct sheet *sheet)
{
    const struct history *history = history_of(wizard);
    sheet_text(sheet, 0, 1, PAINT_HEADING, "Who changed what, and when (newest first)");
    if (!history->count)
        sheet_wrap(sheet, 2, COL, sheet->cols - COL - 2, PAINT_NORMAL,
                   history->refusal ? history->refusal : "Nothing was changed by penstock here yet.");
    else
        sheet_text(sheet, 1, COL + 2, PAINT_HEADING, "WHEN              WHO       CHANGE    OUTCOME");
    sheet->head = history->count ? 2 : 0;
    for (size_t i = 0; i < history->count; i++)
        sheet_field(sheet,
                    (struct field){.kind = FIELD_ROW,
                                   .row = 2 + (int)i,
                                   .col = COL + 2,
                                   .id = sheet_printf(sheet, "past.%s", history->items[i].name),
                                   .label = page_clip(sheet, history_line(sheet, &history->items[i]),
                                                      sheet->cols - COL - 4),
                                   .index = i,
                                   .act = open_entry,
                                   .help = "Enter shows the change, and can take its answers up again."});
}

static bool history_act(struct wizard *wizard, enum action action)
{
    if (action != ACTION_REFRESH)
        return false;
    history_look(wizard);
    wizard_say(wizard, PAINT_NORMAL, "Looked again");
    return true;
}

const struct page page_history = {
    .title = "History",
    .state_size = sizeof(struct history),
    .release = history_release,
    .enter = history_look,
    .build = history_build,
    .act = history_act,
    .actions = {ACTION_REFRESH, ACTION_NONE},
    .enter_does = ENTER_OPEN,
    .about =
        "Every trial of this machine: who began it, the change in lines, and how it ended. The answers of an "
        "entry can be taken up again; they go through Review and Apply as any change does, on trial and with "
        "the ways in proved.",
};

/* The entry that PAGE_PAST shows; NULL: none. */
static const struct past *history_shown(const struct wizard *wizard)
{
    const struct history *history = history_of(wizard);
    return history->index < history->count ? &history->items[history->index] : NULL;
}

static char *text_of(struct wizard *wizard, enum history_text what)
{
    const struct desk *desk = wizard->model.desk;
    char *text = NULL, *message = NULL;
    const struct past *past = history_shown(wizard);
    if (past)
        desk->history_text(desk->context, past->name, what, &text, &message);
    free(message);
    return text;
}

/* An earlier state is its answers: they are tried as any others are. */
static void take_up(struct wizard *wizard, const struct field *field)
{
    (void)field;
    if (wizard->model.unsaved) {
        wizard_say(wizard, PAINT_WARNING, "The present answers are not saved: save them with s or F2 first");
        return;
    }
    char *text = text_of(wizard, HISTORY_ANSWERS);
    if (!text)
        return;
    model_resume(&wizard->model, "", text);
    snprintf(wizard->model.host, sizeof(wizard->model.host), "%s", history_shown(wizard)->host);
    free(text);
    wizard_go(wizard, PAGE_REVIEW);
}

static int history_line_own(struct sheet *sheet, int row, const char *label, const char *value)
{
    if (!*value)
        return row;
    sheet_text(sheet, row, LABEL_COL, PAINT_NORMAL, label);
    return row + sheet_wrap(sheet, row, VALUE_COL, sheet->cols - VALUE_COL - 2, PAINT_NORMAL, value);
}

static int change(struct sheet *sheet, int row, char *text)
{
    char *rest = text, *one;
    while ((one = strsep(&rest, "\n")))
        if (*one) {
            char *safe = text_safe(one);
            enum paint paint = *one == '+' ? PAINT_ADDED : *one == '-' ? PAINT_REMOVED : PAINT_NORMAL;
            sheet_text(sheet, row++, COL, paint, page_clip(sheet, safe, sheet->cols - COL - 1));
            free(safe);
        }
    return row;
}

static void build_past(struct wizard *wizard, struct sheet *sheet)
{
    const struct past *past = history_shown(wizard);
    if (!past)
        return;
    sheet_textf(sheet, 0, 1, PAINT_HEADING, "The change of %s", past->began);
    int row = history_line_own(
        sheet, 2, "Who", *past->from ? sheet_printf(sheet, "%s, from %s", past->who, past->from) : past->who);
    row = history_line_own(sheet, row, "Site", past->site);
    row = history_line_own(sheet, row, "Host", past->host);
    row = history_line_own(sheet, row, "Outcome",
                           sheet_printf(sheet, "%s %s", outcome_of(sheet, past), past->ended));
    char *answers = text_of(wizard, HISTORY_ANSWERS), *text = text_of(wizard, HISTORY_CHANGE);
    if (answers)
        sheet_field(sheet,
                    (struct field){.kind = FIELD_BUTTON,
                                   .row = row + 1,
                                   .col = COL,
                                   .id = "take-up",
                                   .label = "[ Go back to the answers of this change ]",
                                   .act = take_up,
                                   .help = "They go through Review and Apply, on trial as any change."});
    else
        sheet_wrap(sheet, row + 1, COL, sheet->cols - COL - 2, PAINT_NORMAL,
                   "Its site file was not kept: open the file of that time and apply it.");
    row += 3;
    if (text) {
        sheet_text(sheet, row, 1, PAINT_HEADING, "What it changed");
        change(sheet, row + 1, text);
    }
    free(answers);
    free(text);
}

const struct page page_past = {
    .title = "History",
    .build = build_past,
    .actions = {ACTION_NONE},
    .enter_does = ENTER_CHOOSE,
    .about =
        "One change of the past. Going back to its answers changes nothing yet: Review shows the difference, "
        "Apply tries it.",
};
