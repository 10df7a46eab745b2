#include "backends/nft/compile/prefixset.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/text.h"

bool range_is_prefix(const struct range *range, uint8_t family, unsigned *length)
{
    size_t bits = family_bytes(family) * 8, at = 0;
    while (at < bits && !((range->first[at / 8] ^ range->last[at / 8]) & (0x80 >> at % 8)))
        at++;
    for (size_t i = at; i < bits; i++)
        if ((range->first[i / 8] & (0x80 >> i % 8)) || !(range->last[i / 8] & (0x80 >> i % 8)))
            return false;
    *length = (unsigned)at;
    return true;
}

void prefixset_add_range(struct prefixset *set, const struct range *range)
{
    set->items = xgrow(set->items, set->count, &set->cap, sizeof(*set->items));
    set->items[set->count++] = *range;
}

void prefixset_add(struct prefixset *set, const struct prefix *prefix)
{
    if (prefix->family != set->family)
        return;
    struct range range = range_of(prefix);
    prefixset_add_range(set, &range);
}

static int by_first(const void *a, const void *b)
{
    return memcmp(((const struct range *)a)->first, ((const struct range *)b)->first, 16);
}

void prefixset_sort(struct prefixset *set, int (*order)(const void *a, const void *b))
{
    for (size_t i = 1; i < set->count; i++)
        if (order(&set->items[i - 1], &set->items[i]) > 0) {
            qsort(set->items, set->count, sizeof(*set->items), order);
            return;
        }
}

/* Whether `next` (which starts no earlier) overlaps `range` or follows it without a gap. */
static bool touches(const struct range *range, const struct range *next, uint8_t family)
{
    uint8_t after[16];
    memcpy(after, range->last, sizeof(after));
    return !address_next(after, family) || memcmp(next->first, after, 16) <= 0;
}

void prefixset_merge(struct prefixset *set)
{
    size_t kept = 0;
    prefixset_sort(set, by_first);
    for (size_t i = 1; i < set->count; i++) {
        struct range *last = &set->items[kept], *next = &set->items[i];
        if (!touches(last, next, set->family))
            set->items[++kept] = *next;
        else if (memcmp(next->last, last->last, 16) > 0)
            memcpy(last->last, next->last, 16);
    }
    if (set->count)
        set->count = kept + 1;
}

bool prefixset_equal(const struct prefixset *a, const struct prefixset *b)
{
    return a->family == b->family && a->count == b->count &&
           (a->count == 0 || memcmp(a->items, b->items, a->count * sizeof(*a->items)) == 0);
}

bool prefixset_is_all(const struct prefixset *set)
{
    unsigned length;
    return set->count == 1 && range_is_prefix(&set->items[0], set->family, &length) && length == 0;
}

void prefixset_release(struct prefixset *set)
{
    free(set->items);
    *set = (struct prefixset){0};
}
