#include "tui/form/themes.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/text.h"
#include "core/embed/embed.h"

/* NULL: there is no home. The caller frees it. */
static char *own_folder(void)
{
    const char *config = getenv("XDG_CONFIG_HOME"), *home = getenv("HOME");
    /* The rule of XDG: a path that is not absolute counts as none. */
    if (config && *config == '/')
        return xasprintf("%s/penstock/themes", config);
    return home && *home == '/' ? xasprintf("%s/.config/penstock/themes", home) : NULL;
}

static void form_themes_add(struct themes *themes, char *name, char *path)
{
    for (size_t i = 0; i < themes->count; i++)
        if (strcmp(themes->items[i].name, name) == 0) {
            free(name);
            free(themes->items[i].path);
            themes->items[i].path = path;
            return;
        }
    themes->items = xgrow(themes->items, themes->count, &themes->capacity, sizeof(struct theme_entry));
    themes->items[themes->count++] = (struct theme_entry){name, path};
}

static void form_themes_add_own(struct themes *themes, const struct desk *desk)
{
    char *folder = own_folder(), *message = NULL, **paths = NULL;
    size_t count = 0;
    if (folder)
        desk->list_files(desk->context, folder, ".yaml", &paths, &count, &message);
    for (size_t i = 0; i < count; i++) {
        const char *name = strrchr(paths[i], '/') + 1;
        form_themes_add(themes, xstrndup(name, strlen(name) - strlen(".yaml")), paths[i]);
    }
    free(paths);
    free(message);
    free(folder);
}

void themes_list(struct themes *themes, const struct desk *desk)
{
    *themes = (struct themes){0};
    for (const struct embedded *entry = builtin_themes; entry->name; entry++)
        form_themes_add(themes, xstrdup(entry->name), NULL);
    form_themes_add_own(themes, desk);
}

void themes_release(struct themes *themes)
{
    for (size_t i = 0; i < themes->count; i++) {
        free(themes->items[i].name);
        free(themes->items[i].path);
    }
    free(themes->items);
    *themes = (struct themes){0};
}

static const struct theme_entry *form_themes_find(const struct themes *themes, const char *name)
{
    for (size_t i = 0; i < themes->count; i++)
        if (strcmp(themes->items[i].name, name) == 0)
            return &themes->items[i];
    return NULL;
}

const char *themes_next(const struct themes *themes, const char *name)
{
    const struct theme_entry *entry = form_themes_find(themes, name);
    size_t at = entry ? (size_t)(entry - themes->items) + 1 : 0;
    return themes->items[at % themes->count].name;
}

static char *unknown(const struct themes *themes, const char *name)
{
    const char **names = xcalloc(themes->count, sizeof(*names));
    for (size_t i = 0; i < themes->count; i++)
        names[i] = themes->items[i].name;
    const char *near = text_nearest(name, names, themes->count);
    char *message = near ? xasprintf("no theme '%s'; did you mean '%s'?", name, near)
                         : xasprintf("no theme '%s'; 'penstock theme list' shows what there is", name);
    free(names);
    return message;
}

int themes_read(const struct desk *desk, const char *name, char **file, char **data, size_t *length,
                char **message)
{
    struct themes themes;
    themes_list(&themes, desk);
    const struct theme_entry *entry = form_themes_find(&themes, name);
    bool is_path = !entry && strpbrk(name, "/.");
    int result = -1;
    if (entry && !entry->path) {
        const struct embedded *own = embedded_find(builtin_themes, name);
        *file = xstrdup(own->name);
        *data = xstrndup(own->text, own->length);
        *length = own->length;
        result = 0;
    } else if (entry || is_path) {
        *file = xstrdup(entry ? entry->path : name);
        result = desk->read_file(desk->context, *file, data, length, message) == 0 ? 0 : -1;
        if (result < 0)
            free(*file);
    } else {
        *message = unknown(&themes, name);
    }
    themes_release(&themes);
    return result;
}

static int form_themes_load(struct theme *theme, const struct desk *desk, const char *name, char **message)
{
    char *file, *data;
    size_t length;
    struct problems problems = {0};
    if (themes_read(desk, name, &file, &data, &length, message) < 0)
        return -1;
    theme_plain(theme);
    int result = theme_parse(theme, file, data, length, &problems);
    if (result < 0)
        *message = problem_line(&problems.items[0]);
    problems_release(&problems);
    free(file);
    free(data);
    return result;
}

int themes_load(struct theme *theme, const struct desk *desk, const char *name, char **message)
{
    const struct embedded *standard = embedded_find(builtin_themes, "default");
    struct problems none = {0};
    if (name && *name && strcmp(name, "default") != 0 && form_themes_load(theme, desk, name, message) == 0)
        return 0;
    theme_plain(theme);
    theme_parse(theme, standard->name, standard->text, standard->length, &none);
    problems_release(&none);
    return *message ? -1 : 0;
}
