/* Two services of one listener that want the same port: a socket has one owner, whoever may come to it. */
#include <stdlib.h>

#include "core/base/text.h"
#include "core/flow/derivation.h"
#include "core/flow/standing.h"

/* What a host listens on for one service. */
struct claim {
    const struct service *service; /* NULL: an internal one */
    const char *title, *setting;   /* services of one setting are one listener */
    enum protocol protocol;
    struct ports ports;
};

struct claims {
    struct claim *items;
    size_t count, cap;
};

static bool version_before(const struct host *host, const struct version *bound)
{
    struct version version = site_version(host);
    return version_compare(&version, bound) < 0;
}

/* Whether the host or one that it uses is older than the pattern asks. */
static bool flow_clash_either_before(const struct host *host, const struct pattern *pattern)
{
    if (!pattern->either_before.known || version_before(host, &pattern->either_before))
        return true;
    for (size_t i = 0; i < host->uses.count; i++)
        if (version_before(host->uses.items[i], &pattern->either_before))
            return true;
    return false;
}

static bool flow_clash_listens(const struct host *host, const struct pattern *pattern)
{
    struct version version = site_version(host);
    if (!version_in(&version, &pattern->listener_version))
        return false;
    if (pattern->relation == RELATION_USED_BY && pattern->apps && !(pattern->apps & host->apps))
        return false;
    return host_plays(host, pattern->listeners) && flow_clash_either_before(host, pattern);
}

/* Where another end has a say, what came of it counts. */
static bool claims_by_others(const struct derivation *d, const struct host *host,
                             const struct service *service, const struct pattern *pattern)
{
    return pattern->switch_at != SWITCH_AT_LISTENER &&
           standing_of(d->flows, host->product, service, host) == STANDING_ON;
}

static bool claims_at(const struct derivation *d, const struct host *host, const struct service *service,
                      const struct pattern *pattern)
{
    if (service->verdict == VERDICT_DROP || !service->managed || !flow_clash_listens(host, pattern))
        return false;
    if (pattern->relation == RELATION_DEVICE && service->direction == DEVICE_OUT)
        return false;
    return pattern_on(host, service, pattern) || claims_by_others(d, host, service, pattern);
}

static void flow_clash_add(struct claims *claims, struct claim claim)
{
    if (claim.protocol == PROTOCOL_ICMP || claim.protocol == PROTOCOL_ANY || !claim.ports.first)
        return;
    claims->items = xgrow(claims->items, claims->count, &claims->cap, sizeof(*claims->items));
    claims->items[claims->count++] = claim;
}

static void add_services(struct claims *claims, const struct derivation *d, const struct host *host)
{
    for (size_t i = 0; i < host->product->service_count; i++) {
        const struct service *service = &host->product->services[i];
        for (size_t k = 0; k < service->pattern_count; k++) {
            const struct pattern *pattern = &service->patterns[k];
            if (!claims_at(d, host, service, pattern))
                continue;
            flow_clash_add(claims, (struct claim){service, service->id, pattern->setting, service->protocol,
                                                  pattern_ports(d->site, host, service, pattern)});
        }
    }
}

static void add_internals(struct claims *claims, const struct host *host)
{
    struct version version = site_version(host);
    for (size_t i = 0; i < host->product->internal_count; i++) {
        const struct internal *internal = &host->product->internals[i];
        if (version_in(&version, &internal->version))
            flow_clash_add(claims,
                           (struct claim){NULL, internal->title, NULL, internal->protocol, internal->ports});
    }
}

static bool flow_clash(const struct claim *a, const struct claim *b)
{
    if (a->service == b->service || (a->setting && text_equal(a->setting, b->setting)))
        return false;
    return a->protocol == b->protocol && ports_overlap(a->ports, b->ports);
}

static void flow_clash_report(struct derivation *d, const struct host *host, const struct claim *a,
                              const struct claim *b)
{
    char ports[PORTS_TEXT], other[PORTS_TEXT];
    problem_add(
        d->problems, PROBLEM_PORT_CLASH, host->place,
        "'%s' and %s'%s' of '%s' want the same port: %s and %s, both %s; give one of them another port",
        a->title, b->service ? "" : "the internal service ", b->title, host->name,
        ports_format(a->ports, ports), ports_format(b->ports, other), protocol_name(a->protocol));
}

/* Services before internal ones, so `a` is always a service. */
static void flow_clash_check_host(struct derivation *d, const struct host *host, struct claims *claims)
{
    claims->count = 0;
    add_services(claims, d, host);
    add_internals(claims, host);
    for (size_t i = 0; i < claims->count; i++)
        for (size_t k = i + 1; k < claims->count && claims->items[i].service; k++)
            if (flow_clash(&claims->items[i], &claims->items[k]))
                flow_clash_report(d, host, &claims->items[i], &claims->items[k]);
}

void flows_clash(struct derivation *d)
{
    struct claims claims = {0};
    for (size_t i = 0; i < d->site->host_count; i++)
        if (!host_is(&d->site->hosts[i], TRAIT_GATEWAY))
            flow_clash_check_host(d, &d->site->hosts[i], &claims);
    free(claims.items);
}
