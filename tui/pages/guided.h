/* Guided changes: one thing to change, its fields at once, then the review. */
#ifndef TUI_PAGES_GUIDED_H
#define TUI_PAGES_GUIDED_H

#include "tui/wizard/wizard.h"

struct guided {
    const char *id, *label, *words;
    field_act act;
};

/* The changes that make sense for the present site, at most `size`; returns how many. */
size_t guided_changes(struct wizard *wizard, struct guided *changes, size_t size);

#endif
