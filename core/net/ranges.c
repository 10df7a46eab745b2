#include "core/net/ranges.h"

#include <string.h>

enum { ADDRESS = 16 };

size_t family_bytes(uint8_t family)
{
    return family == FAMILY_4 ? 4 : ADDRESS;
}

bool address_next(uint8_t *address, uint8_t family)
{
    for (size_t i = family_bytes(family); i-- > 0;)
        if (++address[i] != 0)
            return true;
    return false;
}

bool address_previous(uint8_t *address, uint8_t family)
{
    for (size_t i = family_bytes(family); i-- > 0;)
        if (address[i]-- != 0)
            return true;
    return false;
}

struct range range_of(const struct prefix *prefix)
{
    struct range range = {0};
    size_t bytes = family_bytes(prefix->family);
    memcpy(range.first, prefix->bytes, bytes);
    for (size_t i = 0; i < bytes; i++) {
        unsigned fixed = prefix->length > i * 8 ? prefix->length - (unsigned)i * 8 : 0;
        uint8_t free_bits = (uint8_t)(fixed >= 8 ? 0 : 0xff >> fixed);
        range.last[i] = (uint8_t)(range.first[i] | free_bits);
    }
    return range;
}

struct range range_all(uint8_t family)
{
    return range_of(&(struct prefix){.family = family});
}

struct ranges ranges_none(void)
{
    return (struct ranges){.some = true};
}

struct ranges ranges_of(const struct prefix *prefix)
{
    if (prefix->length == 0)
        return (struct ranges){0};
    return (struct ranges){.some = true, .items = {range_of(prefix)}, .count = 1};
}

void ranges_add(struct ranges *ranges, const struct range *range)
{
    ranges->some = true;
    if (ranges->count == RANGES)
        ranges->more = true;
    else
        ranges->items[ranges->count++] = *range;
}

bool ranges_are_none(const struct ranges *ranges)
{
    return ranges->some && ranges->count == 0 && !ranges->more;
}

/* Every address is one range too. */
static struct ranges ranges_spelt(const struct ranges *ranges, uint8_t family)
{
    return ranges->some ? *ranges : (struct ranges){.some = true, .items = {range_all(family)}, .count = 1};
}

static bool ranges_meet(const struct range *a, const struct range *b)
{
    return memcmp(a->first, b->last, ADDRESS) <= 0 && memcmp(b->first, a->last, ADDRESS) <= 0;
}

struct ranges ranges_both(const struct ranges *a, const struct ranges *b, uint8_t family)
{
    const struct ranges x = ranges_spelt(a, family), y = ranges_spelt(b, family);
    struct ranges both = {.some = true, .more = x.more || y.more};
    for (size_t i = 0; i < x.count; i++)
        for (size_t k = 0; k < y.count; k++) {
            struct range common = x.items[i];
            if (!ranges_meet(&common, &y.items[k]))
                continue;
            if (memcmp(y.items[k].first, common.first, ADDRESS) > 0)
                memcpy(common.first, y.items[k].first, ADDRESS);
            if (memcmp(y.items[k].last, common.last, ADDRESS) < 0)
                memcpy(common.last, y.items[k].last, ADDRESS);
            ranges_add(&both, &common);
        }
    return both;
}

/* What stands in front of `cut`, and what behind. */
static void ranges_add_around(struct ranges *left, const struct range *range, const struct range *cut,
                              uint8_t family)
{
    struct range before = *range, behind = *range;
    if (memcmp(cut->first, range->first, ADDRESS) > 0) {
        memcpy(before.last, cut->first, ADDRESS);
        address_previous(before.last, family);
        ranges_add(left, &before);
    }
    if (memcmp(cut->last, range->last, ADDRESS) < 0) {
        memcpy(behind.first, cut->last, ADDRESS);
        address_next(behind.first, family);
        ranges_add(left, &behind);
    }
}

struct ranges ranges_without(const struct ranges *a, const struct ranges *b, uint8_t family)
{
    struct ranges left = ranges_spelt(a, family);
    const struct ranges cuts = ranges_spelt(b, family);
    for (size_t k = 0; k < cuts.count; k++) {
        const struct ranges whole = left;
        left = (struct ranges){.some = true, .more = whole.more};
        for (size_t i = 0; i < whole.count; i++)
            if (ranges_meet(&whole.items[i], &cuts.items[k]))
                ranges_add_around(&left, &whole.items[i], &cuts.items[k], family);
            else
                ranges_add(&left, &whole.items[i]);
    }
    return left;
}
