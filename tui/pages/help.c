#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tui/pages/page.h"
#include "tui/pages/ticked.h"
#include "tui/words/field_help.h"

enum { KEY_COL = 3, WORDS_COL = 22 };

/* What is known of the field that had the focus when help was asked for. */
struct help {
    const struct service *service; /* NULL = it is about none */
    const struct field_fact *fact; /* what the product says about it; NULL = nothing */
    char text[600];
};

static struct help *help_of(const struct wizard *wizard)
{
    return wizard_state(wizard, PAGE_HELP);
}

/* By the key that the field is, else by the head of its id, such as `security.enhanced`. */
static const struct field_fact *fact_of(const struct wizard *wizard, const struct field *focus)
{
    const struct product *product = model_product(&wizard->model);
    char head[32];
    if (!focus || !product)
        return NULL;
    const struct field_fact *found = focus->path ? product_field(product, focus->path) : NULL;
    snprintf(head, sizeof(head), "%.*s", (int)strcspn(focus->id, "."), focus->id);
    return found ? found : product_field(product, head);
}

static void help_asked(struct wizard *wizard)
{
    const struct field *focus = wizard_focus(wizard);
    struct help *help = help_of(wizard);
    const char *own = focus ? field_help(focus->id) : NULL;
    help->service = focus ? field_service(wizard->model.catalog, focus->id) : NULL;
    help->fact = fact_of(wizard, focus);
    snprintf(help->text, sizeof(help->text), "%s", focus && focus->help ? focus->help : own ? own : "");
    wizard->forms[PAGE_HELP].top = 0;
}

static int help_line(struct sheet *sheet, int row, const char *key, const char *words)
{
    sheet_text(sheet, row, KEY_COL, PAINT_HEADING, key);
    return row + sheet_wrap(sheet, row, WORDS_COL, sheet->cols - WORDS_COL - 1, PAINT_NORMAL, words);
}

static int movement(struct sheet *sheet, int row)
{
    row = help_line(sheet, row, "Tab, Shift-Tab", "next and previous field; arrows move too");
    row = help_line(sheet, row, "Space", "on or off, choose");
    row = help_line(sheet, row, "Enter",
                    "what the last line says: continue, or what the line with the focus does");
    row = help_line(sheet, row, "Ctrl-N", "go on, whatever has the focus");
    row = help_line(sheet, row, "Esc, Backspace", "back (Backspace where a field is empty); nothing is lost");
    row = help_line(sheet, row, "PgUp PgDn Home End", "scroll; first and last");
    return row;
}

static bool help_offers(const struct page *page, enum action action)
{
    for (const enum action *each = page->actions; *each != ACTION_NONE; each++)
        if (*each == action)
            return true;
    return false;
}

/* F-keys work on every page, letters of the others where the page offers them. */
static int actions(struct sheet *sheet, int row, const struct page *page, const struct page *own)
{
    char keys[16];
    for (enum action action = 0; action < ACTION_COUNT; action++) {
        const struct action_fact *fact = action_fact(action);
        if (fact->function || help_offers(page, action) || help_offers(own, action))
            row = help_line(sheet, row, action_keys(action, keys), fact->help);
    }
    return row;
}

static int fact(struct sheet *sheet, int row, const char *label, const char *words)
{
    return words && *words ? help_line(sheet, row, label, words) : row;
}

/* All that the catalog knows of it. */
static int help_of_service(struct wizard *wizard, struct sheet *sheet, int row, const struct service *service)
{
    char *where = page_where_set(wizard, service), *now = ticked_why(wizard, service);
    sheet_text(sheet, row++, 1, PAINT_HEADING, service->title);
    row = fact(sheet, row, "What for", service->why);
    row = fact(sheet, row, "Now", now);
    row = fact(sheet, row, "If closed", service->closed);
    row = fact(sheet, row, "Port is set", where);
    free(where);
    free(now);
    row = fact(sheet, row, "How sure", certainty_name(service->certainty));
    row = fact(sheet, row, "Source", service->source);
    row = fact(sheet, row, "Enhanced security", service->not_enhanced);
    return fact(sheet, row, "About", service->help) + 1;
}

static void help_build(struct wizard *wizard, struct sheet *sheet)
{
    enum page_id about = wizard->depth ? wizard->trail[wizard->depth - 1] : PAGE_START;
    const struct page *page = wizard->pages[about];
    sheet_textf(sheet, 0, 1, PAINT_HEADING, "%s", page->title);
    int row = 1;
    const struct help *help = help_of(wizard);
    if (help->service)
        row = help_of_service(wizard, sheet, row + 1, help->service);
    else if (*help->text)
        row += sheet_wrap(sheet, row, KEY_COL, sheet->cols - KEY_COL - 1, PAINT_NORMAL, help->text) + 1;
    if (help->fact) {
        row = help_line(sheet, row, "The product", help->fact->help);
        row = help_line(sheet, row, "Source", help->fact->source) + 1;
    }
    row += sheet_wrap(sheet, row, KEY_COL, sheet->cols - KEY_COL - 1, PAINT_NORMAL, page->about) + 1;
    sheet_text(sheet, row++, 1, PAINT_HEADING, "Keys");
    row = actions(sheet, movement(sheet, row), page, wizard_page(wizard)) + 1;
    row += sheet_wrap(
               sheet, row, KEY_COL, sheet->cols - KEY_COL - 1, PAINT_NORMAL,
               "In a text field letters are text: use the F-keys there, or Tab to another field first. No "
               "F-keys on this console? Press Esc and at once the digit: Esc 0 is F10. Ctrl-C leaves "
               "without applying anything, Ctrl-Z puts penstock aside, fg brings it back.") +
           1;
    sheet_wrap(sheet, row, KEY_COL, sheet->cols - KEY_COL - 1, PAINT_NORMAL,
               "Slow line: start with --slow. No colours: --no-color or NO_COLOR=1. Plain frames: --ascii.");
}

const struct page page_help = {
    .title = "Help",
    .opened_by = ACTION_HELP,
    .here = "the help",
    .enter_does = ENTER_BACK,
    .state_size = sizeof(struct help),
    .asked = help_asked,
    .build = help_build,
    .actions = {ACTION_THEME, ACTION_NONE},
    .about = "",
};
