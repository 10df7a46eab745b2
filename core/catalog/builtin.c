#include "core/base/text.h"
#include "core/catalog/load.h"

static const struct catalog_field fields[] = {
    {"id", WORD, read_name, offsetof(struct builtin, id), true},
    {"title", WORD, read_text, offsetof(struct builtin, title), true},
    {"roles", LIST, read_roles, offsetof(struct builtin, roles), true},
    {"direction", WORD, read_directions, offsetof(struct builtin, directions), true},
    {"verdict", WORD, read_verdict, offsetof(struct builtin, verdict), true},
    {"protocol", WORD, read_protocol, offsetof(struct builtin, protocol), false},
    {"interface", WORD, read_name, offsetof(struct builtin, interface), false},
    {"from", WORD, read_prefix, offsetof(struct builtin, from), false},
    {"why", WORD, read_text, offsetof(struct builtin, why), true},
    {"source", WORD | MAP, read_source, offsetof(struct builtin, source), true},
    {"certainty", WORD, read_certainty, offsetof(struct builtin, certainty), true},
    {"doubt", WORD, read_text, offsetof(struct builtin, doubt), false},
    {0},
};

/* Ports are a service's: an always-there rule of a product is about a tunnel, an address or a ping. */
void read_builtin(struct loading *loading, const struct yaml *map, void *record)
{
    struct builtin *builtin = record;
    size_t errors = loading->problems->errors;
    builtin->phase = BUILTIN_AFTER_DENIES;
    fields_read(loading, map, "an always-there rule", fields, builtin);
    if (loading->problems->errors > errors)
        return;
    if (builtin->interface && !text_is_interface(builtin->interface))
        load_error(loading, yaml_get(map, "interface"), PROBLEM_BAD_NAME, "'%.60s' is no interface name",
                   builtin->interface);
    source_doubted(loading, &builtin->source, builtin->certainty, builtin->doubt);
    builtin->comment = arena_printf(loading->arena, "device %s", builtin->id);
}
