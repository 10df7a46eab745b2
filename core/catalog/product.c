#include <stdlib.h>
#include <string.h>

#include "core/base/text.h"
#include "core/catalog/load.h"

enum { MOST_APPS = 32, MOST_RECORDS = 256 };

static void read_scheme(struct loading *loading, const struct yaml *value, void *at)
{
    static const char *const words[] = {"year-release", "dotted", "release-build"};
    int index = load_word(loading, value, "a version scheme", words, 3);
    enum version_scheme *scheme = at;
    if (index >= 0 && loading->extends && *scheme != (enum version_scheme)index)
        load_error(loading, value, PROBLEM_BAD_VERSION,
                   "the product counts its versions as '%s'; leave this out", words[*scheme]);
    else if (index >= 0)
        *scheme = (enum version_scheme)index;
}

/* The list's words behind those there are already; each once. */
static void catalog_product_add_words(struct loading *loading, const struct yaml *list, const char ***items,
                                      size_t *count, size_t most, field_reader *read)
{
    if (*count + list->count > most) {
        load_error(loading, list, PROBLEM_TOO_MANY, "more than %zu entries in '%s'; take some out", most,
                   list->key);
        return;
    }
    const char **all = arena_array(loading->arena, *count + list->count, sizeof(char *));
    if (*count)
        memcpy(all, *items, *count * sizeof(char *));
    for (const struct yaml *item = list->first; item && !load_enough(loading); item = item->next) {
        bool known = false;
        for (size_t i = 0; item->kind == YAML_WORD && i < *count; i++)
            known |= text_equal(all[i], item->word);
        if (item->kind != YAML_WORD)
            load_error(loading, item, PROBLEM_WRONG_KIND, "each entry of '%s' must be a single word",
                       list->key);
        else if (!known)
            read(loading, item, &all[*count]);
        *count += all[*count] != NULL;
    }
    *items = all;
}

static void read_app_list(struct loading *loading, const struct yaml *list, void *at)
{
    struct product *product = at;
    catalog_product_add_words(loading, list, &product->apps, &product->app_count, MOST_APPS, read_name);
}

static void read_choice(struct loading *loading, const struct yaml *value, void *at)
{
    struct version version = {0};
    read_version(loading, value, &version);
    if (version.known)
        *(const char **)at = value->word;
}

static void read_choices(struct loading *loading, const struct yaml *list, void *at)
{
    struct product *product = at;
    product->version_choice_count = 0;
    catalog_product_add_words(loading, list, &product->version_choices, &product->version_choice_count,
                              MOST_RECORDS, read_choice);
}

static struct ports *read_port_list(struct loading *loading, const struct yaml *list, size_t *count)
{
    struct ports *ports = arena_array(loading->arena, list->count, sizeof(*ports));
    *count = 0;
    for (const struct yaml *item = list->first; item && !load_enough(loading); item = item->next)
        if (item->kind == YAML_WORD)
            read_ports(loading, item, &ports[(*count)++]);
        else
            load_error(loading, item, PROBLEM_WRONG_KIND, "each entry of '%s' must be a port or a range",
                       list->key);
    return ports;
}

static void read_safe_values(struct loading *loading, const struct yaml *list, void *at)
{
    struct product *product = at;
    product->safe_ports = read_port_list(loading, list, &product->safe_port_count);
}

static void read_browser_blocked(struct loading *loading, const struct yaml *list, void *at)
{
    struct product *product = at;
    product->browser_blocked = read_port_list(loading, list, &product->browser_blocked_count);
}

static void read_safe(struct loading *loading, const struct yaml *map, void *at)
{
    static const struct catalog_field fields[] = {
        {"setting", WORD, read_name, offsetof(struct product, safe_ports_setting), true},
        {"ports", LIST, read_safe_values, 0, true},
        {0},
    };
    fields_read(loading, map, "'safe-ports'", fields, at);
}

static void read_topology(struct loading *loading, const struct yaml *map, void *record)
{
    static const struct catalog_field fields[] = {
        {"id", WORD, read_name, offsetof(struct topology, id), true},
        {"title", WORD, read_text, offsetof(struct topology, title), true},
        {"servers", WORD, read_count, offsetof(struct topology, servers), true},
        {"permanent-standbys", WORD, read_count, offsetof(struct topology, permanent_max), true},
        {"dmz-standbys", WORD, read_count, offsetof(struct topology, dmz_max), true},
        {"links-max", WORD, read_count, offsetof(struct topology, links_max), false},
        {"links-needed", WORD, read_bool, offsetof(struct topology, links_needed), false},
        {"source", WORD | MAP, read_source, offsetof(struct topology, source), true},
        {0},
    };
    fields_read(loading, map, "a topology", fields, record);
}

static void read_internal(struct loading *loading, const struct yaml *map, void *record)
{
    static const struct catalog_field fields[] = {
        {"title", WORD, read_text, offsetof(struct internal, title), true},
        {"protocol", WORD, read_protocol, offsetof(struct internal, protocol), true},
        {"ports", WORD, read_ports, offsetof(struct internal, ports), false},
        {"version", MAP, read_range, offsetof(struct internal, version), false},
        {"source", WORD | MAP, read_source, offsetof(struct internal, source), true},
        {0},
    };
    fields_read(loading, map, "an internal port", fields, record);
}

