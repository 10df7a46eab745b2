#include "tui/wizard/wizard.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/text.h"
#include "tui/wizard/ask.h"

static const struct page *const pages[PAGE_COUNT] = {
    [PAGE_START] = &page_start,   [PAGE_PRODUCT] = &page_product, [PAGE_TOPOLOGY] = &page_topology,
    [PAGE_HOSTS] = &page_hosts,   [PAGE_FLOWS] = &page_flows,     [PAGE_SERVICES] = &page_services,
    [PAGE_SAFETY] = &page_safety, [PAGE_REVIEW] = &page_review,   [PAGE_APPLY] = &page_apply,
    [PAGE_STATUS] = &page_status, [PAGE_HOST] = &page_host,       [PAGE_WHY] = &page_why,
    [PAGE_HELP] = &page_help,     [PAGE_RECOVER] = &page_recover, [PAGE_HISTORY] = &page_history,
    [PAGE_PAST] = &page_past,     [PAGE_PREVIEW] = &page_preview, [PAGE_WEB] = &page_web,
    [PAGE_WHATIF] = &page_whatif,
};

const struct page *wizard_page_of(enum page_id id)
{
    return pages[id];
}

int wizard_page_named(const char *name)
{
    for (int id = 0; id < PAGE_COUNT; id++)
        if (strcmp(pages[id]->name, name) == 0)
            return id;
    return -1;
}

void wizard_init(struct wizard *wizard, const struct catalog *catalog, const struct desk *desk)
{
    *wizard = (struct wizard){.page = PAGE_START, .last_step = PAGE_PRODUCT};
    model_init(&wizard->model, catalog, desk);
    wizard_resize(wizard, 24, 80);
}

void wizard_release(struct wizard *wizard)
{
    model_release(&wizard->model);
    sheet_release(&wizard->sheet);
    picture_release(&wizard->picture);
    status_report_release(&wizard->status);
    free(wizard->status_refusal);
    free(wizard->farewell);
    keep_release(&wizard->keep);
    host_refs_release(&wizard->refs);
    preview_release(&wizard->preview);
    free(wizard->past);
    free(wizard->past_refusal);
}

void wizard_resize(struct wizard *wizard, int rows, int cols)
{
    wizard->rows = rows;
    wizard->cols = cols;
    wizard->stale = true;
}

struct form *wizard_form(struct wizard *wizard)
{
    return &wizard->forms[wizard->page];
}

const struct field *wizard_focus(struct wizard *wizard)
{
    return form_field(wizard_form(wizard), &wizard->sheet);
}

void wizard_say(struct wizard *wizard, enum paint paint, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    char *made = xvasprintf(format, args), *safe = text_safe(made);
    va_end(args);
    snprintf(wizard->message, sizeof(wizard->message), "%s", safe);
    wizard->message_paint = paint;
    free(made);
    free(safe);
}

enum page_id wizard_last_step(const struct wizard *wizard)
{
    return wizard->last_step;
}

static bool wizard_present(struct wizard *wizard, enum page_id id)
{
    return !pages[id]->present || pages[id]->present(&wizard->model);
}

int wizard_step(struct wizard *wizard, int *count)
{
    int step = 0, steps = 0;
    for (enum page_id id = 0; id < PAGE_COUNT; id++)
        if (pages[id]->step && wizard_present(wizard, id)) {
            steps++;
            if (id == wizard->page)
                step = steps;
        }
    *count = steps;
    return step;
}

/* Side pages leave the preview as it is: they belong to the page that they were opened from. */
static void begin_preview(struct wizard *wizard, enum page_id page)
{
    bool own = pages[page]->step || page == PAGE_START;
    if (!own || page == wizard->preview_page)
        return;
    wizard->preview_page = page;
    preview_begin(&wizard->preview, &wizard->model);
}

static void wizard_show_own(struct wizard *wizard, enum page_id page)
{
    begin_preview(wizard, page);
    wizard->page = page;
    if (pages[page]->step)
        wizard->last_step = page;
    if ((pages[page]->step || page == PAGE_START) && page != wizard->guided)
        wizard->guided = PAGE_START;
    wizard->warned = false;
    wizard->stale = true;
    wizard_form(wizard)->typing = false;
    host_refs_note(&wizard->refs, &wizard->model.draft);
    if (pages[page]->enter)
        pages[page]->enter(wizard);
}

void wizard_go(struct wizard *wizard, enum page_id page)
{
    wizard->depth = 0;
    wizard_show_own(wizard, page);
}

void wizard_visit(struct wizard *wizard, enum page_id page)
{
    if (wizard->depth < PAGE_TRAIL)
        wizard->trail[wizard->depth++] = wizard->page;
    wizard_show_own(wizard, page);
}

static void leave_by(struct wizard *wizard, int step)
{
    for (int id = (int)wizard->page + step; id >= 0 && id < PAGE_COUNT; id += step)
        if ((pages[id]->step && wizard_present(wizard, (enum page_id)id)) || id == PAGE_START) {
            wizard_show_own(wizard, (enum page_id)id);
            return;
        }
}

void wizard_back(struct wizard *wizard)
{
    if (wizard->depth)
        wizard_show_own(wizard, wizard->trail[--wizard->depth]);
    else if (wizard->guided == wizard->page)
        wizard_show_own(wizard, PAGE_START);
    else if (pages[wizard->page]->step)
        leave_by(wizard, -1);
    else if (wizard->page != PAGE_START)
        wizard_show_own(wizard, PAGE_START);
    else if (wizard->model.begun)
        wizard_say(wizard, PAINT_NORMAL, "This is the first page: q or F10 leaves");
}

static bool page_has_error(struct wizard *wizard, const struct problem **found)
{
    const struct problems *problems = model_problems(&wizard->model);
    for (size_t i = 0; i < problems->count; i++) {
        *found = &problems->items[i];
        if ((*found)->severity == SEVERITY_ERROR && (*found)->field &&
            wizard_page_of_path((*found)->field) == wizard->page)
            return true;
    }
    return false;
}

void wizard_next(struct wizard *wizard)
{
    const struct problem *problem;
    if (!pages[wizard->page]->step) {
        wizard_back(wizard);
        return;
    }
    if (!wizard->warned && page_has_error(wizard, &problem)) {
        wizard_next_error(wizard);
        wizard->warned = true;
        wizard_say(wizard, PAINT_ERROR, "! This is not right yet. Enter once more goes on all the same");
        return;
    }
    if (wizard->guided == wizard->page)
        wizard_show_own(wizard, PAGE_REVIEW);
    else
        leave_by(wizard, 1);
}

void wizard_edited(struct wizard *wizard)
{
    model_edited(&wizard->model);
    wizard->warned = false;
    wizard->stale = true;
}

int wizard_timeout(const struct wizard *wizard)
{
    bool applies = wizard->phase == APPLY_TRIAL && wizard->page == PAGE_APPLY;
    bool shows = wizard->page == PAGE_STATUS && wizard->has_status && wizard->status.trial.open;
    return applies || shows ? 1000 : -1;
}

bool wizard_do_work(struct wizard *wizard)
{
    wizard_work work = wizard->work;
    wizard->work = NULL;
    if (work) {
        work(wizard);
        wizard->stale = true;
    }
    return work != NULL;
}
