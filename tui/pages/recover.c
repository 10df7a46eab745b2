/* After a lost connection: what became of the trial, and the answers that are still here. */
#include <stdlib.h>
#include <string.h>

#include "core/base/text.h"
#include "tui/pages/history.h"
#include "tui/pages/page.h"
#include "tui/wizard/ask.h"
#include "tui/wizard/keep.h"

enum { COL = 3, LOG_SHOWN = 3 };

static void recover_enter(struct wizard *wizard)
{
    const struct desk *desk = wizard->model.desk;
    char *message = NULL;
    struct trial_view *trial = wizard_state(wizard, PAGE_RECOVER);
    *trial = (struct trial_view){0};
    desk->trial(desk->context, trial, &message);
    free(message);
    history_look(wizard);
}

static void resume(struct wizard *wizard, const struct field *field)
{
    (void)field;
    keep_resume(wizard);
}

static void difference(struct wizard *wizard, const struct field *field)
{
    (void)field;
    keep_resume(wizard);
    wizard_go(wizard, PAGE_REVIEW);
}

static void show_log(struct wizard *wizard, const struct field *field)
{
    (void)field;
    wizard_visit(wizard, PAGE_HISTORY);
}

static bool anew_key(struct wizard *wizard, unsigned point)
{
    if (point != 'y' && point != 'Y')
        return false;
    keep_drop(wizard);
    wizard_go(wizard, wizard->model.begun ? PAGE_PRODUCT : PAGE_START);
    return true;
}

static void recover_anew(struct wizard *wizard, const struct field *field)
{
    (void)field;
    ask_key(wizard, "Give up the answers that were kept?", "y give them up  Esc keep them", anew_key);
}

static int recover_trial(struct wizard *wizard, struct sheet *sheet, int row)
{
    const struct trial_view *trial = wizard_state(wizard, PAGE_RECOVER);
    char last[LAST_TEXT];
    if (!*trial_last_text(trial, last))
        return row +
               sheet_wrap(sheet, row, COL, sheet->cols - COL - 2, PAINT_NORMAL,
                          "No trial was left open: the rules of this machine are as they were.") +
               1;
    bool undone = trial->ending.how != ENDING_CONFIRMED;
    sheet_text(sheet, row, 1, undone ? PAINT_WARNING : PAINT_OK, undone ? "!" : " ");
    row += sheet_wrap(sheet, row, COL, sheet->cols - COL - 2, PAINT_NORMAL,
                      sheet_printf(sheet, "The last one: %s.", last));
    if (undone)
        row += sheet_wrap(sheet, row, COL, sheet->cols - COL - 2, PAINT_NORMAL,
                          "The rules of before it decide again; nothing else was changed.");
    return row + 1;
}

static int recover_answers(struct wizard *wizard, struct sheet *sheet, int row)
{
    const struct keep *keep = &wizard->keep;
    int page = pages_named(keep->page);
    int width = sheet->cols - COL - 2;
    row += sheet_wrap(sheet, row, COL, width, PAINT_NORMAL,
                      *keep->path ? sheet_printf(sheet, "Your answers to %s are still here.", keep->path)
                                  : "Your answers are still here; they were never saved.");
    row += sheet_wrap(sheet, row, COL, width, PAINT_NORMAL,
                      sheet_printf(sheet, "Kept at %s, on the page %s.", *keep->when ? keep->when : "?",
                                   page >= 0 ? wizard->pages[page]->title : "?"));
    return row + 1;
}

static int recover_button(struct sheet *sheet, int row, const char *id, const char *label, field_act act,
                          const char *help)
{
    sheet_field(sheet, (struct field){.kind = FIELD_BUTTON,
                                      .row = row,
                                      .col = COL,
                                      .id = id,
                                      .label = label,
                                      .act = act,
                                      .help = help});
    return row + 1;
}

static void recover_build(struct wizard *wizard, struct sheet *sheet)
{
    sheet_text(sheet, 0, 1, PAINT_HEADING, "The last session was cut");
    int row = recover_answers(wizard, sheet, recover_trial(wizard, sheet, 2));
    row = recover_button(sheet, row, "resume", "[ C  Continue with these answers ]", resume,
                         "Everything is as it was typed, on the page where it was left.");
    row = recover_button(sheet, row, "difference", "[ D  What was different          ]", difference,
                         "Takes the answers up and shows what they would change on this machine.");
    row = recover_button(sheet, row, "log", "[ L  Show the log                ]", show_log,
                         "Who changed what on this machine, and when.");
    row = recover_button(sheet, row, "anew", "[ N  Start anew                  ]", recover_anew,
                         "Gives up the answers that were kept, after a question.");
    const struct history *history = history_of(wizard);
    if (!history->count)
        return;
    sheet_text(sheet, row + 1, 1, PAINT_HEADING, "The last words of the log");
    for (size_t i = 0; i < history->count && i < LOG_SHOWN; i++)
        sheet_text(sheet, row + 2 + (int)i, COL, PAINT_NORMAL,
                   page_clip(sheet, history_line(sheet, &history->items[i]), sheet->cols - COL - 1));
}

static bool recover_act(struct wizard *wizard, enum action action)
{
    switch (action) {
    case ACTION_RESUME:
        resume(wizard, NULL);
        return true;
    case ACTION_DIFFERENCE:
        difference(wizard, NULL);
        return true;
    case ACTION_LOG:
        show_log(wizard, NULL);
        return true;
    case ACTION_ANEW:
        recover_anew(wizard, NULL);
        return true;
    default:
        return false;
    }
}

const struct page page_recover = {
    .title = "Going on",
    .state_size = sizeof(struct trial_view),
    .enter = recover_enter,
    .build = recover_build,
    .act = recover_act,
    .actions = {ACTION_RESUME, ACTION_DIFFERENCE, ACTION_LOG, ACTION_ANEW, ACTION_NONE},
    .enter_does = ENTER_CHOOSE,
    .about =
        "A session ended before its answers were saved: the connection was lost, or the program was ended "
        "from outside. Rules on trial went back by themselves unless they were confirmed. The answers are "
        "kept until they are saved or given up.",
};
