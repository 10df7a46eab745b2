#include "tui/pages/pages.h"

#define PAGE_DECLARED(id, name) extern const struct page page_##name;
PAGES(PAGE_DECLARED)

#define PAGE_LISTED(id, name) &page_##name,
const struct page *const pages[PAGE_COUNT] = {PAGES(PAGE_LISTED)};
