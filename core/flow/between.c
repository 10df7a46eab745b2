/* Flows between hosts: each pattern of the catalog is one relation between an opener and a listener. */
#include <stdlib.h>

#include "core/base/text.h"
#include "core/flow/derivation.h"
#include "core/site/advise.h"

struct candidate {
    const struct host *to;
    const struct pattern *pattern;
};

struct candidates {
    struct candidate *items;
    size_t count, cap;
};

static void flow_between_add(struct candidates *list, const struct host *to, const struct pattern *pattern)
{
    list->items = xgrow(list->items, list->count, &list->cap, sizeof(*list->items));
    list->items[list->count++] = (struct candidate){to, pattern};
}

static void flow_between_add_hosts(struct candidates *list, const struct hosts *hosts,
                                   const struct pattern *pattern)
{
    for (size_t i = 0; i < hosts->count; i++)
        if (host_plays(hosts->items[i], pattern->listeners))
            flow_between_add(list, hosts->items[i], pattern);
}

static void add_roles(struct derivation *d, struct candidates *list, const struct host *from,
                      const struct pattern *pattern)
{
    for (size_t role = 0; role < ROLES_MOST; role++)
        for (size_t i = 0; pattern->listeners >> role & 1 && i < d->by_role[role].count; i++)
            if (d->by_role[role].items[i] != from)
                flow_between_add(list, d->by_role[role].items[i], pattern);
}

static void add_related(struct derivation *d, struct candidates *list, const struct host *from,
                        const struct pattern *pattern)
{
    switch (pattern->relation) {
    case RELATION_USES:
        flow_between_add_hosts(list, &from->uses, pattern);
        break;
    case RELATION_USED_BY:
        flow_between_add_hosts(list, &d->used_by[from->index], pattern);
        break;
    case RELATION_LINKED:
        flow_between_add_hosts(list, &from->links, pattern);
        flow_between_add_hosts(list, &d->linked_by[from->index], pattern);
        break;
    case RELATION_PARTNERS:
    case RELATION_OTHERS:
        add_roles(d, list, from, pattern);
        break;
    case RELATION_DEVICE:
        break;
    }
}

/* By listener; the patterns of one pair in the catalog's order, so that the first that matches wins. */
static int flow_between_compare(const void *a, const void *b)
{
    const struct candidate *x = a, *y = b;
    if (x->to->index != y->to->index)
        return x->to->index < y->to->index ? -1 : 1;
    return x->pattern < y->pattern ? -1 : x->pattern > y->pattern;
}

static bool flow_between_either_before(const struct host *from, const struct host *to,
                                       const struct version *bound)
{
    struct version a = site_version(from), b = site_version(to);
    return !bound->known || version_compare(&a, bound) < 0 || version_compare(&b, bound) < 0;
}

static bool apps_fit(const struct host *from, const struct host *to, const struct pattern *pattern)
{
    const struct host *client = pattern->relation == RELATION_USED_BY ? to : from;
    return pattern->apps == 0 || (client->apps & pattern->apps) != 0;
}

/* A deny must also hold towards other products; an allow stays within its own. */
static bool products_fit(const struct host *to, const struct service *service, const struct host *from)
{
    return service->verdict == VERDICT_DROP || to->product == from->product;
}

/* The end whose switch counts: the listener, unless the pattern says otherwise. */
static const struct host *switch_host(const struct host *from, const struct host *to,
                                      const struct pattern *pattern)
{
    return pattern->at_opener ? from : to;
}

/* Everything but the listener's version. */
static bool flow_between_fits(const struct host *from, const struct candidate *candidate,
                              const struct service *service)
{
    return products_fit(candidate->to, service, from) &&
           pattern_on(switch_host(from, candidate->to, candidate->pattern), service, candidate->pattern) &&
           apps_fit(from, candidate->to, candidate->pattern) &&
           flow_between_either_before(from, candidate->to, &candidate->pattern->either_before);
}

static bool version_fits(const struct host *host, const struct version_range *range)
{
    struct version version = site_version(host);
    return version_in(&version, range);
}

static void flow_between_emit(struct derivation *d, const struct host *from,
                              const struct candidate *candidate, const struct service *service)
{
    struct flow flow = flow_of(service, candidate->pattern);
    flow.from.host = from;
    flow.to.host = candidate->to;
    flow.ports = pattern_ports(d->site, candidate->to, service, candidate->pattern);
    flow.place = from->place;
    flow_add(d, flow);
}

static void emit_first_matches(struct derivation *d, const struct host *from,
                               const struct candidates *candidates, const struct service *service)
{
    const struct host *done = NULL;
    const char *otherwise = NULL;
    for (size_t i = 0; i < candidates->count; i++) {
        const struct candidate *candidate = &candidates->items[i];
        if (candidate->to == done || !flow_between_fits(from, candidate, service))
            continue;
        if (!version_fits(candidate->to, &candidate->pattern->listener_version)) {
            otherwise = candidate->pattern->otherwise ? candidate->pattern->otherwise : otherwise;
            continue;
        }
        flow_between_emit(d, from, candidate, service);
        done = candidate->to;
    }
    if (otherwise)
        advise(d->problems, d->site, from, otherwise);
}

void flows_between(struct derivation *d, const struct product *product, const struct service *service)
{
    const struct site *site = d->site;
    struct candidates candidates = {0};
    for (size_t i = 0; i < site->host_count; i++) {
        const struct host *from = &site->hosts[i];
        candidates.count = 0;
        if (from->product != product)
            continue;
        for (size_t k = 0; k < service->pattern_count; k++) {
            const struct pattern *pattern = &service->patterns[k];
            if (host_plays(from, pattern->openers) && version_fits(from, &pattern->opener_version))
                add_related(d, &candidates, from, pattern);
        }
        if (candidates.count > 1)
            qsort(candidates.items, candidates.count, sizeof(*candidates.items), flow_between_compare);
        emit_first_matches(d, from, &candidates, service);
    }
    free(candidates.items);
}
