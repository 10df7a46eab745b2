/* The zones of a gateway: what lies behind each interface. */
#include <string.h>

#include "core/base/text.h"
#include "core/site/check/check.h"

static void site_zones_report_shared(struct check *check, const struct placed *first,
                                     const struct placed *again)
{
    char buffer[PREFIX_TEXT];
    site_add(check, PROBLEM_SHARED_NETWORK, again->spot,
             "'%s' lies behind '%.15s' already; take one of the two out",
             prefix_format(&again->prefix, buffer), first->spot.sub);
}

static void read_zone(struct check *check, const struct owner *owner, const struct listing *listing,
                      struct zone *zone)
{
    const char *name = listing->key.text ? listing->key.text : "";
    struct spot key = spot_in(owner, "zones", name, &listing->key);
    struct spot list = spot_words(owner, "zones", &listing->values);
    list.sub = name;
    zone->interface = arena_strdup(&check->site->arena, name);
    zone->any = listing->any;
    zone->networks = site_prefixes(check, list, &listing->values);
    if (!text_is_interface(name))
        site_add(check, PROBLEM_BAD_NAME, key, "'%.64s' is no interface; write its name, such as eth0", name);
    if (listing->values.count == 0 && !listing->any)
        site_add(check, PROBLEM_MISSING, key,
                 "zone '%.15s' has no networks; list them, or write '{any: true}'", name);
}

/* No network, and no interface, twice; and "everything else" at most once. */
static void check_repeated(struct check *check, const struct host *host, const struct listings *zones)
{
    size_t total = 0, count = 0, any = 0;
    for (size_t i = 0; i < host->zone_count; i++)
        total += host->zones[i].networks.count;
    struct placed *placed = arena_array(&check->scratch, total, sizeof(*placed));
    for (size_t i = 0; i < host->zone_count; i++) {
        const struct listing *listing = &zones->items[i];
        const char *name = host->zones[i].interface;
        struct spot list = spot_words(&check->owners[host->index], "zones", &listing->values);
        list.sub = name;
        if (host->zones[i].any && any++)
            site_add(check, PROBLEM_TWICE, spot_in(list.owner, "zones", name, &listing->key),
                     "only one zone may be everything else; list the networks of '%.15s'", name);
        const char *why;
        for (size_t j = 0; j < listing->values.count; j++) {
            struct placed *item = &placed[count];
            const struct word *word = &listing->values.items[j];
            *item = (struct placed){.spot = spot_item(list, j, word), .order = count};
            count += word->text && prefix_parse(word->text, &item->prefix, &why) == 0;
        }
    }
    site_repeated(check, placed, count, site_zones_report_shared);
}

static void check_interfaces(struct check *check, const struct host *host, const struct listings *zones)
{
    enum { FEW = 64 };
    for (size_t i = 1; i < host->zone_count && i < FEW; i++)
        for (size_t j = 0; j < i; j++)
            if (strcmp(host->zones[i].interface, host->zones[j].interface) == 0) {
                site_add(check, PROBLEM_TWICE,
                         spot_in(&check->owners[host->index], "zones", host->zones[i].interface,
                                 &zones->items[i].key),
                         "zone '%.15s' is there already; join the two", host->zones[i].interface);
                break;
            }
    if (host->zone_count > FEW)
        site_add(check, PROBLEM_TOO_MANY_ZONES, spot_word(&check->owners[host->index], "zones", NULL),
                 "'%s' has %zu zones; %d is the most", host->name, host->zone_count, FEW);
}

static void check_gateway(struct check *check, struct host *host, const struct listings *zones)
{
    const struct owner *owner = &check->owners[host->index];
    if (zones->count == 0) {
        site_add(
            check, PROBLEM_MISSING, spot_word(owner, "zones", NULL),
            "'zones' is missing; say what lies behind each interface: 'zones: {eth0: [10.0.0.0/24], ..}'");
        return;
    }
    host->zones = arena_array(&check->site->arena, zones->count, sizeof(*host->zones));
    for (size_t i = 0; i < zones->count; i++)
        read_zone(check, owner, &zones->items[i], &host->zones[host->zone_count++]);
    check_repeated(check, host, zones);
    check_interfaces(check, host, zones);
    if (zones->count == 1)
        site_add(check, PROBLEM_ONE_ZONE,
                 spot_in(owner, "zones", host->zones[0].interface, &zones->items[0].key),
                 "'%s' has one zone, so nothing passes through it; add the others", host->name);
}

void check_zones(struct check *check)
{
    for (size_t i = 0; i < check->site->host_count; i++) {
        struct host *host = &check->site->hosts[i];
        const struct listings *zones = &check->draft->hosts[i].zones;
        if (!check->sound[i])
            continue;
        if (host_is(host, TRAIT_GATEWAY))
            check_gateway(check, host, zones);
        else if (zones->count)
            site_add(check, PROBLEM_UNFIT, spot_in(&check->owners[i], "zones", NULL, &zones->items[0].key),
                     "a %s has no 'zones'; only a gateway has", host_role(host)->name);
    }
}
