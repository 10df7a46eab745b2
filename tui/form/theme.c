#include "tui/form/theme.h"

#include <string.h>

#include "core/base/text.h"
#include "core/yaml/yaml.h"

#define PAINT_NAME(id, name, like) name,
static const char *const paint_names[] = {PAINTS(PAINT_NAME)};
#define PAINT_LIKE(id, name, like) PAINT_##like,
static const enum paint likes[] = {PAINTS(PAINT_LIKE)};
static const char *const colours[] = {"black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"};
static const char *const looks[] = {"bold", "underline", "reverse", "dim"};

enum { COLOURS = sizeof(colours) / sizeof(colours[0]), LOOKS = sizeof(looks) / sizeof(looks[0]) };

const char *paint_name(enum paint paint)
{
    return paint_names[paint];
}

void theme_plain(struct theme *theme)
{
    for (int i = 0; i < PAINT_COUNT; i++)
        theme->paintings[i] = (struct painting){-1, -1, 0, 0};
    theme->paintings[PAINT_TITLE].mono = LOOK_BOLD;
    theme->paintings[PAINT_ERROR].mono = LOOK_BOLD;
}

static int form_theme_find(const char *word, const char *const *names, int count)
{
    for (int i = 0; i < count; i++)
        if (strcmp(word, names[i]) == 0)
            return i;
    return -1;
}

static void form_theme_refuse(struct problems *problems, const char *file, const struct yaml *at,
                              const char *word, const char *const *names, int count)
{
    struct place place = {file, at->line, at->column, NULL};
    const char *near = text_nearest(word, names, (size_t)count);
    if (near)
        problem_add(problems, PROBLEM_THEME, place, "'%s' is not known here: did you mean '%s'?", word, near);
    else
        problem_add(problems, PROBLEM_THEME, place, "'%s' is not known here: use '%s' or the like", word,
                    names[0]);
}

static void read_colour(short *into, const char *file, const struct yaml *value, struct problems *problems)
{
    const char *word = value->kind == YAML_WORD ? value->word : "a list";
    int colour = form_theme_find(word, colours, COLOURS);
    if (colour < 0 && strcmp(word, "default") != 0)
        form_theme_refuse(problems, file, value, word, colours, COLOURS);
    else
        *into = (short)colour;
}

static void read_looks(unsigned *into, const char *file, const struct yaml *value, struct problems *problems)
{
    *into = 0;
    const struct yaml *item = value->kind == YAML_LIST ? value->first : value;
    for (; item; item = value->kind == YAML_LIST ? item->next : NULL) {
        const char *word = item->kind == YAML_WORD ? item->word : "a list";
        int look = form_theme_find(word, looks, LOOKS);
        if (look < 0)
            form_theme_refuse(problems, file, item, word, looks, LOOKS);
        else
            *into |= 1u << look;
    }
}

static void read_painting(struct painting *painting, const char *file, const struct yaml *role,
                          struct problems *problems)
{
    static const char *const keys[] = {"fg", "bg", "attributes", "mono"};
    const struct yaml *value = role->kind == YAML_MAP ? role->first : NULL;
    for (; value; value = value->next) {
        switch (form_theme_find(value->key, keys, 4)) {
        case 0:
            read_colour(&painting->fg, file, value, problems);
            break;
        case 1:
            read_colour(&painting->bg, file, value, problems);
            break;
        case 2:
            read_looks(&painting->looks, file, value, problems);
            break;
        case 3:
            read_looks(&painting->mono, file, value, problems);
            break;
        default:
            form_theme_refuse(problems, file, value, value->key, keys, 4);
        }
    }
}

static void form_theme_read_roles(struct theme *theme, const char *file, const struct yaml *roles,
                                  struct problems *problems)
{
    bool named[PAINT_COUNT] = {false};
    for (const struct yaml *role = roles->first; role; role = role->next) {
        int paint = role->key ? form_theme_find(role->key, paint_names, PAINT_COUNT) : -1;
        if (paint < 0) {
            form_theme_refuse(problems, file, role, role->key ? role->key : "", paint_names, PAINT_COUNT);
            continue;
        }
        named[paint] = true;
        read_painting(&theme->paintings[paint], file, role, problems);
    }
    for (int i = 0; i < PAINT_COUNT; i++)
        if (!named[i])
            theme->paintings[i] = theme->paintings[likes[i]];
}

int theme_parse(struct theme *theme, const char *file, const char *text, size_t length,
                struct problems *problems)
{
    struct arena arena = {0};
    struct theme made = *theme;
    size_t errors = problems->errors;
    const struct yaml *root = yaml_parse(file, text, length, &arena, problems);
    const struct yaml *roles = root && root->kind == YAML_MAP ? yaml_get(root, "roles") : NULL;
    if (roles)
        form_theme_read_roles(&made, file, roles, problems);
    else if (root)
        problem_add(problems, PROBLEM_THEME, (struct place){file, root->line, root->column, NULL},
                    "'roles' is missing: a theme is a map with 'roles'");
    arena_release(&arena);
    if (problems->errors != errors)
        return -1;
    *theme = made;
    return 0;
}
