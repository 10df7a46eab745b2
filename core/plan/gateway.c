/* The forward rules of a gateway: one for each flow and pair of differing zones, and one within a zone where the ends lie
 * in different networks: the gateway is the way between these too, in and out by one interface. */
#include <stdlib.h>

#include "core/base/text.h"
#include "core/net/addresses.h"
#include "core/plan/planning.h"

static struct share *share_of(struct planning *p, struct share *by_zone, const struct zone *zone)
{
    size_t index = (size_t)(zone - p->plan->host->zones);
    by_zone[index].zone = zone;
    return &by_zone[index];
}

void gateway_init(struct planning *p)
{
    const struct host *gateway = p->plan->host;
    zones_init(&p->zones, &p->arena, gateway);
    p->shares = arena_array(&p->arena, p->plan->site->host_count, sizeof(*p->shares));
    p->anywhere.items = arena_array(&p->arena, gateway->zone_count, sizeof(struct share));
    for (size_t i = 0; i < gateway->zone_count; i++)
        p->anywhere.items[p->anywhere.count++] = (struct share){.zone = &gateway->zones[i]};
}

void gateway_release(struct planning *p)
{
    free(p->told);
}

static bool tell_once(struct planning *p, const struct prefix *address)
{
    for (size_t i = 0; i < p->told_count; i++)
        if (prefix_compare(&p->told[i], address) == 0)
            return false;
    p->told = xgrow(p->told, p->told_count, &p->told_cap, sizeof(*p->told));
    p->told[p->told_count++] = *address;
    return true;
}

static void plan_gateway_tell(struct planning *p, const struct end *end, const struct flow *flow,
                              const struct prefix *address, bool across)
{
    char name[PREFIX_TEXT], text[PREFIX_TEXT];
    struct place place = end->host ? end->host->place : flow->place;
    if (!tell_once(p, address))
        return;
    prefix_format(address, text);
    if (across)
        problem_add(p->problems, PROBLEM_ZONES_ACROSS, place,
                    "the range '%s' of '%s' reaches over several zones of '%s'; split it so that each part "
                    "lies in one zone",
                    text, end_name(end, name), p->plan->host->name);
    else
        problem_add(
            p->problems, PROBLEM_NO_ZONE, place,
            "'%s' of '%s' lies in no zone of '%s', which forwards nothing for it; add it to a zone if "
            "it is behind this gateway",
            text, end_name(end, name), p->plan->host->name);
}

static const struct zone *zone_of(struct planning *p, const struct end *end, const struct flow *flow,
                                  const struct prefix *address)
{
    bool across;
    const struct zone *zone = zones_find(&p->zones, address, &across, NULL);
    if (!zone)
        plan_gateway_tell(p, end, flow, address, across);
    return zone;
}

/* Deals the addresses out to the zones, keeping their order. */
static struct shares deal(struct planning *p, const struct end *end, const struct flow *flow)
{
    struct prefixes own = end_addresses(end);
    size_t zone_count = p->plan->host->zone_count;
    const struct zone **zones = arena_array(&p->arena, own.count, sizeof(*zones));
    struct share *by_zone = arena_array(&p->arena, zone_count, sizeof(*by_zone));
    struct shares shares = {.items = by_zone, .made = true};
    for (size_t i = 0; i < own.count; i++)
        if ((zones[i] = zone_of(p, end, flow, &own.items[i])))
            share_of(p, by_zone, zones[i])->all.count++;
    for (size_t i = 0; i < zone_count; i++) {
        by_zone[i].all.items = arena_array(&p->plan->arena, by_zone[i].all.count, sizeof(struct prefix));
        by_zone[i].all.count = 0;
    }
    for (size_t i = 0; i < own.count; i++)
        if (zones[i]) {
            struct prefixes *all = &share_of(p, by_zone, zones[i])->all;
            ((struct prefix *)all->items)[all->count++] = own.items[i];
        }
    for (size_t i = 0; i < zone_count; i++)
        if (by_zone[i].zone)
            by_zone[shares.count++] = by_zone[i];
    for (size_t i = 0; i < shares.count; i++) {
        by_zone[i].v4 = addresses_of(&p->plan->arena, by_zone[i].all, FAMILIES_4);
        by_zone[i].v6 = addresses_of(&p->plan->arena, by_zone[i].all, FAMILIES_6);
    }
    return shares;
}

