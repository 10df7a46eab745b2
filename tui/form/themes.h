/* The themes there are: the built-in ones (themes/), and the user's own files in
 * $XDG_CONFIG_HOME/penstock/themes (else ~/.config/penstock/themes). An own file goes before a built-in theme
 * of the same name. */
#ifndef TUI_FORM_THEMES_H
#define TUI_FORM_THEMES_H

#include "core/desk/desk.h"
#include "tui/form/theme.h"

struct theme_entry {
    char *name;
    char *path; /* NULL = built in */
};

struct themes {
    struct theme_entry *items; /* built-in ones first, each by name */
    size_t count, capacity;
};

void themes_list(struct themes *themes, const struct desk *desk);
void themes_release(struct themes *themes);
/* The name after `name`, round and round; the list owns it. */
const char *themes_next(const struct themes *themes, const char *name);

/* The text of the theme called `name`, or of the file of that path. *file is what places in it are told by.
 * The caller frees both. -1 with *message, one sentence (the caller frees it). */
int themes_read(const struct desk *desk, const char *name, char **file, char **data, size_t *length,
                char **message);
/* NULL or "" = default. -1: *message says why, with the place (the caller frees it), and `theme` is the
 * default. */
int themes_load(struct theme *theme, const struct desk *desk, const char *name, char **message);

#endif
