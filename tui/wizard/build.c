#include "tui/wizard/build.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/text.h"
#include "tui/form/card.h"
#include "tui/words/asked.h"

enum { ROOMY_ROWS = 16, ROOMY_COLS = 60 };

int wizard_body_row(const struct wizard *wizard)
{
    return wizard->rows >= ROOMY_ROWS ? 2 : 1;
}

int wizard_message_rows(const struct wizard *wizard)
{
    int rows = 0, most = wizard->rows / 4;
    for (const char *text = wizard->message; *text && rows < most; text += strspn(text, " ")) {
        text += sheet_line_of(text, wizard->cols - 2);
        rows++;
    }
    return rows;
}

bool wizard_shows_cards(const struct wizard *wizard)
{
    return wizard_page(wizard)->cards && (wizard->rows < ROOMY_ROWS || wizard->cols < ROOMY_COLS);
}

static void build_title(struct wizard *wizard)
{
    struct model *model = &wizard->model;
    const struct product *product = model_product(model);
    bool own;
    model_site(model);
    const struct host *host = model_host(model, &own);
    const char *version = model->draft.version.text;
    struct text title = {0};
    text_add(&title, " penstock   ");
    if (host)
        text_addf(&title, "%s (%s)", host->name, host_role(host)->name);
    else if (model->begun)
        text_add_safe(&title, model->draft.name.text ? model->draft.name.text : "new site");
    if (model->unsaved)
        text_add(&title, "   not saved");
    if (product)
        text_addf(&title, "   %s ", product->id);
    if (product && version)
        text_add_safe(&title, version);
    snprintf(wizard->title, sizeof(wizard->title), "%s", text_get(&title));
    text_release(&title);
}

/* What the page changed so far; nothing where it changed nothing. */
static void build_preview(struct wizard *wizard)
{
    struct preview *preview = &wizard->preview;
    if (!wizard->model.begun || !preview_update(preview, &wizard->model))
        return;
    const struct rule_lines *added = &preview->added, *removed = &preview->removed;
    if (added->count + removed->count == 0 || wizard->page == PAGE_PREVIEW)
        return;
    char *words =
        xasprintf("This page: +%zu -%zu rules (F4 tells which)   %s %s", added->count, removed->count,
                  added->count ? "+" : "-", added->count ? added->items[0] : removed->items[0]);
    snprintf(wizard->errors, sizeof(wizard->errors), "%s", words);
    free(words);
}

/* The answers that nobody has given yet. */
static size_t count_asked(const struct problems *problems)
{
    size_t asked = 0;
    for (size_t i = 0; i < problems->count; i++)
        asked += problems->items[i].severity == SEVERITY_ERROR && asked_still(&problems->items[i]);
    return asked;
}

static void build_errors(struct wizard *wizard)
{
    const struct problems *problems = wizard->model.begun ? model_problems(&wizard->model) : NULL;
    size_t errors = problems ? problems->errors : 0, asked = problems ? count_asked(problems) : 0;
    *wizard->errors = '\0';
    if (errors && errors == asked && wizard->page != PAGE_START)
        snprintf(wizard->errors, sizeof(wizard->errors), "%zu %s still to be given (F8 goes there)", errors,
                 errors == 1 ? "answer is" : "answers are");
    else if (errors && wizard->page != PAGE_START)
        snprintf(wizard->errors, sizeof(wizard->errors), "%zu %s still to put right (F8 goes there)", errors,
                 errors == 1 ? "answer is" : "answers are");
    if (!errors && wizard->page != PAGE_START)
        build_preview(wizard);
}

void wizard_build(struct wizard *wizard)
{
    struct form *form = wizard_form(wizard);
    int said = wizard_message_rows(wizard), height = wizard->rows - wizard_body_row(wizard) - 2;
    height -= said > 1 ? said - 1 : 0;
    if (!wizard->stale)
        return;
    if (wizard_shows_cards(wizard))
        sheet_begin(&wizard->sheet, CARD_SHEET_COLS, CARD_SHEET_ROWS);
    else
        sheet_begin(&wizard->sheet, wizard->cols, height < 1 ? 1 : height);
    wizard_page(wizard)->build(wizard, &wizard->sheet);
    form_settle(form, &wizard->sheet);
    if (!form->typing) {
        build_title(wizard);
        build_errors(wizard);
    }
    wizard->stale = false;
}
