/* The history of this machine, as pages show it. */
#ifndef TUI_PAGES_HISTORY_H
#define TUI_PAGES_HISTORY_H

#include "tui/wizard/wizard.h"

/* The state of PAGE_HISTORY. */
struct history {
    struct past *items;  /* newest first */
    size_t count, index; /* index: of the one that was opened */
    char *refusal;       /* why it cannot be read; NULL = it can */
};

struct history *history_of(const struct wizard *wizard);
/* Reads it anew. */
void history_look(struct wizard *wizard);
/* `2026-11-20 16:02  apollo  +3 -2  confirmed by apollo`; the sheet owns it. */
const char *history_line(struct sheet *sheet, const struct past *past);

#endif
