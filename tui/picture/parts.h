/* What picture.c and its rooms share: groups (the boxes), links (two groups that talk), bundles (links of the
 * same ports, drawn as one line), and where they stand. All of it lives in the picture's arena. */
#ifndef TUI_PICTURE_PARTS_H
#define TUI_PICTURE_PARTS_H

#include "tui/picture/picture.h"

enum { LEFT, MIDDLE, RIGHT, COLUMNS };
enum { NOWHERE = -1, LABEL_LINES = 8, BOX_ROWS = 64, TITLE_ROWS = 1 };

struct group {
    const char *name, *note, *names; /* upper edge, lower edge; who is in it */
    int column, kind;
    bool you, outside;
    const struct host *host; /* the first; NULL: outside */
    size_t count;            /* hosts or addresses in it */
    size_t into;             /* the group that it was put into; its own index = none */
    int row, col, rows, cols;
    size_t box; /* in the picture */
};

/* What may come in at one end. */
struct mark {
    const char *label; /* NULL: nothing is opened to it */
    bool denied;       /* nothing but refusals */
};

struct link {
    int a, b;
    struct mark at_a, at_b;
    bool taken;
};

struct member {
    int group, part; /* part: members of one part do not talk by this bundle; PART_ALL: all do */
    struct mark mark;
    int row; /* of the line, within the box: 1 is the first inner row */
    const char *lines[LABEL_LINES];
    int line_count;
};

enum { PART_ALL = -1 };

struct bundle {
    struct member *members;
    size_t count;
    int gap;  /* the columns `gap` and `gap + 1` lie beside it */
    int lane; /* its column on the canvas */
    bool dropped;
};

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
