#include "tui/pages/apply/acts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/text.h"
#include "tui/pages/device.h"
#include "tui/pages/page.h"
#include "tui/wizard/file.h"

enum { COL = 3, SECONDS_COL = 21, SMALL_HEIGHT = 14 };

static void apply_compare(struct wizard *wizard)
{
    model_compare(&wizard->model);
    *wizard->message = '\0';
}

/* Whichever way one came: what the change closes must be known here. */
static void apply_want_comparison(struct wizard *wizard)
{
    if (wizard->model.compared || !wizard->model.desk->privileged || !model_plan(&wizard->model))
        return;
    wizard->work = apply_compare;
    wizard_say(wizard, PAINT_NORMAL, "Comparing with this machine ...");
}

static void apply_enter(struct wizard *wizard)
{
    struct apply *apply = apply_of(wizard);
    if (!apply_look(wizard) && apply->phase != APPLY_OVER)
        apply->phase = APPLY_ASK;
    if (apply->phase == APPLY_OVER && apply->good)
        apply->phase = APPLY_ASK;
    if (apply->phase == APPLY_ASK)
        apply_want_comparison(wizard);
}

static int apply_words(struct sheet *sheet, int row, const char *text)
{
    return row + sheet_wrap(sheet, row, COL, sheet->cols - COL - 3, PAINT_NORMAL, text);
}

static void apply_back(struct wizard *wizard, const struct field *field)
{
    (void)field;
    wizard_back(wizard);
}

static void apply_go(struct wizard *wizard, const struct field *field)
{
    (void)field;
    apply_start(wizard);
}

static void apply_save(struct wizard *wizard, const struct field *field)
{
    (void)field;
    wizard_ask_save(wizard);
}

static void apply_all_the_same(struct wizard *wizard, const struct field *field)
{
    (void)field;
    apply_ask_lockout(wizard);
}

/* Buttons stand side by side, or under one another where the screen is narrow. */
static int apply_button(struct sheet *sheet, int row, int col, const char *label, field_act act)
{
    if (col + (int)strlen(label) >= sheet->cols) {
        row = sheet->rows;
        col = COL + 2;
    }
    const struct field *field = sheet_field(
        sheet, (struct field){
                   .kind = FIELD_BUTTON, .row = row, .col = col, .id = label, .label = label, .act = act});
    return field_end(field) + 4;
}

static int unprivileged(struct wizard *wizard, struct sheet *sheet, int row)
{
    row = apply_words(sheet, row,
                      "Only root may change this machine's firewall, and you are not root. "
                      "Save the answers, leave with q, and type:");
    char *line = apply_command(wizard);
    sheet_text(sheet, row + 1, COL + 2, PAINT_HEADING, line);
    free(line);
    if (wizard->model.unsaved || !wizard->model.path)
        row = apply_words(sheet, row + 3, "The answers are not saved yet.") - 3;
    int col = apply_button(sheet, row + 5, COL + 2, "[ Back ]", apply_back);
    apply_button(sheet, row + 5, col, "[ Save ]", apply_save);
    return row + 6;
}

static char *apply_counts(struct wizard *wizard, struct sheet *sheet)
{
    const struct model *model = &wizard->model;
    const struct change *change = &model->comparison.change;
    if (!model->compared || !model->comparison.compared)
        return model->ports_only
                   ? sheet_printf(sheet, "Not compared with this machine.")
                   : sheet_printf(sheet, "%zu rules take the place of what is live.", model->plan.rule_count);
    return sheet_printf(sheet, "%zu lines are added, %zu removed, %zu stay as they are.", change->added,
                        change->removed, change->same);
}

static int apply_warn_of(struct sheet *sheet, int row, enum severity severity, const char *message)
{
    sheet_text(sheet, row, COL, page_severity_paint(severity), page_sign(severity));
    return row + sheet_wrap(sheet, row, COL + 6, sheet->cols - COL - 9, PAINT_NORMAL, message);
}

/* What somebody must have read before Apply, in full words: what closes first. */
static int apply_warn(struct wizard *wizard, struct sheet *sheet, int row)
{
    const struct problems *checks = &wizard->model.comparison.checks;
    int first = row;
    for (int pass = 0; pass < 2; pass++)
        for (size_t i = 0; i < checks->count; i++) {
            const struct problem *check = &checks->items[i];
            if (check->severity != SEVERITY_NOTE && (check->code == PROBLEM_CLOSES) == (pass == 0))
                row = apply_warn_of(sheet, row, check->severity, check->message);
        }
    if (wizard->model.refusal)
        row = apply_warn_of(sheet, row, SEVERITY_WARNING, wizard->model.refusal);
    return row > first ? row + 1 : row;
}

