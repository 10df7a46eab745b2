#include "core/flow/standing.h"

#include "core/flow/derivation.h"

/* For each host, a byte for each service of a product: the nearest that was seen. */
struct standings {
    size_t stride;
    unsigned char *listens, *opens;
};

void standings_init(struct flows *flows)
{
    const struct site *site = flows->site;
    struct standings *standings = arena_alloc(&flows->arena, sizeof(*standings));
    for (size_t i = 0; i < site->catalog->product_count; i++)
        if (site->catalog->products[i].service_count > standings->stride)
            standings->stride = site->catalog->products[i].service_count;
    standings->listens = arena_array(&flows->arena, site->host_count, standings->stride);
    standings->opens = arena_array(&flows->arena, site->host_count, standings->stride);
    flows->standings = standings;
}

static void raise_to(unsigned char *at, enum service_standing standing)
{
    *at = *at < standing ? (unsigned char)standing : *at;
}

void standing_note(struct flows *flows, const struct host *from, const struct host *to,
                   const struct service *service, enum service_standing standing)
{
    struct standings *standings = flows->standings;
    raise_to(&standings->listens[to->index * standings->stride + service->index], standing);
    raise_to(&standings->opens[from->index * standings->stride + service->index], standing);
}

/* A host of a role that listens, whose version has no such thing, whoever may ask. */
static bool too_new_or_old(const struct host *host, const struct service *service)
{
    struct version version = site_version(host);
    bool plays = false;
    for (size_t i = 0; i < service->pattern_count; i++) {
        const struct pattern *pattern = &service->patterns[i];
        if (!host_plays(host, pattern->listeners))
            continue;
        plays = true;
        if (version_in(&version, &pattern->listener_version))
            return false;
    }
    return plays;
}

static enum service_standing standing_at(const struct flows *flows, const struct service *service,
                                         const struct host *host)
{
    const struct standings *standings = flows->standings;
    enum service_standing seen =
        (enum service_standing)standings->listens[host->index * standings->stride + service->index];
    return seen == STANDING_NOBODY && too_new_or_old(host, service) ? STANDING_VERSION : seen;
}

enum service_standing standing_of(const struct flows *flows, const struct product *product,
                                  const struct service *service, const struct host *host)
{
    enum service_standing best = STANDING_NOBODY;
    if (host)
        return host->product == product ? standing_at(flows, service, host) : STANDING_NOBODY;
    for (size_t i = 0; i < flows->site->host_count && best < STANDING_ON; i++) {
        const struct host *each = &flows->site->hosts[i];
        enum service_standing here =
            each->product == product ? standing_at(flows, service, each) : STANDING_NOBODY;
        best = here > best ? here : best;
    }
    return best;
}

enum service_standing standing_opened(const struct flows *flows, const struct service *service,
                                      const struct host *host)
{
    const struct standings *standings = flows->standings;
    return (enum service_standing)standings->opens[host->index * standings->stride + service->index];
}

enum service_standing standing_switched(const struct flows *flows, const struct service *service,
                                        const struct host *host)
{
    enum service_standing best = STANDING_NOBODY;
    for (size_t i = 0; i < service->pattern_count; i++) {
        enum switch_at at = service->patterns[i].switch_at;
        enum service_standing listens =
            at == SWITCH_AT_OPENER ? STANDING_NOBODY : standing_at(flows, service, host);
        enum service_standing opens =
            at == SWITCH_AT_LISTENER ? STANDING_NOBODY : standing_opened(flows, service, host);
        best = listens > best ? listens : best;
        best = opens > best ? opens : best;
    }
    return best;
}

size_t standing_places(const struct flows *flows, const struct product *product,
                       const struct service *service, const struct host **first)
{
    size_t count = 0;
    for (size_t i = flows->site->host_count; i-- > 0;)
        if (standing_of(flows, product, service, &flows->site->hosts[i]) == STANDING_ON) {
            *first = &flows->site->hosts[i];
            count++;
        }
    return count;
}

static bool can_listen(const struct host *host, const struct service *service, const struct pattern *pattern)
{
    return service->managed && service->verdict == VERDICT_ACCEPT && host_plays(host, pattern->listeners) &&
           !(pattern->relation == RELATION_DEVICE && service->direction == DEVICE_OUT);
}

const struct service *standing_at_port(const struct flows *flows, const struct host *host,
                                       enum protocol protocol, uint16_t port)
{
    for (size_t i = 0; i < host->product->service_count; i++) {
        const struct service *service = &host->product->services[i];
        for (size_t k = 0; service->protocol == protocol && k < service->pattern_count; k++) {
            const struct pattern *pattern = &service->patterns[k];
            struct ports ports = pattern_ports(flows->site, host, service, pattern);
            if (can_listen(host, service, pattern) && port >= ports.first && port <= ports.last)
                return service;
        }
    }
    return NULL;
}