const struct shares *gateway_shares(struct planning *p, const struct end *end, const struct flow *flow)
{
    if (end->host) {
        struct shares *shares = &p->shares[end->host->index];
        if (!shares->made)
            *shares = deal(p, end, flow);
        return shares;
    }
    if (!end->address.family)
        return &p->anywhere;
    struct address_shares *kept = &p->others[end == &flow->to];
    if (!kept->shares.made || prefix_compare(&kept->address, &end->address) != 0)
        *kept = (struct address_shares){end->address, deal(p, end, flow)};
    return &kept->shares;
}

static struct prefixes of_families(const struct share *share, unsigned families)
{
    if (families == FAMILIES_ALL)
        return share->all;
    return families == FAMILIES_4 ? share->v4 : share->v6;
}

bool shares_pair(const struct share *from, const struct share *to, struct prefixes *froms,
                 struct prefixes *tos)
{
    unsigned families = addresses_families(from->all) & addresses_families(to->all);
    *froms = of_families(from, families);
    *tos = of_families(to, families);
    return families != 0;
}

/* Which network addresses of one family lie in: one alone, or several, or none that is named. */
struct gateway_nets {
    const struct zone_entry *only;
    bool several;
};

static struct gateway_nets gateway_nets_of(const struct planning *p, const struct prefixes *list)
{
    struct gateway_nets nets = {0};
    for (size_t i = 0; i < list->count && !nets.several; i++) {
        const struct zone_entry *entry = zones_network(&p->zones, &list->items[i]);
        nets.several = !entry || (i && entry != nets.only);
        nets.only = entry;
    }
    return nets;
}

static bool gateway_nets_differ(const struct planning *p, const struct prefixes *from,
                                const struct prefixes *to)
{
    if (!from->count || !to->count)
        return false;
    const struct gateway_nets a = gateway_nets_of(p, from), b = gateway_nets_of(p, to);
    return a.several || b.several || a.only != b.only;
}

/* Whether a zone has two networks of one family. */
static bool gateway_has_several(const struct zone *zone)
{
    size_t v4 = 0;
    for (size_t i = 0; i < zone->networks.count; i++)
        v4 += zone->networks.items[i].family == FAMILY_4;
    return zone->any || v4 > 1 || zone->networks.count - v4 > 1;
}

/* Within one network nobody asks the gateway. Anywhere is in every network of the zone. */
static bool gateway_between(const struct planning *p, const struct share *from, const struct share *to)
{
    if (from->zone != to->zone)
        return true;
    if (!from->all.count || !to->all.count)
        return gateway_has_several(from->zone);
    return gateway_nets_differ(p, &from->v4, &to->v4) || gateway_nets_differ(p, &from->v6, &to->v6);
}

static void plan_gateway_add(struct planning *p, const struct flow *flow, const struct share *from,
                             const struct share *to)
{
    struct prefixes froms, tos;
    if (!shares_pair(from, to, &froms, &tos) || !gateway_between(p, from, to))
        return;
    struct rule *rule = plan_add(p->plan, flow, DIRECTION_FORWARD);
    rule->from = froms;
    rule->to = tos;
    rule->interface = from->zone->interface;
    rule->interface_to = to->zone->interface;
}

void gateway_forward(struct planning *p, const struct flow *flow)
{
    const struct host *gateway = p->plan->host;
    if (flow->from.host == gateway || flow->to.host == gateway)
        return;
    const struct shares *froms = gateway_shares(p, &flow->from, flow);
    const struct shares *tos = gateway_shares(p, &flow->to, flow);
    for (size_t i = 0; i < froms->count; i++)
        for (size_t k = 0; k < tos->count; k++)
            plan_gateway_add(p, flow, &froms->items[i], &tos->items[k]);
}
