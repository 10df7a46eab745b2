/* The lists of maps of a site file: hosts, admin, extra. */
#include <stdlib.h>

#include "core/base/text.h"
#include "core/draft/reader.h"

/* Makes room for one more record and says where its map stood. */
typedef void *add_record(struct draft *draft, const struct yaml *map);

struct list_kind {
    const char *key, *what, *shape;
    const struct draft_field *fields;
    add_record *add;
    bool named; /* the field path says the name, not the index */
};

static void draft_load_list_read_list(struct draft_reader *reader, const struct yaml *list,
                                      const struct list_kind *kind)
{
    if (list->kind != YAML_LIST) {
        draft_reader_error(reader, PROBLEM_WRONG_KIND, list,
                           "'%s' must be a list of maps; write '- %s' lines", kind->key, kind->shape);
        return;
    }
    size_t index = 0;
    for (const struct yaml *item = list->first; item; item = item->next, index++) {
        if (item->kind != YAML_MAP) {
            draft_reader_error(reader, PROBLEM_WRONG_KIND, item, "%s must be a map; write '- %s'", kind->what,
                               kind->shape);
            continue;
        }
        const struct yaml *name = kind->named ? yaml_get(item, "name") : NULL;
        bool usable = name && name->kind == YAML_WORD && text_is_name(name->word);
        char *path = usable ? xasprintf("%s.%s.", kind->key, name->word)
                            : xasprintf(kind->named ? "%s.#%zu." : "%s.%zu.", kind->key, index);
        struct draft_reader inner = *reader;
        inner.path = path;
        inner.what = kind->what;
        draft_read_record(&inner, item, kind->add(reader->draft, item), kind->fields, NULL);
        free(path);
    }
}

static void *draft_load_list_add_host(struct draft *draft, const struct yaml *map)
{
    struct draft_host *host = draft_host_add(draft, NULL, NULL);
    host->line = map->line;
    host->column = map->column;
    return host;
}

static void *draft_load_list_add_admin(struct draft *draft, const struct yaml *map)
{
    struct draft_admin *admin = draft_admin_add(draft);
    admin->line = map->line;
    admin->column = map->column;
    return admin;
}

static void *draft_load_list_add_extra(struct draft *draft, const struct yaml *map)
{
    struct draft_extra *extra = draft_extra_add(draft);
    extra->line = map->line;
    extra->column = map->column;
    return extra;
}

void draft_read_hosts(struct draft_reader *reader, const struct yaml *list)
{
    const struct list_kind kind = {.key = "hosts",
                                   .what = "a host",
                                   .shape = "{name: .., role: .., address: ..}",
                                   .fields = draft_host_fields,
                                   .add = draft_load_list_add_host,
                                   .named = true};
    draft_load_list_read_list(reader, list, &kind);
}

void draft_read_admins(struct draft_reader *reader, const struct yaml *list)
{
    const struct list_kind kind = {.key = "admin",
                                   .what = "an entry of 'admin'",
                                   .shape = "{service: ssh, port: 22, from: [..]}",
                                   .fields = draft_admin_fields,
                                   .add = draft_load_list_add_admin};
    draft_load_list_read_list(reader, list, &kind);
}

void draft_read_extras(struct draft_reader *reader, const struct yaml *list)
{
    const struct list_kind kind = {.key = "extra",
                                   .what = "an entry of 'extra'",
                                   .shape = "{name: .., from: .., to: .., protocol: .., ports: .., why: ..}",
                                   .fields = draft_extra_fields,
                                   .add = draft_load_list_add_extra,
                                   .named = true};
    draft_load_list_read_list(reader, list, &kind);
}
