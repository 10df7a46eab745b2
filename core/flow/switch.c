/* What is on, and on which ports. */
#include "core/flow/derivation.h"

const struct service *service_leader(const struct host *host, const struct service *service)
{
    return service->follows ? product_service(host->product, service->follows) : NULL;
}

/* A version before `follows_version` (or after) leaves the pattern off. */
static bool follows_on(const struct host *host, const struct pattern *pattern)
{
    struct version version = site_version(host);
    if (!version_in(&version, &pattern->follows_version))
        return false;
    for (size_t i = 0; i < pattern->follows_count; i++)
        if (service_on(host, &host->product->services[pattern->follows[i]]))
            return true;
    return false;
}

bool pattern_on(const struct host *host, const struct service *service, const struct pattern *pattern)
{
    const struct service *leader = service_leader(host, service);
    if (service->verdict == VERDICT_DROP)
        return true;
    if (leader)
        return service_on(host, leader);
    if (host->services[service->index].said)
        return host->services[service->index].on;
    if (pattern->state == DEFAULT_FOLLOWS)
        return follows_on(host, pattern);
    return pattern->state == DEFAULT_ON;
}

bool service_on(const struct host *host, const struct service *service)
{
    for (size_t i = 0; i < service->pattern_count; i++) {
        const struct pattern *pattern = &service->patterns[i];
        if (host_plays(host, pattern->listeners))
            return pattern_on(host, service, pattern);
    }
    return false;
}

struct ports pattern_ports(const struct site *site, const struct host *host, const struct service *service,
                           const struct pattern *pattern)
{
    struct ports fixed = pattern->ports.first ? pattern->ports : service->ports;
    if (pattern->setting)
        return site_ports(host, pattern->setting, fixed);
    return site->legacy_os && pattern->legacy_ports.first ? pattern->legacy_ports : fixed;
}
