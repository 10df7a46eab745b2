/* `dmz-initiates`: an allow flow from a zone that holds a DMZ standby to one that holds a server. */
#include <stdio.h>
#include <stdlib.h>

#include "core/advice/advising.h"
#include "core/base/text.h"
#include "core/plan/planning.h"
#include "core/site/advise.h"

/* What a zone of the gateway holds, and the flows found from it to each other zone. */
struct held {
    bool dmz, inner;
};

struct found {
    const struct flow *first;
    size_t count;
};

static void hold(const struct planning *p, const struct host *host, struct held *held)
{
    for (size_t i = 0; i < host->addresses.count; i++) {
        bool across;
        const struct zone *zone = zones_find(&p->zones, &host->addresses.items[i], &across, NULL);
        if (!zone)
            continue;
        held[zone - p->plan->host->zones].dmz |= host_is(host, TRAIT_DMZ);
        held[zone - p->plan->host->zones].inner |= host_is_inner(host);
    }
}

static bool pairs(const struct share *from, const struct share *to)
{
    struct prefixes froms, tos;
    return from->zone != to->zone && shares_pair(from, to, &froms, &tos);
}

static void advice_gateway_find(struct planning *p, const struct flow *flow, const struct held *held,
                                struct found *found)
{
    const struct host *gateway = p->plan->host;
    if (flow->verdict == VERDICT_DROP || flow->from.host == gateway || flow->to.host == gateway)
        return;
    const struct shares *froms = gateway_shares(p, &flow->from, flow);
    const struct shares *tos = gateway_shares(p, &flow->to, flow);
    for (size_t i = 0; i < froms->count; i++)
        for (size_t k = 0; k < tos->count; k++) {
            size_t from = (size_t)(froms->items[i].zone - gateway->zones);
            size_t to = (size_t)(tos->items[k].zone - gateway->zones);
            if (!held[from].dmz || !held[to].inner || !pairs(&froms->items[i], &tos->items[k]))
                continue;
            struct found *here = &found[from * gateway->zone_count + to];
            here->first = here->count++ ? here->first : flow;
        }
}

static void advice_gateway_report(const struct planning *p, const struct found *found,
                                  const struct zone *from, const struct zone *to, struct problems *problems)
{
    char one[PREFIX_TEXT], other[PREFIX_TEXT], more[40] = "";
    if (found->count > 1)
        snprintf(more, sizeof(more), ", and %zu more", found->count - 1);
    char *about = xasprintf("%s to %s: '%s' %s > %s%s", from->interface, to->interface, found->first->service,
                            end_name(&found->first->from, one), end_name(&found->first->to, other), more);
    advise_about(problems, p->plan->site, p->plan->host, "dmz-initiates", about);
    free(about);
}

static void advice_gateway_search(struct planning *p, const struct flows *flows, const struct held *held,
                                  struct problems *problems)
{
    size_t zones = p->plan->host->zone_count;
    struct found *found = xcalloc(zones * zones, sizeof(*found));
    for (size_t i = 0; i < flows->count; i++)
        advice_gateway_find(p, &flows->items[i], held, found);
    for (size_t i = 0; i < zones * zones; i++)
        if (found[i].count)
            advice_gateway_report(p, &found[i], &p->plan->host->zones[i / zones],
                                  &p->plan->host->zones[i % zones], problems);
    free(found);
}

/* What the zones themselves lack is told with the gateway's plan, not here. */
void advice_gateway(const struct site *site, const struct flows *flows, const struct host *gateway,
                    struct problems *problems)
{
    struct problems untold = {0};
    struct plan plan = {.site = site, .host = gateway};
    struct planning p = {.plan = &plan, .problems = &untold};
    gateway_init(&p);
    struct held *held = arena_array(&p.arena, gateway->zone_count, sizeof(*held));
    bool dmz = false;
    for (size_t i = 0; i < site->host_count; i++) {
        hold(&p, &site->hosts[i], held);
        dmz |= host_is(&site->hosts[i], TRAIT_DMZ);
    }
    if (dmz)
        advice_gateway_search(&p, flows, held, problems);
    gateway_release(&p);
    arena_release(&p.arena);
    plan_release(&plan);
    problems_release(&untold);
}
