/* The situations that a catalog's advice may name. */
#include "core/advice/advising.h"
#include "core/base/text.h"
#include "core/flow/derivation.h"

static bool due_always(const struct host *host, const struct service *service, const struct advice *advice)
{
    (void)host;
    (void)service;
    (void)advice;
    return true;
}

static bool due_port_moved(const struct host *host, const struct service *service,
                           const struct advice *advice)
{
    bool listens = false;
    (void)advice;
    for (size_t i = 0; service && i < service->pattern_count; i++)
        listens |= host_plays(host, service->patterns[i].listeners);
    return listens && site_moved(host, service->id);
}

static bool due_service_on(const struct host *host, const struct service *service,
                           const struct advice *advice)
{
    (void)advice;
    return service && service_on(host, service);
}

static bool due_service_off(const struct host *host, const struct service *service,
                            const struct advice *advice)
{
    return !due_service_on(host, service, advice);
}

static bool due_enhanced(const struct host *host, const struct service *service, const struct advice *advice)
{
    (void)service;
    (void)advice;
    return host->security == SECURITY_ENHANCED;
}

static bool due_before(const struct host *host, const struct version *bound)
{
    struct version version = site_version(host);
    return bound->known && version_compare(&version, bound) < 0;
}

/* The app may need the service, and an end is old enough for it. */
static bool due_app_unsure(const struct host *host, const struct service *service,
                           const struct advice *advice)
{
    if (!host->is_client || !(host->apps & advice->apps) || !service || !service->pattern_count ||
        !host->uses.count)
        return false;
    const struct version *bound = &service->patterns[0].either_before;
    bool old = due_before(host, bound);
    for (size_t i = 0; i < host->uses.count; i++)
        old |= due_before(host->uses.items[i], bound);
    return old;
}

static bool due_serves(const struct host *host, const struct service *service)
{
    struct version version = site_version(host);
    for (size_t i = 0; service && i < service->pattern_count; i++)
        if (service->patterns[i].listeners & role_bit(host->role) &&
            version_in(&version, &service->patterns[i].listener_version))
            return true;
    return false;
}

/* It uses hosts of some roles alone, and none of them serves the service. */
static bool due_uses_only(const struct host *host, const struct service *service, const struct advice *advice)
{
    if (!(advice->roles & role_bit(host->role)) || !host->uses.count)
        return false;
    for (size_t i = 0; i < host->uses.count; i++)
        if (!(advice->used & role_bit(host->uses.items[i]->role)) || due_serves(host->uses.items[i], service))
            return false;
    return true;
}

typedef bool due_here(const struct host *host, const struct service *service, const struct advice *advice);

static due_here *const conditions[WHEN_COUNT] = {
    [WHEN_ALWAYS] = due_always,         [WHEN_PORT_MOVED] = due_port_moved,
    [WHEN_SERVICE_ON] = due_service_on, [WHEN_SERVICE_OFF] = due_service_off,
    [WHEN_ENHANCED] = due_enhanced,     [WHEN_APP_UNSURE] = due_app_unsure,
    [WHEN_USES_ONLY] = due_uses_only,
};

bool advice_due(const struct host *host, const struct advice *advice)
{
    due_here *here = conditions[advice->when];
    struct version version = site_version(host);
    bool due = false;
    if (!here || host_is(host, TRAIT_GATEWAY) || !version_in(&version, &advice->version))
        return false;
    for (size_t i = 0; i < advice->service_count; i++)
        due |= here(host, product_service(host->product, advice->services[i]), advice);
    return advice->service_count ? due : here(host, NULL, advice);
}

static bool is_named(const char *service, const struct advice *advice)
{
    for (size_t i = 0; i < advice->service_count; i++)
        if (text_equal(advice->services[i], service))
            return true;
    return false;
}

bool advice_due_by_flow(const struct flow *flow, const struct advice *advice)
{
    const struct host *to = flow->to.host;
    if (!flow->catalog || !to || !is_named(flow->service, advice))
        return false;
    switch (advice->when) {
    case WHEN_FLOW:
        return true;
    case WHEN_FLOW_DISPUTED:
        return flow->certainty == CERTAINTY_DISPUTED;
    default:
        return false;
    }
}
