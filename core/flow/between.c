/* Flows between hosts: each pattern of the catalog is one relation between an opener and a listener. */
#include <stdlib.h>

#include "core/base/text.h"
#include "core/flow/derivation.h"
#include "core/flow/standing.h"
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
        if (candidate->to == done)
            continue;
        enum service_standing standing = standing_between(from, candidate->to, service, candidate->pattern);
        standing_note(d->flows, from, candidate->to, service, standing);
        if (standing == STANDING_VERSION && candidate->pattern->otherwise &&
            standing_but_version(from, candidate->to, service, candidate->pattern) == STANDING_ON)
            otherwise = candidate->pattern->otherwise;
        if (standing != STANDING_ON)
            continue;
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
            if (host_plays(from, pattern->openers))
                add_related(d, &candidates, from, pattern);
        }
        if (candidates.count > 1)
            qsort(candidates.items, candidates.count, sizeof(*candidates.items), flow_between_compare);
        emit_first_matches(d, from, &candidates, service);
    }
    free(candidates.items);
}
