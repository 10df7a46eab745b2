#include "backends/ufw/files/merge.h"

#include <stdlib.h>
#include <string.h>

#include "backends/ufw/rules/claim.h"

/* One family on its way from what is there to what shall be. */
struct merge {
    struct ufw_future *future;
    struct desired *desired;
    struct tuples there; /* what stands there, and what comes back */
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

/* Where ours begin: before the first rule of somebody else that would decide before them, else where they
 * stood, else at the end. */
static size_t find_place(const struct merge *merge, const struct tuples *kept, size_t stood)
{
    const struct wishes *wishes = &merge->desired->wishes[merge->index];
    for (size_t i = 0; i < kept->count && i < stood; i++) {
        if (kept->items[i].action == TUPLE_ALLOW)
            continue;
        for (size_t k = 0; k < wishes->count; k++)
            if (!merge->granted[k] && wishes->items[k].tuple.action == TUPLE_ALLOW &&
                !merge_grants(merge->desired, merge->index, &kept->items[i]) &&
                tuple_overlaps(&kept->items[i], &wishes->items[k].tuple))
                return i;
    }
    return stood < kept->count ? stood : kept->count;
}

static void sort_out(struct merge *merge, struct tuples *kept, size_t *stood)
{
    const struct tuples *there = &merge->there;
    *stood = (size_t)-1;
    for (size_t i = 0; i < there->count; i++) {
        const struct tuple *tuple = &there->items[i];
        if (tuple_is_ours(tuple)) {
            *stood = *stood == (size_t)-1 ? kept->count : *stood;
        } else if (merge_grants(merge->desired, merge->index, tuple)) {
            tuples_add(kept, tuple);
            tuples_add(&merge->future->same[merge->index], tuple);
        } else if (claim_is_unwanted(merge->desired, merge->index, tuple)) {
            tuples_add(&merge->future->removed[merge->index], tuple);
        } else {
            tuples_add(kept, tuple);
            tuples_add(&merge->future->foreign[merge->index], tuple);
        }
    }
}

static void ufw_merge_put_together(struct merge *merge, const struct tuples *kept, size_t place)
{
    const struct wishes *wishes = &merge->desired->wishes[merge->index];
    struct tuples *made = &merge->future->tuples[merge->index];
    for (size_t i = 0; i <= kept->count; i++) {
        for (size_t k = 0; i == place && k < wishes->count; k++)
            if (!merge->granted[k])
                tuples_add(made, &wishes->items[k].tuple);
        if (i < kept->count)
            tuples_add(made, &kept->items[i]);
    }
}

static void ufw_merge_gather(struct merge *merge, const struct ufw_state *state)
{
    const struct tuples *there = &state->tuples[merge->index],
                        *back = &merge->desired->restored[merge->index];
    for (size_t i = 0; i < there->count; i++)
        tuples_add(&merge->there, &there->items[i]);
    for (size_t i = 0; i < back->count; i++)
        if (!tuples_have(there, &back->items[i]))
            tuples_put_back(&merge->there, &back->items[i], &merge->desired->original[merge->index]);
}

static const struct port_move *move_of(const struct plan *plan, const struct tuple *tuple)
{
    for (size_t i = 0; plan && i < plan->move_count; i++)
        if (plan->moves[i].from == strtoul(tuple->dport, NULL, 10))
            return &plan->moves[i];
    return NULL;
}

/* A rule that was to be kept lets in less than a site can say (an interface, a destination): when its port
 * moves, it moves along, and stays its owner's. */
static void carry_kept(struct merge *merge)
{
    const struct plan *plan = merge->desired->plan;
    struct wishes *wishes = &merge->desired->wishes[merge->index];
    for (size_t i = 0; i < merge->there.count; i++) {
        const struct tuple *tuple = &merge->there.items[i];
        const struct port_move *move = move_of(plan, tuple);
        bool tcp = strcmp(tuple->protocol, "udp") != 0;
        if (!move || !tcp || tuple_is_ours(tuple) || !claim_is_kept(plan, tuple) ||
            !claim_is_unwanted(merge->desired, merge->index, tuple))
            continue;
        struct tuple moved = *tuple;
        moved.protocol = "tcp";
        moved.dport = arena_printf(&merge->desired->arena, "%u", move->to);
        wishes_add(wishes, &moved, NULL, &merge->desired->arena);
    }
}

static int ufw_merge_settle(struct merge *merge, struct failure *failure)
{
    struct tuples kept = {0};
    size_t stood;
    carry_kept(merge);
    size_t wishes = merge->desired->wishes[merge->index].count;
    merge->granted = xcalloc(wishes + 1, sizeof(*merge->granted));
    int done = claim_check_moves(merge->desired, &merge->there, failure);
    if (done == 0)
        done = find_grants(merge, false, failure);
    if (done == 0)
        done = find_grants(merge, true, failure);
    if (done == 0) {
        sort_out(merge, &kept, &stood);
        ufw_merge_put_together(merge, &kept, find_place(merge, &kept, stood));
    }
    tuples_release(&kept);
    tuples_release(&merge->there);
    free(merge->granted);
    return done;
}

int merge_family(struct ufw_future *future, struct desired *desired, const struct ufw_state *state,
                 size_t index, struct failure *failure)
{
    struct merge merge = {.future = future, .desired = desired, .index = index};
    ufw_merge_gather(&merge, state);
    return ufw_merge_settle(&merge, failure);
}
