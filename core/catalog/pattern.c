#include "core/base/text.h"
#include "core/catalog/load.h"

enum { MOST_PATTERNS = 16 };

static const struct catalog_field fields[] = {
    {"relation", WORD, read_relation, offsetof(struct pattern, relation), true},
    {"from", LIST, read_roles, offsetof(struct pattern, openers), false},
    {"to", LIST, read_roles, offsetof(struct pattern, listeners), false},
    {"from-version", MAP, read_range, offsetof(struct pattern, opener_version), false},
    {"to-version", MAP, read_range, offsetof(struct pattern, listener_version), false},
    {"either-before", WORD, read_version, offsetof(struct pattern, either_before), false},
    {"apps", LIST, read_apps, offsetof(struct pattern, apps), false},
    {"state", WORD, read_state, offsetof(struct pattern, state), false},
    {"switch-at", WORD, read_switch_at, offsetof(struct pattern, switch_at), false},
    {"follows", LIST, NULL, 0, false},
    {"follows-version", MAP, read_range, offsetof(struct pattern, follows_version), false},
    {"setting", WORD, read_name, offsetof(struct pattern, setting), false},
    {"ports", WORD, read_ports, offsetof(struct pattern, ports), false},
    {"legacy-ports", WORD, read_ports, offsetof(struct pattern, legacy_ports), false},
    {"certainty", WORD, read_certainty, offsetof(struct pattern, certainty), false},
    {"doubt", WORD, read_text, offsetof(struct pattern, doubt), false},
    {"reason", WORD, read_text, offsetof(struct pattern, reason), false},
    {"source", WORD | MAP, read_source, offsetof(struct pattern, source), false},
    {"otherwise", WORD, read_name, offsetof(struct pattern, otherwise), false},
    {0},
};

/* What a pattern has if it says nothing: what its service has. */
static struct pattern inherited(const struct service *service)
{
    return (struct pattern){
        .state = service->default_on ? DEFAULT_ON : DEFAULT_OFF,
        .certainty = service->certainty,
        .reason = service->why,
        .source = service->source,
    };
}

static void read_follows(struct loading *loading, const struct yaml *list, struct pattern *pattern)
{
    enum { MOST = sizeof(pattern->follows) / sizeof(pattern->follows[0]) };
    if (list->count > MOST) {
        load_error(loading, list, PROBLEM_TOO_MANY, "a pattern follows at most %d services", MOST);
        return;
    }
    for (const struct yaml *item = list->first; item; item = item->next) {
        struct service *followed = load_service_word(loading, item);
        if (followed)
            pattern->follows[pattern->follows_count++] = followed->index;
    }
}

static void check_roles(struct loading *loading, const struct yaml *map, const struct pattern *pattern)
{
    role_set named = pattern->openers | pattern->listeners;
    if (pattern->relation != RELATION_DEVICE && (!pattern->openers || !pattern->listeners))
        load_error(loading, map, PROBLEM_MISSING_KEY,
                   "a pattern needs roles in both 'from' and 'to'; add them");
    if (loading->problems->errors > loading->errors_before)
        return; /* the role may be the one that is misspelt in 'roles' */
    for (unsigned i = 0; i < ROLES_MOST; i++)
        if (named >> i & 1 && !loading->product->roles[i].known)
            load_error(loading, map, PROBLEM_UNKNOWN_WORD, "the product has no role '%s'; add it to 'roles'",
                       loading->roles.names[i]);
}

static void catalog_pattern_check_ports(struct loading *loading, const struct yaml *map,
                                        const struct service *service, struct pattern *pattern)
{
    const struct yaml *setting = yaml_get(map, "setting"), *ports = yaml_get(map, "ports");
    bool has_ports = service->protocol == PROTOCOL_TCP || service->protocol == PROTOCOL_UDP;
    if (setting && ports)
        load_error(loading, ports, PROBLEM_TWO_PORTS,
                   "a pattern has 'setting' or 'ports', not both; take one out");
    if ((setting || ports) && !has_ports)
        load_error(loading, setting ? setting : ports, PROBLEM_NO_PORTS,
                   "protocol %s has no ports; take it out", protocol_name(service->protocol));
    if (!setting && !ports) {
        pattern->setting = service->setting;
        pattern->ports = service->ports;
    }
}

static void read_pattern(struct loading *loading, const struct yaml *map, const struct service *service,
                         struct pattern *pattern)
{
    size_t errors = loading->problems->errors;
    *pattern = inherited(service);
    fields_read(loading, map, "a pattern", fields, pattern);
    source_doubted(loading, &pattern->source, pattern->certainty, pattern->doubt);
    const struct yaml *follows = yaml_get(map, "follows");
    if (follows && follows->kind == YAML_LIST)
        read_follows(loading, follows, pattern);
    if (loading->problems->errors > errors)
        return;
    if ((pattern->state == DEFAULT_FOLLOWS) != (pattern->follows_count > 0))
        load_error(loading, map, PROBLEM_BAD_FOLLOWS,
                   "'state: follows' and a list 'follows' belong together; write both");
    check_roles(loading, map, pattern);
    catalog_pattern_check_ports(loading, map, service, pattern);
}

/* A device's service without patterns has one: the device and its surroundings. */
static void catalog_pattern_device_pattern(struct loading *loading, const struct yaml *map,
                                           struct service *service)
{
    service->patterns = arena_alloc(loading->arena, sizeof(struct pattern));
    service->pattern_count = 1;
    *service->patterns = inherited(service);
    service->patterns->relation = RELATION_DEVICE;
    service->patterns->openers = service->patterns->listeners = loading->product->with[TRAIT_DEVICE];
    service->patterns->setting = service->setting;
    service->patterns->ports = service->ports;
    check_roles(loading, map, service->patterns);
}

void patterns_read(struct loading *loading, const struct yaml *map, struct service *service)
{
    const struct yaml *list = yaml_get(map, "patterns");
    if (!service->managed) {
        if (list)
            load_error(loading, list, PROBLEM_BAD_PATTERN,
                       "a service that is not managed has no flows; take them out");
        return;
    }
    if (!list && yaml_get(map, "direction")) {
        catalog_pattern_device_pattern(loading, map, service);
        return;
    }
    if (!list || list->kind != YAML_LIST || list->count == 0 || list->count > MOST_PATTERNS) {
        load_error(loading, list ? list : map, PROBLEM_MISSING_KEY,
                   "service '%s' needs 'direction', or a list 'patterns' of 1 to %d", service->id,
                   MOST_PATTERNS);
        return;
    }
    service->patterns = arena_array(loading->arena, list->count, sizeof(struct pattern));
    for (const struct yaml *item = list->first; item && !load_enough(loading); item = item->next)
        read_pattern(loading, item, service, &service->patterns[service->pattern_count++]);
}
