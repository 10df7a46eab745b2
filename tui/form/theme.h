/* A theme: how each role of the screen is painted. Read from YAML (themes/, compiled in; `--theme` names one
 * or gives a file's text). Eight colours; -1 is the terminal's own. */
#ifndef TUI_FORM_THEME_H
#define TUI_FORM_THEME_H

#include <stddef.h>

#include "core/base/problem.h"
#include "tui/form/paint.h"

enum look { LOOK_BOLD = 1, LOOK_UNDERLINE = 2, LOOK_REVERSE = 4, LOOK_DIM = 8 };

struct painting {
    short fg, bg;   /* 0..7 or -1 */
    unsigned looks; /* of enum look, with colours */
    unsigned mono;  /* of enum look, without colours */
};

struct theme {
    struct painting paintings[PAINT_COUNT];
};

/* No colours, plain attributes: what is used when a theme is broken. */
void theme_plain(struct theme *theme);
/* -1: errors in `problems`, and `theme` is as it was. Roles that are not named keep what `theme` says. */
int theme_parse(struct theme *theme, const char *file, const char *text, size_t length,
                struct problems *problems);

#endif
