/* Flows between a device and its surroundings: the addresses of `allow-from`, else anywhere. */
#include "core/flow/derivation.h"
#include "core/flow/standing.h"

const struct service_state *service_narrowed(const struct host *host, const struct service *service,
                                             bool inbound)
{
    const struct service_state *own = &host->services[service->index];
    const struct service *leader = service_leader(host, service);
    if (service->narrow_in_only && !inbound)
        return NULL;
    if (!own->narrowed && leader)
        own = &host->services[leader->index];
    return own->narrowed ? own : NULL;
}

static void flow_device_add(struct derivation *d, const struct host *host, const struct service *service,
                            const struct pattern *pattern, struct prefix address, bool inbound)
{
    struct flow flow = flow_of(service, pattern);
    *(inbound ? &flow.to : &flow.from) = (struct end){.host = host};
    *(inbound ? &flow.from : &flow.to) = (struct end){.address = address};
    flow.ports = pattern_ports(d->site, host, service, pattern);
    flow.interface = service->on_interface ? host->interface : NULL;
    flow.place = host->place;
    flow_add(d, flow);
}

static void flow_device_add_all(struct derivation *d, const struct host *host, const struct service *service,
                                const struct pattern *pattern, bool inbound)
{
    const struct service_state *narrowed = service_narrowed(host, service, inbound);
    if (!narrowed) {
        flow_device_add(d, host, service, pattern, (struct prefix){0}, inbound);
        return;
    }
    for (size_t i = 0; i < narrowed->allowed.count; i++)
        flow_device_add(d, host, service, pattern, narrowed->allowed.items[i], inbound);
}

static const struct pattern *flow_device_pattern(const struct service *service, const struct host *host)
{
    struct version version = site_version(host);
    for (size_t i = 0; i < service->pattern_count; i++) {
        const struct pattern *pattern = &service->patterns[i];
        if (pattern->relation == RELATION_DEVICE && host_plays(host, pattern->listeners) &&
            version_in(&version, &pattern->opener_version) &&
            version_in(&version, &pattern->listener_version))
            return pattern;
    }
    return NULL;
}

static void one_way(struct derivation *d, const struct product *product, const struct service *service,
                    bool inbound)
{
    for (size_t i = 0; i < d->site->host_count; i++) {
        const struct host *host = &d->site->hosts[i];
        if (host->product != product)
            continue;
        const struct pattern *pattern = flow_device_pattern(service, host);
        if (!pattern)
            continue;
        bool on = pattern_on(host, service, pattern);
        standing_note(d->flows, host, host, service, on ? STANDING_ON : STANDING_OFF);
        if (on)
            flow_device_add_all(d, host, service, pattern, inbound);
    }
}

void flows_of_devices(struct derivation *d, const struct product *product, const struct service *service)
{
    if (service->direction != DEVICE_OUT)
        one_way(d, product, service, true);
    if (service->direction != DEVICE_IN)
        one_way(d, product, service, false);
}
