/* What picture.c and its rooms share, and in which order they work on it. All of it lives in the picture's arena. */
#ifndef TUI_PICTURE_PARTS_H
#define TUI_PICTURE_PARTS_H

#include "tui/picture/shapes.h"

struct parts {
    struct picture *picture;
    const struct flows *flows;
    const struct host *you;
    size_t most;  /* boxes a column */
    bool sparing; /* of bytes */
    bool closed;  /* ends outside the site are told in words */
    int rows, cols, widths[COLUMNS], lefts[COLUMNS];
    struct group *groups;
    size_t group_count;
    int *from, *to; /* groups of each flow's ends; NOWHERE = not drawn */
    bool *shown;    /* by flow */
    struct link *links;
    size_t link_count;
    struct bundle *bundles;
    size_t bundle_count;
};

void picture_groups(struct parts *parts);
/* The links and bundles of the groups. */
void picture_links(struct parts *parts);
void picture_bundles(struct parts *parts);
/* Finds rows, places and lanes; bundles that find none are dropped. */
void picture_place(struct parts *parts);
/* False: no lanes for the present rows. */
bool picture_lanes(struct parts *parts, int gap);
void picture_draw(struct parts *parts);
void picture_notes(struct parts *parts);

/* The ports of the flows from group `from` to `to`. */
struct mark picture_mark(struct parts *parts, int from, int to);
/* `tcp 5481` without its `tcp`, `udp 123`, `ping`, `all`. */
const char *picture_ports(struct arena *arena, const struct flow *flow);
/* Whether the member stands to the left of its bundle's gap. */
bool picture_on_left(const struct parts *parts, const struct bundle *bundle, const struct member *member);
/* The member's row on the canvas. */
int picture_row(const struct parts *parts, const struct member *member);

#endif
