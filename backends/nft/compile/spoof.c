/* Spoofed sources at a gateway: an address belongs to the zone of its longest prefix; the `any` zone has all
 * the rest. */
#include <stdlib.h>
#include <string.h>

#include "backends/nft/compile/compile.h"
#include "core/base/text.h"

struct owned {
    struct prefix prefix;
    size_t zone;
};

/* Walks the sorted prefixes as the nest of boxes they are; each piece of the address space goes to the
 * innermost box. */
struct sweep {
    const struct owned **open;
    size_t depth;
    uint8_t cursor[16]; /* first address not given away yet */
    bool ended;         /* the cursor has passed the last address */
    struct prefixset *zones;
};

static int nft_spoof_by_prefix(const void *a, const void *b)
{
    return prefix_compare(&((const struct owned *)a)->prefix, &((const struct owned *)b)->prefix);
}

static void give(struct sweep *sweep, const uint8_t last[16])
{
    const struct owned *box = sweep->open[sweep->depth - 1];
    struct range range;
    if (sweep->ended || memcmp(sweep->cursor, last, 16) > 0)
        return;
    memcpy(range.first, sweep->cursor, 16);
    memcpy(range.last, last, 16);
    prefixset_add_range(&sweep->zones[box->zone], &range);
    memcpy(sweep->cursor, last, 16);
    sweep->ended = !address_next(sweep->cursor, box->prefix.family);
}

static void close_box(struct sweep *sweep)
{
    struct range box = range_of(&sweep->open[sweep->depth - 1]->prefix);
    give(sweep, box.last);
    sweep->depth--;
}

static void open_box(struct sweep *sweep, const struct owned *box)
{
    uint8_t before[16];
    while (sweep->depth && !prefix_contains(&sweep->open[sweep->depth - 1]->prefix, &box->prefix))
        close_box(sweep);
    memcpy(before, box->prefix.bytes, sizeof(before));
    if (sweep->depth && address_previous(before, box->prefix.family))
        give(sweep, before);
    memcpy(sweep->cursor, box->prefix.bytes, sizeof(sweep->cursor));
    sweep->ended = false;
    sweep->open[sweep->depth++] = box;
}

static void divide(struct prefixset *zones, const struct owned *boxes, size_t count)
{
    struct sweep sweep = {.open = xcalloc(count, sizeof(*sweep.open)), .zones = zones};
    for (size_t i = 0; i < count; i++)
        open_box(&sweep, &boxes[i]);
    while (sweep.depth)
        close_box(&sweep);
    free(sweep.open);
}

static size_t nft_spoof_gather(struct owned **boxes, const struct host *host, uint8_t family)
{
    size_t count = 0, cap = 0;
    *boxes = NULL;
    for (size_t z = 0; z < host->zone_count; z++) {
        const struct zone *zone = &host->zones[z];
        const struct prefix all = {.family = family};
        for (size_t i = 0; i < zone->networks.count + (zone->any ? 1 : 0); i++) {
            const struct prefix *prefix = i < zone->networks.count ? &zone->networks.items[i] : &all;
            if (prefix->family != family)
                continue;
            *boxes = xgrow(*boxes, count, &cap, sizeof(**boxes));
            (*boxes)[count++] = (struct owned){*prefix, z};
        }
    }
    if (count)
        qsort(*boxes, count, sizeof(**boxes), nft_spoof_by_prefix);
    return count;
}

static void drop_elsewhere(struct ruleset *ruleset, const struct plan *plan, const struct zone *zone,
                           struct prefixset *ranges)
{
    struct nft_rule rule = {0};
    uint8_t family = ranges->family;
    prefixset_merge(ranges);
    if (!ranges->count)
        return;
    char *name = xasprintf("zone_%s", zone->interface);
    struct match *match = rule_match(&rule, MATCH_IN_INTERFACE);
    match->name = zone->interface;
    match->other = true;
    if (!compile_addresses(ruleset, &rule, MATCH_FROM, name, ranges))
        rule_match(&rule, MATCH_FAMILY)->family = family;
    compile_put(&ruleset->chains[HOOK_FORWARD], HOOK_FORWARD, &rule, VERDICT_DROP, plan->log == LOG_BLOCKED);
    free(name);
}

static void compile_family(struct ruleset *ruleset, const struct plan *plan, uint8_t family)
{
    const struct host *host = plan->host;
    struct owned *boxes;
    size_t count = nft_spoof_gather(&boxes, host, family);
    struct prefixset *zones = xcalloc(host->zone_count, sizeof(*zones));
    for (size_t z = 0; z < host->zone_count; z++)
        zones[z].family = family;
    divide(zones, boxes, count);
    for (size_t z = 0; z < host->zone_count; z++)
        drop_elsewhere(ruleset, plan, &host->zones[z], &zones[z]);
    free(zones);
    free(boxes);
}

void compile_spoofed(struct ruleset *ruleset, const struct plan *plan)
{
    compile_family(ruleset, plan, FAMILY_4);
    compile_family(ruleset, plan, FAMILY_6);
}
