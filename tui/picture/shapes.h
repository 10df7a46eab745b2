/* What a picture is made of: groups (the boxes), links (two groups that talk), bundles (links of the same ports,
 * drawn as one line), and where they stand. */
#ifndef TUI_PICTURE_SHAPES_H
#define TUI_PICTURE_SHAPES_H

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

#endif
