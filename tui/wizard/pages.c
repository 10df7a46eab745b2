#include "tui/wizard/pages.h"

#include <string.h>

#include "core/base/text.h"

#define PAGE_NAME(id, name) #name,
static const char *const names[] = {PAGES(PAGE_NAME)};

#define ENTER_FACT(id, word, narrow, leaves) {word, narrow, leaves},
static const struct enter_fact enters[] = {ENTERS(ENTER_FACT)};

const char *pages_name(enum page_id id)
{
    return names[id];
}

int pages_named(const char *name)
{
    for (int id = 0; id < PAGE_COUNT; id++)
        if (strcmp(names[id], name) == 0)
            return id;
    return -1;
}

const char *pages_nearest(const char *typed)
{
    return text_nearest(typed, names, PAGE_COUNT);
}

bool pages_has_path(const struct page *page, const char *path)
{
    size_t length = strcspn(path, ".");
    for (const char *at = page->paths; at && *at; at += strspn(at, " ")) {
        size_t word = strcspn(at, " ");
        if (word == length && strncmp(at, path, length) == 0)
            return true;
        at += word;
    }
    return false;
}

const struct enter_fact *pages_enter(const struct page *page)
{
    return &enters[page->enter_does];
}
