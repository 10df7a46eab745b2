/* The pages of the wizard, by their ids (tui/wizard/pages.h). */
#ifndef TUI_PAGES_PAGES_H
#define TUI_PAGES_PAGES_H

#include "tui/wizard/pages.h"

extern const struct page *const pages[PAGE_COUNT];

#endif
