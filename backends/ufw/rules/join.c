/* Joining: ufw has one rule for one key, and takes up to 15 ports in a rule. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "backends/ufw/rules/desired.h"

enum { PORT_SLOTS = 15 }; /* of iptables' multiport; a range takes two */

struct wish *wishes_add(struct wishes *wishes, const struct tuple *tuple, const struct rule *rule,
                        struct arena *arena)
{
    (void)arena;
    wishes->items = xgrow(wishes->items, wishes->count, &wishes->cap, sizeof(*wishes->items));
    struct wish *wish = &wishes->items[wishes->count++];
    *wish = (struct wish){.tuple = *tuple};
    if (rule) {
        wish->rules = xcalloc(1, sizeof(*wish->rules));
        wish->rules[wish->rule_count++] = rule;
    }
    return wish;
}

/* A wish and where it stood. */
struct join_placed {
    struct wish wish;
    size_t place;
    unsigned first, last, slots; /* ports; slots 0: any */
};

static int compare_but_port(const struct join_placed *a, const struct join_placed *b)
{
    const struct tuple *x = &a->wish.tuple, *y = &b->wish.tuple;
    int order = (int)x->route - (int)y->route;
    order = order ? order : (int)x->action - (int)y->action;
    order = order ? order : strcmp(x->direction, y->direction);
    order = order ? order : strcmp(x->protocol, y->protocol);
    order = order ? order : strcmp(x->from, y->from);
    return order ? order : strcmp(x->to, y->to);
}

static int ufw_join_by_key(const void *a, const void *b)
{
    const struct join_placed *x = a, *y = b;
    int order = compare_but_port(x, y);
    if (!order)
        order = x->first != y->first ? (x->first < y->first ? -1 : 1) : 0;
    if (!order)
        order = x->last != y->last ? (x->last < y->last ? -1 : 1) : 0;
    return order ? order : x->place < y->place ? -1 : 1;
}

static int ufw_join_by_place(const void *a, const void *b)
{
    const struct join_placed *x = a, *y = b;
    return x->place < y->place ? -1 : 1;
}

static bool ufw_join_same_service(const struct wish *a, const struct wish *b)
{
    return a->rule_count && b->rule_count &&
           strcmp(a->rules[0]->flow->service, b->rules[0]->flow->service) == 0;
}

static void take_rules(struct wish *into, struct wish *from)
{
    size_t total = into->rule_count + from->rule_count;
    if (from->rule_count) {
        into->rules = xrealloc(into->rules, total * sizeof(*into->rules));
        memcpy(into->rules + into->rule_count, from->rules, from->rule_count * sizeof(*into->rules));
        into->rule_count = total;
    }
    free(from->rules);
}

/* Whether `next` went into `into`. */
static bool ufw_join(struct join_placed *into, struct join_placed *next, bool ports, struct arena *arena)
{
    if (compare_but_port(into, next) != 0)
        return false;
    bool equal = strcmp(into->wish.tuple.dport, next->wish.tuple.dport) == 0;
    if (!equal &&
        (!ports || !into->slots || !next->slots || next->first <= into->last ||
         into->slots + next->slots > PORT_SLOTS || !ufw_join_same_service(&into->wish, &next->wish)))
        return false;
    if (!equal) {
        into->wish.tuple.dport = arena_printf(arena, "%s,%s", into->wish.tuple.dport, next->wish.tuple.dport);
        into->last = next->last;
        into->slots += next->slots;
    }
    into->place = next->place < into->place ? next->place : into->place;
    take_rules(&into->wish, &next->wish);
    return true;
}

static struct join_placed ufw_join_place(const struct wish *wish, size_t where)
{
    struct join_placed placed = {.wish = *wish, .place = where};
    int got = sscanf(wish->tuple.dport, "%u:%u", &placed.first, &placed.last);
    placed.slots = got < 1 ? 0 : (unsigned)got;
    if (got == 1)
        placed.last = placed.first;
    return placed;
}

void wishes_join(struct wishes *wishes, bool ports, struct arena *arena)
{
    size_t kept = 0;
    if (wishes->count < 2)
        return;
    struct join_placed *all = xcalloc(wishes->count, sizeof(*all));
    for (size_t i = 0; i < wishes->count; i++)
        all[i] = ufw_join_place(&wishes->items[i], i);
    qsort(all, wishes->count, sizeof(*all), ufw_join_by_key);
    for (size_t i = 1; i < wishes->count; i++)
        if (!ufw_join(&all[kept], &all[i], ports, arena))
            all[++kept] = all[i];
    qsort(all, kept + 1, sizeof(*all), ufw_join_by_place);
    for (size_t i = 0; i <= kept; i++)
        wishes->items[i] = all[i].wish;
    wishes->count = kept + 1;
    free(all);
}
