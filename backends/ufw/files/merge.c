#include "backends/ufw/files/merge.h"

#include <stdlib.h>
#include <string.h>

#include "backends/ufw/rules/claim.h"
#include "backends/ufw/rules/moved.h"

/* One family on its way from what is there to what shall be. */
struct merge {
    struct ufw_future *future;
    struct desired *desired;
    struct tuples there; /* what stands there, and what comes back; moved */
    size_t index;
    bool *granted; /* a rule of somebody else is this wish already */
};

/* Equal but for the protocol: the vendor's page has its readers type rules for tcp and udp at once. */
static bool is_wider(const struct tuple *foreign, const struct tuple *wanted)
{
    struct tuple same = *wanted;
    same.protocol = "any";
    return claim_is_plain(foreign) && strcmp(wanted->dport, "any") != 0 && tuple_same_key(foreign, &same);
}

static bool grants(const struct tuple *foreign, const struct tuple *wanted)
{
    return tuple_same_key(foreign, wanted) &&
           (foreign->action == wanted->action ||
            (foreign->action == TUPLE_LIMIT && wanted->action == TUPLE_ALLOW));
}

/* -1: the same key says the contrary. ufw cannot hold both. */
static int find_grants(struct merge *merge, bool wider, struct failure *failure)
{
    const struct tuples *there = &merge->there;
    const struct wishes *wishes = &merge->desired->wishes[merge->index];
    for (size_t i = 0; i < there->count; i++) {
        const struct tuple *foreign = &there->items[i];
        for (size_t k = 0; k < wishes->count && !tuple_is_ours(foreign); k++) {
            const struct tuple *wanted = &wishes->items[k].tuple;
            bool exact = tuple_same_key(foreign, wanted);
            if (exact && !grants(foreign, wanted)) {
                struct text words = {0};
                tuple_words(foreign, true, &words);
                fail(failure, FAILURE_REFUSED,
                     "ufw has the rule '%s', the contrary of what the plan wants: look at it, then run 'ufw "
                     "%sdelete %s' first",
                     text_get(&words), foreign->route ? "route " : "",
                     text_get(&words) + (foreign->route ? strlen("route ") : 0));
                text_release(&words);
                return -1;
            }
            merge->granted[k] = merge->granted[k] || (wider ? is_wider(foreign, wanted) : exact);
        }
    }
    return 0;
}

bool merge_grants(const struct desired *desired, size_t index, const struct tuple *foreign)
{
    const struct wishes *wishes = &desired->wishes[index];
    for (size_t k = 0; k < wishes->count; k++)
        if (grants(foreign, &wishes->items[k].tuple) || is_wider(foreign, &wishes->items[k].tuple))
            return true;
    return false;
}

/* It would decide before the wish over all that the wish lets in. Somebody's ban of a few among many does not: it
 * stays in front. */
static bool ufw_merge_shadows(const struct merge *merge, const struct tuple *foreign,
                              const struct tuple *wanted)
{
    struct prefix banned, let_in;
    const char *why;
    if (foreign->action == TUPLE_ALLOW || wanted->action != TUPLE_ALLOW ||
        merge_grants(merge->desired, merge->index, foreign) || !tuple_overlaps(foreign, wanted))
        return false;
    return prefix_parse(foreign->from, &banned, &why) != 0 ||
           prefix_parse(wanted->from, &let_in, &why) != 0 || prefix_contains(&banned, &let_in);
}

/* The first rule of somebody else that would decide before the wish; else where ours stood, else the end. */
static size_t find_place(const struct merge *merge, const struct tuples *kept, size_t stood,
                         const struct tuple *wanted)
{
    size_t end = stood < kept->count ? stood : kept->count;
    for (size_t i = 0; i < end; i++)
        if (ufw_merge_shadows(merge, &kept->items[i], wanted))
            return i;
    return end;
}

/* Where each wish goes. Those that must come before somebody's rule stand together before the first such rule, and
 * in front of the others in the list too. */
