#include "core/plan/zones.h"

#include <stdlib.h>
#include <string.h>

#include "core/plan/plan.h"

static int plan_zones_compare(const void *a, const void *b)
{
    const struct zone_entry *x = a, *y = b;
    return prefix_compare(&x->network, &y->network);
}

/* From the entry before, outwards to the first that holds this one. */
static void link_around(struct zones *zones)
{
    for (size_t i = 0; i < zones->count; i++) {
        size_t at = i ? i - 1 : 0;
        while (i && !prefix_contains(&zones->entries[at].network, &zones->entries[i].network) &&
               zones->entries[at].around != at)
            at = zones->entries[at].around;
        bool held = i && prefix_contains(&zones->entries[at].network, &zones->entries[i].network);
        zones->entries[i].around = held ? at : i;
    }
}

void zones_init(struct zones *zones, struct arena *arena, const struct host *gateway)
{
    size_t count = 0;
    *zones = (struct zones){0};
    for (size_t i = 0; i < gateway->zone_count; i++)
        count += gateway->zones[i].networks.count;
    zones->entries = arena_array(arena, count, sizeof(*zones->entries));
    for (size_t i = 0; i < gateway->zone_count; i++) {
        const struct zone *zone = &gateway->zones[i];
        if (zone->any)
            zones->rest = zone;
        for (size_t k = 0; k < zone->networks.count; k++)
            zones->entries[zones->count++] = (struct zone_entry){zone->networks.items[k], zone, 0};
    }
    if (count)
        qsort(zones->entries, count, sizeof(*zones->entries), plan_zones_compare);
    link_around(zones);
}

/* Index behind the last entry that sorts at or before `prefix`. */
static size_t position(const struct zones *zones, const struct prefix *prefix)
{
    size_t low = 0, high = zones->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (prefix_compare(&zones->entries[middle].network, prefix) <= 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static const struct zone *holder(const struct zones *zones, const struct prefix *prefix, size_t behind)
{
    if (behind == 0)
        return NULL;
    for (size_t at = behind - 1;; at = zones->entries[at].around) {
        if (prefix_contains(&zones->entries[at].network, prefix))
            return zones->entries[at].zone;
        if (zones->entries[at].around == at)
            return NULL;
    }
}

/* The address behind the last of `prefix`; false where there is none. */
static bool next_address(const struct prefix *prefix, uint8_t next[16])
{
    prefix_last(prefix, next);
    for (int i = prefix->family == FAMILY_4 ? 3 : 15; i >= 0; i--)
        if (++next[i])
            return true;
    return false;
}

/* Whether the entries from `at` fill `prefix` without a gap, all in one zone: it, or NULL. */
static const struct zone *filled(const struct zones *zones, size_t at, const struct prefix *prefix)
{
    const struct zone *zone = zones->entries[at].zone;
    uint8_t next[16], end[16];
    bool more = true, ends = next_address(prefix, end);
    memcpy(next, prefix->bytes, sizeof(next));
    for (; at < zones->count && prefix_contains(prefix, &zones->entries[at].network); at++) {
        const struct zone_entry *entry = &zones->entries[at];
        if (entry->zone != zone)
            return NULL;
        if (more && memcmp(entry->network.bytes, next, sizeof(next)) == 0)
            more = next_address(&entry->network, next);
    }
    return !more || (ends && memcmp(next, end, sizeof(next)) == 0) ? zone : NULL;
}

const struct zone *zones_find(const struct zones *zones, const struct prefix *prefix, bool *across,
                              bool *named)
{
    size_t at = position(zones, prefix);
    const struct zone *zone = holder(zones, prefix, at), *found = zone ? zone : zones->rest;
    *across = false;
    for (size_t i = at; i < zones->count && prefix_contains(prefix, &zones->entries[i].network); i++)
        *across |= zones->entries[i].zone != found;
    if (*across && filled(zones, at, prefix)) {
        *across = false;
        zone = found = zones->entries[at].zone;
    }
    if (named)
        *named = zone != NULL;
    return *across ? NULL : found;
}

const struct zone_entry *zones_network(const struct zones *zones, const struct prefix *prefix)
{
    size_t behind = position(zones, prefix);
    for (size_t at = behind ? behind - 1 : 0; behind; at = zones->entries[at].around) {
        if (prefix_contains(&zones->entries[at].network, prefix))
            return &zones->entries[at];
        if (zones->entries[at].around == at)
            break;
    }
    return NULL;
}

const struct zone *plan_zone(const struct host *gateway, const struct prefix *prefix, bool *across)
{
    struct arena arena = {0};
    struct zones zones;
    zones_init(&zones, &arena, gateway);
    const struct zone *zone = zones_find(&zones, prefix, across, NULL);
    arena_release(&arena);
    return zone;
}
