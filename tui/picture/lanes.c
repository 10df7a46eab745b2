/* A column for the upright part of each line in the gap between two columns of boxes, so that no two lines
 * lie on each other. They may cross. */
#include "tui/picture/parts.h"

enum { LANES_MOST = 24, STEPS_MOST = 6000 };

struct search {
    const struct parts *parts;
    struct bundle *bundles[LANES_MOST];
    size_t count;
    int first, last; /* lanes */
    unsigned steps, cost;
    bool found; /* `best` holds lanes, and `cost` their crossings */
    int best[LANES_MOST];
};

static void extent(const struct parts *parts, const struct bundle *bundle, int *top, int *bottom)
{
    *top = *bottom = picture_row(parts, &bundle->members[0]);
    for (size_t i = 1; i < bundle->count; i++) {
        int row = picture_row(parts, &bundle->members[i]);
        *top = row < *top ? row : *top;
        *bottom = row > *bottom ? row : *bottom;
    }
}

/* Where `a` comes from the left and `b` from the right in one row, `a` must turn first. */
static bool in_the_way(const struct parts *parts, const struct bundle *a, const struct bundle *b)
{
    for (size_t i = 0; i < a->count; i++)
        for (size_t j = 0; j < b->count; j++)
            if (picture_on_left(parts, a, &a->members[i]) && !picture_on_left(parts, b, &b->members[j]) &&
                picture_row(parts, &a->members[i]) == picture_row(parts, &b->members[j]))
                return a->lane >= b->lane;
    return false;
}

static bool picture_lanes_clash(const struct parts *parts, const struct bundle *a, const struct bundle *b)
{
    int top_a, bottom_a, top_b, bottom_b;
    extent(parts, a, &top_a, &bottom_a);
    extent(parts, b, &top_b, &bottom_b);
    if (a->lane == b->lane && top_a <= bottom_b && top_b <= bottom_a)
        return true;
    return in_the_way(parts, a, b) || in_the_way(parts, b, a);
}

/* How often level parts of `a` cross the upright part of `b`. */
static unsigned crossings(const struct parts *parts, const struct bundle *a, const struct bundle *b)
{
    unsigned count = 0;
    int top, bottom;
    extent(parts, b, &top, &bottom);
    for (size_t i = 0; i < a->count; i++) {
        int row = picture_row(parts, &a->members[i]);
        bool left = picture_on_left(parts, a, &a->members[i]);
        count +=
            row >= top && row <= bottom && top < bottom && (left ? b->lane < a->lane : b->lane > a->lane);
    }
    return count;
}

static void picture_lanes_keep(struct search *search, unsigned cost)
{
    search->found = true;
    search->cost = cost;
    for (size_t i = 0; i < search->count; i++)
        search->best[i] = search->bundles[i]->lane;
}

/* Tries all lanes for the bundles from `index` on, while it may become better than the best. */
static void picture_lanes_find(struct search *search, size_t index, unsigned cost)
{
    if (index == search->count) {
        picture_lanes_keep(search, cost);
        return;
    }
    struct bundle *bundle = search->bundles[index];
    for (int lane = search->first; lane <= search->last && search->steps < STEPS_MOST; lane++) {
        unsigned sum = cost;
        bool clashes = false;
        bundle->lane = lane;
        search->steps++;
        for (size_t j = 0; j < index && !clashes; j++) {
            clashes = picture_lanes_clash(search->parts, search->bundles[j], bundle);
            sum += crossings(search->parts, search->bundles[j], bundle) +
                   crossings(search->parts, bundle, search->bundles[j]);
        }
        if (!clashes && (!search->found || sum < search->cost))
            picture_lanes_find(search, index + 1, sum);
    }
}

bool picture_lanes(struct parts *parts, int gap)
{
    struct search search = {.parts = parts};
    search.first = parts->lefts[gap] + parts->widths[gap] + 1;
    search.last = parts->lefts[gap + 1] - 2;
    for (size_t i = 0; i < parts->bundle_count; i++) {
        struct bundle *bundle = &parts->bundles[i];
        if (bundle->dropped || bundle->gap != gap)
            continue;
        if (search.count == LANES_MOST)
            return false;
        search.bundles[search.count++] = bundle;
    }
    picture_lanes_find(&search, 0, 0);
    for (size_t i = 0; i < search.count && search.found; i++)
        search.bundles[i]->lane = search.best[i];
    return search.found;
}
