/* The zones of a gateway, ready to be asked: which one holds an address, by longest prefix. */
#ifndef CORE_PLAN_ZONES_H
#define CORE_PLAN_ZONES_H

#include "core/site/site.h"

struct zone_entry {
    struct prefix network;
    const struct zone *zone;
    size_t around; /* index of the entry this one lies within; itself = none */
};

struct zones {
    struct zone_entry *entries; /* sorted: an entry comes before those within it */
    size_t count;
    const struct zone *rest; /* `any: true`; NULL = none */
};

/* In `arena`; the gateway must outlive it. */
void zones_init(struct zones *zones, struct arena *arena, const struct host *gateway);
/* The zone that holds all of `prefix`, else the `any` zone, else NULL. *across: it lies in several, or only
 * partly in one. `*named`, unless NULL: found among the networks, not the `any` zone. */
const struct zone *zones_find(const struct zones *zones, const struct prefix *prefix, bool *across,
                              bool *named);
/* The network that holds all of `prefix`, the longest; NULL: none does alone. */
const struct zone_entry *zones_network(const struct zones *zones, const struct prefix *prefix);

#endif
