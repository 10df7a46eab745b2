/* What a piece of the screen means; a theme (theme.h) says how each is painted. */
#ifndef TUI_FORM_PAINT_H
#define TUI_FORM_PAINT_H

/* id, name, the role that it looks like where a theme does not name it (itself: as before the theme). A new role that
 * looks like one that there is needs no change of a theme. */
#define PAINTS(X)                  \
    X(NORMAL, "normal", NORMAL)    \
    X(TITLE, "title", TITLE)       \
    X(FOOTER, "footer", FOOTER)    \
    X(HEADING, "heading", HEADING) \
    X(FOCUS, "focus", FOCUS)       \
    X(ADDED, "added", ADDED)       \
    X(REMOVED, "removed", REMOVED) \
    X(ERROR, "error", ERROR)       \
    X(WARNING, "warning", WARNING) \
    X(OK, "ok", OK)                \
    X(MUTED, "muted", NORMAL)

#define PAINT_ENUM(id, name, like) PAINT_##id,
enum paint { PAINTS(PAINT_ENUM) PAINT_COUNT };
#undef PAINT_ENUM

/* The role's name as themes write it. */
const char *paint_name(enum paint paint);

#endif
