#include "tui/wizard/press.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/text.h"
#include "tui/wizard/ask.h"
#include "tui/wizard/build.h"
#include "tui/wizard/error.h"
#include "tui/wizard/file.h"
#include "tui/wizard/go.h"

static void set_text(struct wizard *wizard, const struct field *field, const char *text)
{
    if (field->changed)
        field->changed(wizard, field, text);
    else if (field->word)
        draft_set(field->word, text);
    if (!field->aside)
        wizard_edited(wizard);
}

/* Letters are text there; + and - are keys where a list of addresses grows. */
static bool wizard_press_typed(struct wizard *wizard, const struct field *field, const struct press *press)
{
    struct form *form = wizard_form(wizard);
    if (field->list && press->code == PRESS_POINT && (press->point == '+' || press->point == '-'))
        return false;
    enum edit_did did = edit_press(&form->edit, press);
    if (did == EDIT_CHANGED) {
        form->typing = true;
        char *text = xstrdup(form->edit.text);
        set_text(wizard, field, text);
        free(text);
    }
    return did != EDIT_NOTHING || press->code == PRESS_POINT;
}

bool wizard_enters(const struct field *field, bool leaves)
{
    if (!field || !field->act)
        return false;
    return field->kind == FIELD_BUTTON || field->kind == FIELD_TEXT ||
           (field->kind == FIELD_ROW && !leaves) || (field->kind == FIELD_RADIO && !field->on);
}

static void wizard_press_enter(struct wizard *wizard, const struct field *field)
{
    bool leaves = pages_enter(wizard_page(wizard))->leaves;
    if (wizard_enters(field, leaves))
        field->act(wizard, field);
    else if (leaves)
        wizard_next(wizard);
}

static bool on_field(struct wizard *wizard, const struct field *field, const struct press *press)
{
    if (field && field->kind == FIELD_TEXT && wizard_press_typed(wizard, field, press))
        return true;
    bool space = press->code == PRESS_POINT && press->point == ' ';
    if (field && space && field->act && field->kind != FIELD_TEXT) {
        field->act(wizard, field);
        return true;
    }
    return false;
}

static enum action as_action(const struct press *press, bool letters)
{
    if (press->code == PRESS_INSERT)
        return ACTION_ADD;
    if (press->code == PRESS_DELETE)
        return ACTION_REMOVE;
    return action_of(press, letters);
}

static void wizard_press_undo(struct wizard *wizard)
{
    if (model_undo(&wizard->model)) {
        wizard_edited(wizard);
        wizard_say(wizard, PAINT_OK, "Brought back");
    } else {
        wizard_say(wizard, PAINT_NORMAL, "There is nothing to bring back");
    }
}

/* A key of the table is never silent: it acts, or says that it cannot here. */
static void not_here(struct wizard *wizard, enum action action)
{
    const struct action_fact *fact = action_fact(action);
    wizard_say(wizard, PAINT_NORMAL, "%s (%s) is not for this page; ? or F1 shows its keys", fact->key,
               fact->help);
}

/* The other view of a page of answers is what they change. */
static void view_preview(struct wizard *wizard)
{
    const struct preview *preview = &wizard->preview;
    if (!wizard->model.begun || wizard->page == PAGE_START || wizard->page == PAGE_PREVIEW)
        not_here(wizard, ACTION_VIEW);
    else if (!model_plan(&wizard->model))
        wizard_say(wizard, PAINT_NORMAL, "Not known yet: some answers are still to put right");
    else if (preview->added.count + preview->removed.count == 0)
        wizard_say(wizard, PAINT_NORMAL, "No rule is another than when this page was opened");
    else
        wizard_visit(wizard, PAGE_PREVIEW);
}

/* False: the action opens no page. */
static bool open_page(struct wizard *wizard, enum action action)
{
    for (enum page_id id = 0; id < PAGE_COUNT; id++) {
        const struct page *page = wizard->pages[id];
        if (!page->here || page->opened_by != action)
            continue;
        if (wizard->page == id)
            wizard_say(wizard, PAINT_NORMAL, "This is %s: Esc goes back", page->here);
        else
            wizard_visit(wizard, id);
        return true;
    }
    return false;
}

