/* The picture of a site: boxes in three columns (who opens, servers, DMZ), arrows by who opens the
 * connection. An arrow's head stands at who listens; inside that box are the ports. It is made of the flows
 * alone and drawn on a canvas; nothing here knows a terminal.
 *
 * Hosts of one kind are put together where there is no room for a box each. What could not be drawn is told
 * in `notes`: every flow is in the picture or there. */
#ifndef TUI_PICTURE_PICTURE_H
#define TUI_PICTURE_PICTURE_H

#include "core/base/arena.h"
#include "core/flow/flow.h"
#include "tui/form/canvas.h"

enum { PICTURE_COLS = 76 }; /* narrower, the list tells it better */

struct picture_box {
    const char *name;    /* in its upper edge */
    int row, col, width; /* of the name, and the room for it */
    bool you;
    const struct host *host; /* NULL: several hosts, or none of the site's */
};

/* The head of an arrow: what one box lets in, or refuses, from the others of that arrow. */
struct picture_arrow {
    const char *label; /* its first line */
    int row, col;      /* of the label */
    size_t box;        /* whose it is */
    bool denied;
    const size_t *flows; /* indexes, in the flows' order */
    size_t flow_count;
};

struct picture {
    struct canvas canvas;
    bool coloured;             /* refusals have a paint of their own: not where each byte counts */
    struct picture_box *boxes; /* by column, from the top */
    size_t box_count;
    struct picture_arrow *arrows; /* in no order */
    size_t arrow_count;
    const char **notes; /* sentences */
    size_t note_count;
    struct arena arena;
};

/* Draws `flows` as `you` (may be NULL) stands in them, `cols` wide and if it can `rows` high. The flows must
 * outlive the picture. */
void picture_make(struct picture *picture, const struct flows *flows, const struct host *you, int rows,
                  int cols);
void picture_release(struct picture *picture);

#endif
