#include "tui/wizard/wizard.h"

#include <stdio.h>
#include <stdlib.h>

#include "core/base/text.h"

void wizard_init(struct wizard *wizard, const struct page *const *pages, const struct catalog *catalog,
                 const struct desk *desk)
{
    *wizard = (struct wizard){.pages = pages, .page = PAGE_START, .last_step = PAGE_PRODUCT};
    for (enum page_id id = 0; id < PAGE_COUNT; id++)
        if (pages[id]->state_size)
            wizard->states[id] = xcalloc(1, pages[id]->state_size);
    model_init(&wizard->model, catalog, desk);
    wizard_resize(wizard, 24, 80);
}

void wizard_release(struct wizard *wizard)
{
    for (enum page_id id = 0; id < PAGE_COUNT; id++) {
        if (wizard->pages[id]->release)
            wizard->pages[id]->release(wizard->states[id]);
        free(wizard->states[id]);
    }
    model_release(&wizard->model);
    sheet_release(&wizard->sheet);
    kept_release(&wizard->keep);
    host_refs_release(&wizard->refs);
    preview_release(&wizard->preview);
}

void wizard_resize(struct wizard *wizard, int rows, int cols)
{
    wizard->rows = rows;
    wizard->cols = cols;
    wizard->stale = true;
}

const struct page *wizard_page(const struct wizard *wizard)
{
    return wizard->pages[wizard->page];
}

void *wizard_state(const struct wizard *wizard, enum page_id page)
{
    return wizard->states[page];
}

struct form *wizard_form(struct wizard *wizard)
{
    return &wizard->forms[wizard->page];
}

const struct field *wizard_focus(struct wizard *wizard)
{
    return form_field(wizard_form(wizard), &wizard->sheet);
}

void wizard_edited(struct wizard *wizard)
{
    model_edited(&wizard->model);
    wizard->warned = false;
    wizard->stale = true;
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

int wizard_timeout(const struct wizard *wizard)
{
    const struct page *page = wizard_page(wizard);
    return page->ticks && page->ticks(wizard) ? 1000 : -1;
}

void wizard_tick(struct wizard *wizard)
{
    if (wizard_page(wizard)->tick)
        wizard->work = wizard_page(wizard)->tick;
    wizard->stale = true;
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