static void ufw_merge_place(struct merge *merge, const struct tuples *kept, size_t stood, size_t *early,
                            size_t *early_count)
{
    struct wishes *wishes = &merge->desired->wishes[merge->index], sorted = {0};
    bool *granted = xcalloc(wishes->count + 1, sizeof(*granted));
    size_t end = stood < kept->count ? stood : kept->count;
    *early = end;
    *early_count = 0;
    sorted.items = xcalloc(wishes->count + 1, sizeof(*sorted.items));
    sorted.cap = wishes->count + 1;
    for (int pass = 0; pass < 2; pass++)
        for (size_t k = 0; k < wishes->count; k++) {
            size_t place = merge->granted[k] ? end : find_place(merge, kept, stood, &wishes->items[k].tuple);
            if ((place < end) != (pass == 0))
                continue;
            *early = place < *early ? place : *early;
            *early_count += pass == 0;
            granted[sorted.count] = merge->granted[k];
            sorted.items[sorted.count++] = wishes->items[k];
        }
    free(wishes->items);
    free(merge->granted);
    *wishes = sorted;
    merge->granted = granted;
}

/* What was said of a rule holds when it has moved too. */
static bool ufw_merge_is_unwanted(const struct merge *merge, const struct tuple *tuple)
{
    const struct desired *desired = merge->desired;
    const struct moved_rule *pair = moved_of(&desired->moving[merge->index], tuple);
    if (pair && (claim_is_dropped(desired->plan, &pair->from) ||
                 tuples_have(&desired->removed[merge->index], &pair->from)))
        return true;
    return !(pair && claim_is_kept(desired->plan, &pair->from)) &&
           claim_is_unwanted(desired, merge->index, tuple);
}

static void sort_out(struct merge *merge, struct tuples *kept, size_t *stood)
{
    const struct tuples *there = &merge->there;
    *stood = (size_t)-1;
    for (size_t i = 0; i < there->count; i++) {
        const struct tuple *tuple = &there->items[i];
        if (tuple_is_ours(tuple)) {
            *stood = kept->count; /* the last: those that must come early stand apart */
        } else if (merge_grants(merge->desired, merge->index, tuple)) {
            tuples_add(kept, tuple);
            tuples_add(&merge->future->same[merge->index], tuple);
        } else if (ufw_merge_is_unwanted(merge, tuple)) {
            tuples_add(&merge->future->removed[merge->index], tuple);
        } else {
            tuples_add(kept, tuple);
            tuples_add(&merge->future->foreign[merge->index], tuple);
        }
    }
}

static void ufw_merge_put_wishes(struct merge *merge, size_t first, size_t last)
{
    const struct wishes *wishes = &merge->desired->wishes[merge->index];
    for (size_t k = first; k < last; k++)
        if (!merge->granted[k])
            tuples_add(&merge->future->tuples[merge->index], &wishes->items[k].tuple);
}

static void ufw_merge_put_together(struct merge *merge, const struct tuples *kept, size_t stood)
{
    size_t early, early_count, end = stood < kept->count ? stood : kept->count;
    ufw_merge_place(merge, kept, stood, &early, &early_count);
    for (size_t i = 0; i <= kept->count; i++) {
        if (i == early)
            ufw_merge_put_wishes(merge, 0, early_count);
        if (i == end)
            ufw_merge_put_wishes(merge, early_count, merge->desired->wishes[merge->index].count);
        if (i < kept->count)
            tuples_add(&merge->future->tuples[merge->index], &kept->items[i]);
    }
}

static bool ufw_merge_wished(const struct wishes *wishes, const struct tuple *tuple)
{
    for (size_t i = 0; i < wishes->count; i++)
        if (wishes->items[i].tuple.action == tuple->action && tuple_same_key(&wishes->items[i].tuple, tuple))
            return true;
    return false;
}

/* Only ports change: each stays where it stands. What is ours then is what a plan wishes. */
static void ufw_merge_in_place(struct merge *merge)
{
    struct desired *desired = merge->desired;
    struct wishes *wishes = &desired->wishes[merge->index];
    struct tuples *made = &merge->future->tuples[merge->index];
    for (size_t i = 0; i < merge->there.count; i++) {
        const struct tuple *tuple = &merge->there.items[i];
        bool ours = tuple_is_ours(tuple);
        if (ours && desired->plan)
            wishes_add(wishes, tuple, NULL, &desired->arena);
        if (!ours || ufw_merge_wished(wishes, tuple))
            tuples_add(made, tuple);
        if (!ours)
            tuples_add(&merge->future->foreign[merge->index], tuple);
    }
    for (size_t k = 0; k < wishes->count; k++)
        if (!tuples_have(made, &wishes->items[k].tuple))
            tuples_add(made, &wishes->items[k].tuple);
}

