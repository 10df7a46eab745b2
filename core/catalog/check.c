#include "core/base/text.h"
#include "core/catalog/load.h"

/* The service that owns a setting: the one of the same id that may be set. NULL: none. */
static const struct service *owner_of(struct loading *loading, const char *setting)
{
    const struct service *owner = load_service(loading, setting);
    return owner && text_equal(owner->setting, owner->id) ? owner : NULL;
}

static void check_setting(struct loading *loading, const struct yaml *at, const struct service *service,
                          const char *setting, struct ports *ports)
{
    const struct service *owner = setting ? owner_of(loading, setting) : NULL;
    if (!setting)
        return;
    if (!owner)
        load_error(
            loading, at, PROBLEM_UNKNOWN_SETTING,
            "service '%s' takes its port from '%s', which is no service whose port can be set; name one",
            service->id, setting);
    else if (owner->protocol != service->protocol)
        load_error(
            loading, at, PROBLEM_UNKNOWN_SETTING,
            "service '%s' takes its port from '%s', which is of another protocol; give it its own 'ports'",
            service->id, setting);
    else
        *ports = owner->ports;
}

/* The service's entry in this file, or the list if it is of an earlier file. */
static const struct yaml *entry_of(const struct yaml *list, const struct service *service)
{
    for (const struct yaml *item = list->first; item; item = item->next)
        if (text_equal(yaml_get(item, "id")->word, service->id))
            return item;
    return list;
}

static bool follows_others(const struct service *service)
{
    for (size_t i = 0; i < service->pattern_count; i++)
        if (service->patterns[i].state == DEFAULT_FOLLOWS)
            return true;
    return service->follows != NULL;
}

/* A followed service that follows another could lead in a circle. */
static void check_followed(struct loading *loading, const struct yaml *at, const struct service *service,
                           const struct service *followed)
{
    if (!followed)
        load_error(loading, at, PROBLEM_BAD_FOLLOWS,
                   "service '%s' follows '%s', which is not in the catalog; name a service of it",
                   service->id, service->follows);
    else if (followed == service || follows_others(followed))
        load_error(
            loading, at, PROBLEM_BAD_FOLLOWS,
            "service '%s' follows '%s', which follows a service itself; let it follow one that does not",
            service->id, followed->id);
}

static void catalog_check_service(struct loading *loading, const struct yaml *at, struct service *service)
{
    struct product *product = loading->product;
    check_setting(loading, at, service, service->setting, &service->ports);
    if (service->follows)
        check_followed(loading, at, service, load_service(loading, service->follows));
    for (size_t i = 0; i < service->pattern_count; i++) {
        struct pattern *pattern = &service->patterns[i];
        if (pattern->setting && pattern->setting == service->setting)
            pattern->ports = service->ports;
        else
            check_setting(loading, at, service, pattern->setting, &pattern->ports);
        for (size_t j = 0; j < pattern->follows_count; j++)
            check_followed(loading, at, service, &product->services[pattern->follows[j]]);
    }
}

void services_check(struct loading *loading, const struct yaml *list)
{
    struct product *product = loading->product;
    if (loading->problems->errors > loading->errors_before)
        return;
    for (size_t i = 0; i < product->service_count && !load_enough(loading); i++)
        catalog_check_service(loading, entry_of(list, &product->services[i]), &product->services[i]);
}