static void wizard_press_act(struct wizard *wizard, enum action action)
{
    const struct page *page = wizard_page(wizard);
    if ((page->act && page->act(wizard, action)) || open_page(wizard, action))
        return;
    switch (action) {
    case ACTION_SAVE:
        wizard_ask_save(wizard);
        break;
    case ACTION_UNDO:
        wizard_press_undo(wizard);
        break;
    case ACTION_ERROR:
        wizard_next_error(wizard);
        break;
    case ACTION_VIEW:
        view_preview(wizard);
        break;
    case ACTION_REDRAW:
        wizard->healing = true;
        break;
    case ACTION_THEME:
        wizard->recolor = true;
        break;
    case ACTION_ONWARD:
        if (pages_enter(wizard_page(wizard))->leaves)
            wizard_next(wizard);
        else
            not_here(wizard, action);
        break;
    case ACTION_QUIT:
        wizard_quit(wizard);
        break;
    default:
        not_here(wizard, action);
    }
}

/* Backspace goes back where there is nothing to erase, and never was: one too many leaves no page. */
static bool goes_back(struct wizard *wizard, const struct press *press)
{
    if (press->code == PRESS_ESCAPE)
        return true;
    struct form *form = wizard_form(wizard);
    bool text = form_in_text(form, &wizard->sheet);
    return press->code == PRESS_BACKSPACE && (!text || (!*form->edit.text && !form->typing));
}

/* A name was typed, and this key types no more: what names the host follows. */
static void follow_names(struct wizard *wizard)
{
    struct draft *draft = &wizard->model.draft;
    if (host_refs_follow(&wizard->refs, draft)) {
        wizard_edited(wizard);
        wizard_say(wizard, PAINT_OK, "What names this host has followed");
    }
    host_refs_note(&wizard->refs, draft);
}

static void on_page(struct wizard *wizard, const struct press *press)
{
    struct form *form = wizard_form(wizard);
    const struct field *field = wizard_focus(wizard);
    bool text = field && field->kind == FIELD_TEXT, left_typing = form->typing;
    bool tall = wizard_message_rows(wizard) > 1;
    *wizard->message = '\0';
    if (on_field(wizard, field, press))
        return;
    follow_names(wizard);
    enum action action = as_action(press, !text || field->list);
    if (goes_back(wizard, press))
        wizard_back(wizard);
    else if (press->code == PRESS_ENTER)
        wizard_press_enter(wizard, field);
    else if (action != ACTION_NONE)
        wizard_press_act(wizard, action);
    else if (wizard_shows_cards(wizard) ? form_turn(form, &wizard->sheet, press)
                                        : form_move(form, &wizard->sheet, press))
        wizard->stale = left_typing || tall;
}

/* The first click gives the focus; on what can be switched, and on the focus itself, it acts. */
static void click(struct wizard *wizard, const struct press *press)
{
    struct form *form = wizard_form(wizard);
    int row = (int)(press->point >> 16) - wizard_body_row(wizard), col = (int)(press->point & 0xffff);
    int index =
        row < 0 || wizard_shows_cards(wizard) ? -1 : sheet_field_at(&wizard->sheet, row, col, form->top);
    if (index < 0)
        return;
    bool focused = index == form->index;
    const struct field *field = &wizard->sheet.fields[index];
    bool acts = field->act && field->kind != FIELD_TEXT && (focused || field->kind != FIELD_ROW);
    form_focus(form, &wizard->sheet, field->id);
    *wizard->message = '\0';
    if (acts)
        field->act(wizard, field);
}

void wizard_press(struct wizard *wizard, const struct press *press)
{
    if (wizard->question.open) {
        ask_press(wizard, press);
        return;
    }
    wizard_build(wizard);
    wizard->stale = true;
    if (press->code == PRESS_CLICK)
        click(wizard, press);
    else
        on_page(wizard, press);
}
