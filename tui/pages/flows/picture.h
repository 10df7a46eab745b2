/* The picture of who talks to whom, as fields on a sheet: boxes and the heads of arrows. */
#ifndef TUI_PAGES_FLOWS_PICTURE_H
#define TUI_PAGES_FLOWS_PICTURE_H

#include "tui/picture/picture.h"
#include "tui/wizard/wizard.h"

/* How the page of the flows shows them. */
struct flows_view {
    bool listed;   /* the list instead of the picture */
    bool was_list; /* it was shown last: where there is no room for a picture too */
    struct picture picture;
};

struct flows_view *flows_view_of(const struct wizard *wizard);
void flows_view_release(void *view);

/* Draws the flows of the model from `row` on; Enter on an arrow leads to its flows. */
void flows_picture(struct wizard *wizard, struct sheet *sheet, int row);

#endif