static void read_app_title(struct loading *loading, const struct yaml *map, void *record)
{
    static const struct catalog_field fields[] = {
        {"app", WORD, read_name, offsetof(struct app_title, app), true},
        {"title", WORD, read_text, offsetof(struct app_title, title), true},
        {0},
    };
    fields_read(loading, map, "a title of an application", fields, record);
}

static void read_field_fact(struct loading *loading, const struct yaml *map, void *record)
{
    static const struct catalog_field fields[] = {
        {"field", WORD, read_name, offsetof(struct field_fact, field), true},
        {"help", WORD, read_text, offsetof(struct field_fact, help), true},
        {"source", WORD | MAP, read_source, offsetof(struct field_fact, source), true},
        {0},
    };
    fields_read(loading, map, "a fact about a field", fields, record);
}

static void read_suggestion(struct loading *loading, const struct yaml *map, void *record)
{
    static const struct catalog_field fields[] = {
        {"name", WORD, read_name, offsetof(struct suggestion, name), true},
        {"title", WORD, read_text, offsetof(struct suggestion, title), true},
        {"protocol", WORD, read_protocol, offsetof(struct suggestion, protocol), true},
        {"ports", WORD, read_ports, offsetof(struct suggestion, ports), false},
        {"from", LIST, read_roles, offsetof(struct suggestion, from), false},
        {"to", LIST, read_roles, offsetof(struct suggestion, to), false},
        {"source", WORD | MAP, read_source, offsetof(struct suggestion, source), true},
        {0},
    };
    fields_read(loading, map, "a suggestion", fields, record);
}

#define SECTION(name, type, keyed_, read_, items_, count_)                                        \
    {                                                                                             \
        name, sizeof(struct type), MOST_RECORDS, keyed_, read_, offsetof(struct product, items_), \
            offsetof(struct product, count_)                                                      \
    }

static const struct section sections[] = {
    SECTION("topologies", topology, true, read_topology, topologies, topology_count),
    {"always", sizeof(struct builtin), MOST_BUILTINS, true, read_builtin, offsetof(struct product, builtins),
     offsetof(struct product, builtin_count)},
    SECTION("internals", internal, false, read_internal, internals, internal_count),
    SECTION("advices", advice, true, read_advice, advices, advice_count),
    SECTION("app-titles", app_title, true, read_app_title, app_titles, app_title_count),
    SECTION("fields", field_fact, true, read_field_fact, field_facts, field_fact_count),
    SECTION("suggestions", suggestion, true, read_suggestion, suggestions, suggestion_count),
};

/* In this order, whatever the file's: the later ones need what the earlier ones say. */
static const struct catalog_field fields[] = {
    {"penstock-catalog", WORD, NULL, 0, true},
    {"product", WORD, NULL, 0, true},
    {"title", WORD, read_text, offsetof(struct product, title), false},
    {"versions", WORD, read_scheme, offsetof(struct product, scheme), false},
    {"version-choices", LIST, read_choices, 0, false},
    {"sources", MAP, read_sources, 0, false},
    {"apps", LIST, read_app_list, 0, false},
    {"app-ports", LIST, read_apps, offsetof(struct product, app_ports), false},
    {"enhanced-from", WORD, read_version, offsetof(struct product, enhanced_from), false},
    {"safe-ports", MAP, read_safe, 0, false},
    {"browser-blocked", LIST, read_browser_blocked, 0, false},
    {"roles", MAP, read_role_map, offsetof(struct product, roles), false},
    {"topologies", LIST, NULL, 0, false},
    {"always", LIST, NULL, 0, false},
    {"internals", LIST, NULL, 0, false},
    {"advices", LIST, NULL, 0, false},
    {"app-titles", LIST, NULL, 0, false},
    {"fields", LIST, NULL, 0, false},
    {"suggestions", LIST, NULL, 0, false},
    {"services", LIST, NULL, 0, false},
    {0},
};

/* Keys, kinds and format; the values are read afterwards, in the table's order. */
static int check_shape(struct loading *loading, const struct yaml *root)
{
    struct catalog_field shape[sizeof(fields) / sizeof(fields[0])];
    memcpy(shape, fields, sizeof(fields));
    for (struct catalog_field *field = shape; field->name; field++) {
        field->read = NULL;
        if (!loading->extends)
            field->needed |= strcmp(field->name, "title") == 0 || strcmp(field->name, "versions") == 0 ||
                             strcmp(field->name, "roles") == 0 || strcmp(field->name, "services") == 0;
    }
    fields_read(loading, root, "the catalog", shape, NULL);
    const struct yaml *format = yaml_get(root, "penstock-catalog");
    if (format && format->kind == YAML_WORD && strcmp(format->word, "1") != 0)
        load_error(loading, format, PROBLEM_BAD_FORMAT,
                   "catalog format '%.20s' is not known; this program reads 1", format->word);
    return loading->problems->errors > loading->errors_before ? -1 : 0;
}

void product_read(struct loading *loading, const struct yaml *root)
{
    if (check_shape(loading, root) < 0)
        return;
    for (const struct catalog_field *field = fields; field->name; field++) {
        const struct yaml *value = field->read ? yaml_get(root, field->name) : NULL;
        if (value)
            field->read(loading, value, (char *)loading->product + field->offset);
    }
    for (size_t i = 0; i < sizeof(sections) / sizeof(sections[0]); i++) {
        const struct yaml *list = yaml_get(root, sections[i].key);
        if (list)
            section_read(loading, &sections[i], list);
    }
    const struct yaml *services = yaml_get(root, "services");
    if (services)
        services_read(loading, services);
}
