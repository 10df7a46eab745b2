#include "tui/wizard/go.h"

bool wizard_is_step(struct wizard *wizard, enum page_id id)
{
    const struct page *page = wizard->pages[id];
    return page->step && (!page->present || page->present(&wizard->model));
}

int wizard_step(struct wizard *wizard, enum page_id page, int *count)
{
    int step = 0, steps = 0;
    for (enum page_id id = 0; id < PAGE_COUNT; id++)
        if (wizard_is_step(wizard, id)) {
            steps++;
            if (id == page)
                step = steps;
        }
    *count = steps;
    return step;
}

/* Side pages leave the preview as it is: they belong to the page that they were opened from. */
static void go_begin_preview(struct wizard *wizard, enum page_id page)
{
    bool own = wizard->pages[page]->step || page == PAGE_START;
    if (own && page != wizard->preview.page)
        preview_begin(&wizard->preview, &wizard->model, page);
}

static void go_show(struct wizard *wizard, enum page_id id)
{
    const struct page *page = wizard->pages[id];
    go_begin_preview(wizard, id);
    wizard->page = id;
    if (page->step)
        wizard->last_step = id;
    if ((page->step || id == PAGE_START) && id != wizard->guided)
        wizard->guided = PAGE_START;
    /* The web page moves ports alone; whoever goes another way means all answers. */
    if ((page->step && id != PAGE_APPLY) || id == PAGE_START)
        model_want_ports(&wizard->model, false);
    wizard->warned = false;
    wizard->stale = true;
    wizard_form(wizard)->typing = false;
    host_refs_note(&wizard->refs, &wizard->model.draft);
    if (page->enter)
        page->enter(wizard);
}

void wizard_go(struct wizard *wizard, enum page_id page)
{
    wizard->depth = 0;
    go_show(wizard, page);
}

void wizard_visit(struct wizard *wizard, enum page_id page)
{
    if (wizard->pages[page]->asked)
        wizard->pages[page]->asked(wizard);
    if (wizard->depth < PAGE_TRAIL)
        wizard->trail[wizard->depth++] = wizard->page;
    go_show(wizard, page);
}

static void go_by(struct wizard *wizard, int by)
{
    wizard->depth = 0;
    for (int id = (int)wizard->page + by; id >= 0 && id < PAGE_COUNT; id += by)
        if (wizard_is_step(wizard, (enum page_id)id) || id == PAGE_START) {
            go_show(wizard, (enum page_id)id);
            return;
        }
}

void wizard_go_on(struct wizard *wizard)
{
    if (wizard->guided == wizard->page)
        go_show(wizard, PAGE_REVIEW);
    else
        go_by(wizard, 1);
}

void wizard_back(struct wizard *wizard)
{
    if (wizard->depth)
        go_show(wizard, wizard->trail[--wizard->depth]);
    else if (wizard->guided == wizard->page)
        go_show(wizard, PAGE_START);
    else if (wizard_page(wizard)->step)
        go_by(wizard, -1);
    else if (wizard->page != PAGE_START)
        go_show(wizard, PAGE_START);
    else if (wizard->model.begun)
        wizard_say(wizard, PAINT_NORMAL, "This is the first page: q or F10 leaves");
}
