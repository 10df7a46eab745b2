/* Roles: their names are numbered over all products, so that a set of them is one word. */
#include <stdlib.h>

#include "core/base/text.h"
#include "core/catalog/load.h"

static const char *const traits[] = {
#define TRAIT_WORD(NAME, WORD) WORD,
    TRAITS(TRAIT_WORD)
#undef TRAIT_WORD
};

/* Reads a list of words, each a bit of *at. */
static void read_bits(struct loading *loading, const struct yaml *list, const char *what,
                      const char *const *words, size_t count, uint32_t *at)
{
    for (const struct yaml *item = list->first; item && !load_enough(loading); item = item->next) {
        if (item->kind != YAML_WORD) {
            load_error(loading, item, PROBLEM_WRONG_KIND, "%s must be a single word", what);
            continue;
        }
        int index = load_word(loading, item, what, words, count);
        if (index >= 0)
            *at |= 1u << index;
    }
}

void read_roles(struct loading *loading, const struct yaml *list, void *at)
{
    read_bits(loading, list, "a role", loading->roles.names, loading->roles.count, at);
}

static void read_traits(struct loading *loading, const struct yaml *list, void *at)
{
    read_bits(loading, list, "a trait", traits, TRAIT_COUNT, at);
}

static void read_uses_default(struct loading *loading, const struct yaml *list, void *at)
{
    role_set *sets = at;
    size_t count = 0;
    for (const struct yaml *item = list->first; item; item = item->next)
        if (item->kind != YAML_LIST || count == 2) {
            load_error(loading, item, PROBLEM_WRONG_KIND, "'uses-default' is one or two lists of roles");
            return;
        } else
            read_roles(loading, item, &sets[count++]);
}

static void read_role(struct loading *loading, const struct yaml *map, size_t number, struct role_fact *fact)
{
    static const struct catalog_field fields[] = {
        {"title", WORD, read_text, offsetof(struct role_fact, title), true},
        {"plural", WORD, read_text, offsetof(struct role_fact, plural), false},
        {"help", WORD, read_text, offsetof(struct role_fact, help), true},
        {"traits", LIST, read_traits, offsetof(struct role_fact, traits), false},
        {"minimum", WORD, read_version, offsetof(struct role_fact, minimum), false},
        {"unknown-is", WORD, read_version, offsetof(struct role_fact, unknown_is), false},
        {"uses", LIST, read_roles, offsetof(struct role_fact, uses), false},
        {"uses-default", LIST, read_uses_default, offsetof(struct role_fact, uses_default), false},
        {"apps-default", LIST, read_apps, offsetof(struct role_fact, apps_default), false},
        {0},
    };
    struct role_table *roles = &loading->roles;
    char *what = xasprintf("role '%s'", roles->names[number]);
    *fact = (struct role_fact){.known = true, .name = roles->names[number]};
    fields_read(loading, map, what, fields, fact);
    if (!yaml_get(map, "traits"))
        fact->traits = roles->traits[number];
    roles->traits[number] = roles->traits[number] ? roles->traits[number] : fact->traits;
    fact->plural = fact->plural ? fact->plural : fact->title;
    free(what);
}

static size_t role_number(struct loading *loading, const char *name)
{
    size_t at = 0;
    while (at < loading->roles.count && !text_equal(loading->roles.names[at], name))
        at++;
    return at;
}

/* All names first: a role may use one that comes later. */
static void number_roles(struct loading *loading, const struct yaml *map)
{
    for (const struct yaml *value = map->first; value && !load_enough(loading); value = value->next) {
        const char *name = NULL;
        struct yaml key = {.file = value->file, .line = value->key_line, .column = value->key_column};
        key.word = value->key;
        if (role_number(loading, value->key) < loading->roles.count)
            continue;
        if (loading->roles.count == ROLES_MOST)
            load_error(loading, &key, PROBLEM_TOO_MANY, "more than %d roles in all catalogs; take some out",
                       ROLES_MOST);
        else
            read_name(loading, &key, &name);
        if (name)
            loading->roles.names[loading->roles.count++] = name;
    }
}

void read_role_map(struct loading *loading, const struct yaml *map, void *at)
{
    struct product *product = loading->product;
    struct role_fact *facts = at;
    number_roles(loading, map);
    for (const struct yaml *value = map->first; value && !load_enough(loading); value = value->next) {
        size_t number = role_number(loading, value->key);
        if (number < loading->roles.count)
            read_role(loading, value, number, &facts[number]);
    }
    for (size_t trait = 0; trait < TRAIT_COUNT; trait++) {
        product->with[trait] = 0;
        for (unsigned role = 0; role < ROLES_MOST; role++)
            product->with[trait] |= facts[role].traits >> trait & 1 ? role_bit(role) : 0;
    }
}