/* What comes back for good stands where it stood among those that moved back; if it had moved before it was taken
 * away, it moves back too. */
static void ufw_merge_put_back(struct merge *merge, const struct tuple *tuple)
{
    const struct moved_rules *pairs = &merge->desired->moving[merge->index];
    bool moved = false;
    for (size_t i = 0; i < pairs->count; i++) {
        const struct moved_rule *pair = &pairs->items[i];
        if (!tuple_same_key(&pair->from, tuple) || pair->from.action != tuple->action)
            continue;
        moved = true;
        if (!tuples_have(&merge->there, &pair->to))
            tuples_put_back(&merge->there, &pair->to, &merge->desired->original[merge->index]);
    }
    if (!moved && !tuples_have(&merge->there, tuple))
        tuples_put_back(&merge->there, tuple, &merge->desired->original[merge->index]);
}

static int ufw_merge_gather(struct merge *merge, const struct ufw_state *state, struct failure *failure)
{
    struct desired *desired = merge->desired;
    const struct tuples *there = &state->tuples[merge->index], *back = &desired->restored[merge->index];
    struct tuples all = {0};
    for (size_t i = 0; i < there->count; i++)
        tuples_add(&all, &there->items[i]);
    for (size_t i = 0; desired->plan && i < back->count; i++)
        if (!tuples_have(there, &back->items[i]))
            tuples_add(&all, &back->items[i]);
    int done = desired->plan ? moved_make(desired, merge->index, &all, desired->in_place, failure) : 0;
    if (done == 0)
        moved_put(&merge->there, &all, &desired->moving[merge->index],
                  desired->plan && desired->plan->bridge);
    for (size_t i = 0; done == 0 && !desired->plan && i < back->count; i++)
        ufw_merge_put_back(merge, &back->items[i]);
    tuples_release(&all);
    return done;
}

static int ufw_merge_settle(struct merge *merge, struct failure *failure)
{
    struct tuples kept = {0};
    size_t stood;
    merge->granted = xcalloc(merge->desired->wishes[merge->index].count + 1, sizeof(*merge->granted));
    int done = find_grants(merge, false, failure);
    if (done == 0)
        done = find_grants(merge, true, failure);
    if (done == 0) {
        sort_out(merge, &kept, &stood);
        ufw_merge_put_together(merge, &kept, stood);
    }
    tuples_release(&kept);
    free(merge->granted);
    return done;
}

/* The moves of a family as they are shown: what stood there, and what stands there then. */
static void ufw_merge_tell_moves(const struct merge *merge, const struct ufw_state *state)
{
    const struct moved_rules *pairs = &merge->desired->moving[merge->index];
    const struct tuples *was = &state->tuples[merge->index], *made = &merge->future->tuples[merge->index];
    for (size_t i = 0; i < pairs->count; i++) {
        const struct moved_rule *pair = &pairs->items[i];
        if (tuple_is_ours(&pair->from))
            continue;
        if (tuples_have(was, &pair->from) && !tuples_have(made, &pair->from))
            tuples_add(&merge->future->gone[merge->index], &pair->from);
        if (!tuples_have(was, &pair->to) && tuples_have(made, &pair->to) &&
            !tuples_have(&merge->future->come[merge->index], &pair->to))
            tuples_add(&merge->future->come[merge->index], &pair->to);
    }
}

int merge_family(struct ufw_future *future, struct desired *desired, const struct ufw_state *state,
                 size_t index, struct failure *failure)
{
    struct merge merge = {.future = future, .desired = desired, .index = index};
    int done = ufw_merge_gather(&merge, state, failure);
    if (done == 0 && desired->in_place)
        ufw_merge_in_place(&merge);
    else if (done == 0)
        done = ufw_merge_settle(&merge, failure);
    if (done == 0)
        ufw_merge_tell_moves(&merge, state);
    tuples_release(&merge.there);
    return done;
}
