#include <stdlib.h>
#include <string.h>

#include "core/base/text.h"
#include "core/catalog/load.h"

static const struct catalog_field fields[] = {
    {"id", WORD, read_name, offsetof(struct service, id), true},
    {"title", WORD, read_text, offsetof(struct service, title), true},
    {"protocol", WORD, read_protocol, offsetof(struct service, protocol), true},
    {"verdict", WORD, read_verdict, offsetof(struct service, verdict), false},
    {"ports", WORD, read_ports, offsetof(struct service, ports), false},
    {"setting", WORD, read_name, offsetof(struct service, setting), false},
    {"switchable", WORD, read_bool, offsetof(struct service, switchable), false},
    {"managed", WORD, read_bool, offsetof(struct service, managed), false},
    {"follows", WORD, read_name, offsetof(struct service, follows), false},
    {"default", WORD, read_bool, offsetof(struct service, default_on), false},
    {"direction", WORD, read_direction, offsetof(struct service, direction), false},
    {"narrow-in-only", WORD, read_bool, offsetof(struct service, narrow_in_only), false},
    {"on-interface", WORD, read_bool, offsetof(struct service, on_interface), false},
    {"where-set", WORD, read_text, offsetof(struct service, where_set), false},
    {"where-set-before", WORD, read_text, offsetof(struct service, where_set_before), false},
    {"where-set-since", WORD, read_version, offsetof(struct service, where_set_since), false},
    {"port-file", WORD, read_text, offsetof(struct service, port_file), false},
    {"warn-off", WORD, read_text, offsetof(struct service, warn_off), false},
    {"browser", WORD, read_bool, offsetof(struct service, browser), false},
    {"port-tls", WORD, read_bool, offsetof(struct service, port_tls), false},
    {"not-enhanced", WORD, read_text, offsetof(struct service, not_enhanced), false},
    {"why", WORD, read_text, offsetof(struct service, why), true},
    {"closed", WORD, read_text, offsetof(struct service, closed), true},
    {"source", WORD | MAP, read_source, offsetof(struct service, source), true},
    {"help", WORD, read_text, offsetof(struct service, help), false},
    {"certainty", WORD, read_certainty, offsetof(struct service, certainty), true},
    {"doubt", WORD, read_text, offsetof(struct service, doubt), false},
    {"patterns", LIST, NULL, 0, false},
    {0},
};

static void catalog_service_check_ports(struct loading *loading, const struct yaml *map,
                                        const struct service *service)
{
    bool has_ports = service->protocol == PROTOCOL_TCP || service->protocol == PROTOCOL_UDP;
    bool own = service->setting && text_equal(service->setting, service->id);
    if (!has_ports && (service->ports.first || service->setting))
        load_error(loading, map, PROBLEM_NO_PORTS, "protocol %s has no ports; take 'ports' and 'setting' out",
                   protocol_name(service->protocol));
    if (has_ports && !service->ports.first && (own || !service->setting))
        load_error(loading, map, PROBLEM_MISSING_KEY, "service '%s' has no 'ports'; add its default",
                   service->id);
    if (has_ports && service->ports.first && service->setting && !own)
        load_error(loading, map, PROBLEM_TWO_PORTS,
                   "service '%s' takes its port from '%s'; take its own 'ports' out", service->id,
                   service->setting);
}

static void read_service(struct loading *loading, const struct yaml *map, void *record)
{
    struct service *service = record;
    const struct yaml *id = yaml_get(map, "id");
    char *what = xasprintf("service '%.60s'", id && id->kind == YAML_WORD ? id->word : "without id");
    service->managed = true;
    service->default_on = true;
    size_t errors = loading->problems->errors;
    fields_read(loading, map, what, fields, service);
    source_doubted(loading, &service->source, service->certainty, service->doubt);
    free(what);
    if (loading->problems->errors == errors)
        catalog_service_check_ports(loading, map, service);
}

/* Services and patterns of earlier files are copied before anything in them is changed. */
static void own_patterns(struct loading *loading)
{
    struct product *product = loading->product;
    for (size_t i = 0; i < product->service_count; i++) {
        struct service *service = &product->services[i];
        service->index = i;
        service->patterns =
            arena_copy(loading->arena, service->patterns, service->pattern_count * sizeof(struct pattern));
    }
}

void services_read(struct loading *loading, const struct yaml *list)
{
    static const struct section section = {
        .key = "services",
        .size = sizeof(struct service),
        .most = MOST_SERVICES,
        .keyed = true,
        .read = read_service,
        .items = offsetof(struct product, services),
        .count = offsetof(struct product, service_count),
    };
    section_read(loading, &section, list);
    own_patterns(loading);
    for (const struct yaml *item = list->first; item && !load_enough(loading); item = item->next) {
        const struct yaml *id = yaml_get(item, "id");
        struct service *service = id && id->kind == YAML_WORD ? load_service(loading, id->word) : NULL;
        if (service)
            patterns_read(loading, item, service);
    }
    services_check(loading, list);
}

char *service_where_set(const struct service *service, const struct version *version)
{
    if (!service->where_set)
        return NULL;
    if (!service->where_set_before)
        return xstrdup(service->where_set);
    if (!version->known)
        return xasprintf("%s (older versions: %s)", service->where_set, service->where_set_before);
    return xstrdup(version_compare(version, &service->where_set_since) < 0 ? service->where_set_before
                                                                           : service->where_set);
}