static int apply_changes_of(struct sheet *sheet, int row, const struct change *change, enum change_sign sign,
                            enum paint paint)
{
    for (size_t i = 0; i < change->count; i++) {
        const struct line *line = change->items[i].line;
        if (change->items[i].sign != sign)
            continue;
        char *words = sheet_printf(sheet, "%c %s%s%s", change_mark(sign), line->text,
                                   line->comment ? "   " : "", line->comment ? line->comment : "");
        sheet_text(sheet, row++, COL, paint, page_clip(sheet, words, sheet->cols - COL - 1));
    }
    return row;
}

/* All that was collected on the way here, line by line, below the buttons. */
static int apply_changes(struct wizard *wizard, struct sheet *sheet, int row)
{
    const struct change *change = &wizard->model.comparison.change;
    if (!wizard->model.compared || !wizard->model.comparison.compared || change->added + change->removed == 0)
        return row;
    sheet_heading(sheet, row++, "What changes");
    row = apply_changes_of(sheet, row, change, CHANGE_REMOVED, PAINT_REMOVED);
    return apply_changes_of(sheet, row, change, CHANGE_ADDED, PAINT_ADDED);
}

/* What stands in the way. False: nothing. */
static bool apply_not_yet(struct wizard *wizard, struct sheet *sheet, const struct plan *plan)
{
    if (plan && model_seconds(&wizard->model))
        return false;
    sheet_text(sheet, 0, 1, PAINT_HEADING, "Not yet");
    apply_words(sheet, 2,
                plan ? "The seconds to confirm are no number from 10 to 3600: Esc goes back to them."
                     : "Some answers are not right yet: F8 or x goes to the first of them.");
    return true;
}

/* The rules of one host are nothing for another. */
static bool apply_not_here(struct wizard *wizard, struct sheet *sheet, const struct plan *plan)
{
    const struct host *self = model_self(&wizard->model);
    if (!wizard->model.desk->privileged)
        return false;
    if (self && self != plan->host) {
        sheet_textf(sheet, 0, 1, PAINT_HEADING, "This machine is %s, not %s", self->name, plan->host->name);
        apply_words(
            sheet, 2,
            sheet_printf(sheet,
                         "It has an address of %s, and these are the rules of %s: h at the review goes on "
                         "to the next host. On %s itself they are applied there.",
                         self->name, plan->host->name, plan->host->name));
        return true;
    }
    if (model_host_is_sure(&wizard->model))
        return false;
    sheet_text(sheet, 0, 1, PAINT_HEADING, "Which host is this machine?");
    apply_words(sheet, 2,
                "No host of the site has an address of this machine, so penstock cannot tell whose rules "
                "belong here. "
                "Say which host it is at the step Topology, or with h at the review.");
    return true;
}

static void apply_ask(struct wizard *wizard, struct sheet *sheet)
{
    const struct plan *plan = model_plan(&wizard->model);
    unsigned seconds = model_seconds(&wizard->model);
    if (apply_not_yet(wizard, sheet, plan) || apply_not_here(wizard, sheet, plan))
        return;
    bool ports = wizard->model.ports_only;
    sheet_textf(sheet, 0, 1, PAINT_HEADING,
                ports ? "Move the web ports of %s?" : "Make these rules active on %s?", plan->host->name);
    int row = apply_words(sheet, 2, apply_counts(wizard, sheet)) + 1;
    if (ports)
        row = apply_words(sheet, row - 1,
                          "The ports alone: whatever else the answers say is applied by the review.") +
              1;
    row = apply_warn(wizard, sheet, row);
    if (!wizard->model.desk->privileged) {
        unprivileged(wizard, sheet, row);
        return;
    }
    row =
        apply_words(
            sheet, row,
            sheet_printf(sheet,
                         "You then have %u seconds to press K. If you do not, or if your connection breaks, "
                         "the present rules come back by themselves. A timer outside this program does that.",
                         seconds)) +
        1;
    int col = apply_button(sheet, row, COL + 2, "[ Esc  Back ]", apply_back);
    apply_button(sheet, row, col, sheet_printf(sheet, "[ A  Apply, %u s trial ]", seconds), apply_go);
    row = apply_changes(wizard, sheet, sheet->rows + 1);
    if (wizard->model.compared && wizard->model.comparison.files && *wizard->model.comparison.files) {
        sheet_heading(sheet, row, "nginx's file");
        device_diff(wizard, sheet, row + 1);
    }
}

static int proof(struct wizard *wizard, struct sheet *sheet, int row)
{
    const struct trial_view *trial = &apply_of(wizard)->trial;
    if (trial->console)
        return apply_words(
            sheet, row,
            "Nothing to prove: you are on the console, or nobody can log in here over the network.");
    sheet_text(sheet, row, COL, trial->new_login ? PAINT_OK : PAINT_NORMAL,
               trial->new_login ? "OK  " : "....");
    sheet_text(sheet, row, COL + 6, PAINT_NORMAL,
               trial->new_login ? "a new login came in after the switch" : "no new login since the switch");
    return row + 1;
}

