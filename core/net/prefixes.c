#include "core/net/prefixes.h"

#include <stdlib.h>

static int net_prefixes_compare(const void *a, const void *b)
{
    return prefix_compare(a, b);
}

/* A prefix sorts before everything within it, so only the last one kept can hold the next. */
struct prefixes prefixes_cover(struct arena *arena, const struct prefix *items, size_t count)
{
    struct prefix *kept = arena_copy(arena, items, count * sizeof(*items));
    size_t last = 0;
    if (count == 0)
        return (struct prefixes){kept, 0};
    qsort(kept, count, sizeof(*kept), net_prefixes_compare);
    for (size_t i = 1; i < count; i++)
        if (!prefix_contains(&kept[last], &kept[i]))
            kept[++last] = kept[i];
    return (struct prefixes){kept, last + 1};
}

bool prefixes_hold(const struct prefixes *cover, const struct prefix *prefix)
{
    size_t low = 0, high = cover->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (prefix_compare(&cover->items[middle], prefix) <= 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low > 0 && prefix_contains(&cover->items[low - 1], prefix);
}
