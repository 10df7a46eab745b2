/* Links of the same ports become one line: everybody of one part talks to everybody of the other, or all of
 * them to each other. A line never promises more than the flows. */
#include "core/base/text.h"
#include "tui/picture/parts.h"

static struct link *between(struct parts *parts, int a, int b)
{
    for (size_t i = 0; i < parts->link_count; i++) {
        struct link *link = &parts->links[i];
        if (!link->taken && ((link->a == a && link->b == b) || (link->a == b && link->b == a)))
            return link;
    }
    return NULL;
}

static bool same(struct mark a, struct mark b)
{
    return text_equal(a.label, b.label) && a.denied == b.denied;
}

static struct mark picture_bundles_at(const struct link *link, int group)
{
    return link->a == group ? link->at_a : link->at_b;
}

/* The gap that two groups can meet in; NOWHERE: there is a column between them. */
static int gap_of(const struct parts *parts, int a, int b)
{
    int left = parts->groups[a].column, right = parts->groups[b].column;
    int low = left < right ? left : right, high = left < right ? right : left;
    if (high - low == 2)
        return NOWHERE;
    return low == RIGHT ? MIDDLE : low;
}

/* Whether `group` talks to all of the bundle outside `part` by its marks. */
static bool picture_bundles_fits(struct parts *parts, const struct bundle *bundle, int group, int part,
                                 struct mark mark)
{
    for (size_t i = 0; i < bundle->count; i++) {
        const struct member *member = &bundle->members[i];
        if (member->group == group)
            return false;
        if (part != PART_ALL && member->part == part) {
            if (!same(member->mark, mark))
                return false;
            continue;
        }
        const struct link *link = between(parts, group, member->group);
        bool alike = link && same(picture_bundles_at(link, group), mark) &&
                     same(picture_bundles_at(link, member->group), member->mark);
        if (!alike || gap_of(parts, group, member->group) != bundle->gap)
            return false;
    }
    return true;
}

static void picture_bundles_join(struct parts *parts, struct bundle *bundle, int group, int part,
                                 struct mark mark)
{
    struct member *members = arena_array(&parts->picture->arena, bundle->count + 1, sizeof(struct member));
    for (size_t i = 0; i < bundle->count; i++)
        members[i] = bundle->members[i];
    members[bundle->count++] = (struct member){.group = group, .part = part, .mark = mark};
    bundle->members = members;
}

static void picture_bundles_widen(struct parts *parts, struct bundle *bundle, int part, struct mark mark)
{
    for (int group = 0; group < (int)parts->group_count; group++)
        if (picture_bundles_fits(parts, bundle, group, part, mark))
            picture_bundles_join(parts, bundle, group, part, mark);
}

/* The bundle owns its links from now on. */
static void picture_bundles_take(struct parts *parts, const struct bundle *bundle)
{
    for (size_t i = 0; i < bundle->count; i++)
        for (size_t j = i + 1; j < bundle->count; j++) {
            const struct member *a = &bundle->members[i], *b = &bundle->members[j];
            struct link *link = between(parts, a->group, b->group);
            if (link && (a->part != b->part || a->part == PART_ALL))
                link->taken = true;
        }
}

static void picture_bundles_begin(struct parts *parts, struct link *link)
{
    int gap = gap_of(parts, link->a, link->b);
    if (gap == NOWHERE)
        return;
    struct bundle *bundle = &parts->bundles[parts->bundle_count++];
    bool all = same(link->at_a, link->at_b) && parts->groups[link->a].column == parts->groups[link->b].column;
    *bundle = (struct bundle){.gap = gap};
    picture_bundles_join(parts, bundle, link->a, all ? PART_ALL : 0, link->at_a);
    picture_bundles_join(parts, bundle, link->b, all ? PART_ALL : 1, link->at_b);
    if (all) {
        picture_bundles_widen(parts, bundle, PART_ALL, link->at_a);
    } else {
        picture_bundles_widen(parts, bundle, 1, link->at_b);
        picture_bundles_widen(parts, bundle, 0, link->at_a);
    }
    picture_bundles_take(parts, bundle);
}

static bool yours(const struct parts *parts, const struct link *link)
{
    return parts->groups[link->a].you || parts->groups[link->b].you;
}

void picture_bundles(struct parts *parts)
{
    parts->bundles = arena_array(&parts->picture->arena, parts->link_count + 1, sizeof(struct bundle));
    for (int turn = 0; turn < 2; turn++)
        for (size_t i = 0; i < parts->link_count; i++)
            if (!parts->links[i].taken && (turn || yours(parts, &parts->links[i])))
                picture_bundles_begin(parts, &parts->links[i]);
}
