/* What a piece of the screen means; a theme (theme.h) says how each is painted. */
#ifndef TUI_FORM_PAINT_H
#define TUI_FORM_PAINT_H

#define PAINTS(X)         \
    X(NORMAL, "normal")   \
    X(TITLE, "title")     \
    X(FOOTER, "footer")   \
    X(HEADING, "heading") \
    X(FOCUS, "focus")     \
    X(ADDED, "added")     \
    X(REMOVED, "removed") \
    X(ERROR, "error")     \
    X(WARNING, "warning") \
    X(OK, "ok")           \
    X(MUTED, "muted")

#define PAINT_ENUM(id, name) PAINT_##id,
enum paint { PAINTS(PAINT_ENUM) PAINT_COUNT };
#undef PAINT_ENUM

/* The role's name as themes write it. */
const char *paint_name(enum paint paint);

#endif