static int keys(struct sheet *sheet, int row)
{
    static const char *const lines[] = {"K   Keep the new rules for good", "B   Back to the old rules now",
                                        "M   60 seconds more"};
    for (size_t i = 0; i < sizeof(lines) / sizeof(*lines); i++)
        sheet_text(sheet, row++, COL + 4, PAINT_NORMAL, lines[i]);
    return row;
}

/* No field: Enter, Space and clicks have nothing to do in a trial, only the keys that are named here. */
static void apply_trial(struct wizard *wizard, struct sheet *sheet)
{
    const struct apply *apply = apply_of(wizard);
    sheet_text(sheet, 0, 1, PAINT_HEADING,
               sheet->cols < 46 ? "ACTIVE, but not yet kept" : "The new rules are ACTIVE, but not yet kept");
    sheet_text(sheet, 2, COL + 2, PAINT_NORMAL, "Going back in");
    sheet_textf(sheet, 2, SECONDS_COL, PAINT_NORMAL, "%4lld s",
                (long long)(apply->trial.remaining_ms + 999) / 1000);
    /* On a small screen the keys come first: they must not be scrolled away. */
    bool small = sheet->height < SMALL_HEIGHT;
    int row = small ? keys(sheet, 3) : 4;
    if (!apply->trial.console)
        row = apply_words(sheet, row,
                          "The session you are typing in proves nothing: open connections always pass. "
                          "Log in a second time now.") +
              1;
    if (!small)
        row = keys(sheet, row);
    row = proof(wizard, sheet, row + 1) + 1;
    apply_words(sheet, row,
                "Nothing pressed, or connection lost: back to the old rules. Enter and Space do nothing.");
}

static void over(struct wizard *wizard, struct sheet *sheet)
{
    const struct apply *apply = apply_of(wizard);
    sheet_text(sheet, 0, 1, apply->good ? PAINT_OK : PAINT_WARNING, apply->good ? "Done" : "Not kept");
    int row = apply_words(sheet, 2, apply->outcome) + 1;
    int col = apply_button(sheet, row, COL + 2, "[ Back ]", apply_back);
    if (!apply->good)
        col = apply_button(sheet, row, col, "[ Try again ]", apply_go);
    if (apply->refusal == REFUSAL_LOCKOUT)
        apply_button(sheet, row, col, "[ Apply all the same ]", apply_all_the_same);
}

static void apply_build(struct wizard *wizard, struct sheet *sheet)
{
    const struct apply *apply = apply_of(wizard);
    if (apply->phase == APPLY_TRIAL)
        apply_trial(wizard, sheet);
    else if (apply->phase == APPLY_OVER)
        over(wizard, sheet);
    else
        apply_ask(wizard, sheet);
}

static bool act_in_trial(struct wizard *wizard, enum action action)
{
    switch (action) {
    case ACTION_CONFIRM:
        apply_confirm(wizard);
        return true;
    case ACTION_ROLLBACK:
        apply_rollback(wizard);
        return true;
    case ACTION_MORE:
        apply_extend(wizard);
        return true;
    default:
        return false;
    }
}

static bool apply_act(struct wizard *wizard, enum action action)
{
    if (apply_of(wizard)->phase == APPLY_TRIAL)
        return act_in_trial(wizard, action);
    bool ready = wizard->model.desk->privileged && model_plan(&wizard->model) &&
                 model_seconds(&wizard->model) && model_host_is_sure(&wizard->model);
    if (action != ACTION_GO || !ready)
        return false;
    apply_start(wizard);
    return true;
}

static bool apply_offers(const struct wizard *wizard, enum action action)
{
    return (action == ACTION_GO) == (apply_of(wizard)->phase != APPLY_TRIAL);
}

static bool apply_is_on_trial(const struct wizard *wizard)
{
    return apply_of(wizard)->phase == APPLY_TRIAL;
}

static void apply_tick(struct wizard *wizard)
{
    apply_look(wizard);
}

const struct page page_apply = {
    .title = "Apply",
    .state_size = sizeof(struct apply),
    .ticks = apply_is_on_trial,
    .tick = apply_tick,
    .step = true,
    .enter = apply_enter,
    .build = apply_build,
    .act = apply_act,
    .offers = apply_offers,
    .actions = {ACTION_GO, ACTION_CONFIRM, ACTION_ROLLBACK, ACTION_MORE, ACTION_NONE},
    .about =
        "The rules are rehearsed first, then made active on trial. The kernel itself ends the trial: if K is "
        "not pressed in time the old rules decide again, whatever becomes of this program or of your "
        "connection. Only a new login proves that you can still get in.",
};
