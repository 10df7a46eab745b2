/* The live preview: which rules of the shown host an editing page added and removed since it was opened. It
 * compares plans, not the machine: nothing is read or rehearsed for it. */
#ifndef TUI_WIZARD_PREVIEW_H
#define TUI_WIZARD_PREVIEW_H

#include <stdbool.h>
#include <stddef.h>

#include "tui/wizard/pages.h"

struct model;

/* Rules as sorted lines of text; owned. */
struct rule_lines {
    char **items;
    size_t count;
    bool known; /* false: errors stood in the way of a plan */
};

struct preview {
    enum page_id page; /* since it was opened */
    char host[64];     /* whose rules `before` are */
    struct rule_lines before;
    struct rule_lines added, removed;
};

void preview_release(struct preview *preview);
/* From here on: what the model says now is what later edits on `page` are compared with. */
void preview_begin(struct preview *preview, struct model *model, enum page_id page);
/* Compares with the present model. False: there is no plan now, or there was none; both lists are empty. */
bool preview_update(struct preview *preview, struct model *model);

#endif
