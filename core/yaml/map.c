#include <string.h>

#include "core/base/text.h"
#include "core/yaml/yaml.h"

struct place yaml_place(const struct yaml *node)
{
    return (struct place){.file = node->file, .line = node->line, .column = node->column};
}

struct place yaml_key_place(const struct yaml *node)
{
    return (struct place){.file = node->file, .line = node->key_line, .column = node->key_column};
}

const struct yaml *yaml_get(const struct yaml *map, const char *key)
{
    if (!map || map->kind != YAML_MAP)
        return NULL;
    for (const struct yaml *child = map->first; child; child = child->next)
        if (strcmp(child->key, key) == 0)
            return child;
    return NULL;
}

static const char *kind_words(unsigned kinds)
{
    static const char *const words[] = {"",      "a single word",   "a list",          "a word or a list",
                                        "a map", "a word or a map", "a list or a map", "a value"};
    return words[kinds & 7u];
}

static void yaml_map_unknown_key(const struct yaml *value, const char *what, const struct yaml_key *keys,
                                 struct problems *problems)
{
    enum { MOST = 64 };
    const char *names[MOST];
    size_t count = 0;
    for (; keys[count].name && count < MOST; count++)
        names[count] = keys[count].name;
    const char *nearest = text_nearest(value->key, names, count);
    if (nearest)
        problem_add(problems, PROBLEM_UNKNOWN_KEY, yaml_key_place(value),
                    "unknown key '%s' in %s; did you mean '%s'?", value->key, what, nearest);
    else
        problem_add(problems, PROBLEM_UNKNOWN_KEY, yaml_key_place(value),
                    "unknown key '%s' in %s; take it out or correct it", value->key, what);
}

void yaml_read_map(const struct yaml *map, const char *what, const struct yaml_key *keys, void *into,
                   struct problems *problems)
{
    if (map->kind != YAML_MAP) {
        problem_add(problems, PROBLEM_WRONG_KIND, yaml_place(map),
                    "%s must be a map; write 'key: value' lines", what);
        return;
    }
    for (const struct yaml *value = map->first; value; value = value->next) {
        const struct yaml_key *key = keys;
        while (key->name && strcmp(key->name, value->key) != 0)
            key++;
        if (!key->name)
            yaml_map_unknown_key(value, what, keys, problems);
        else if (!(key->kinds & 1u << value->kind))
            problem_add(problems, PROBLEM_WRONG_KIND, yaml_place(value), "'%s' in %s must be %s", value->key,
                        what, kind_words(key->kinds));
        else
            key->read(value, into, problems);
    }
}
