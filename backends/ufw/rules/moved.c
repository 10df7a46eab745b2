#include "backends/ufw/rules/moved.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct moved_rule *moved_add(struct moved_rules *pairs, const struct tuple *from, const struct tuple *to)
{
    pairs->items = xgrow(pairs->items, pairs->count, &pairs->cap, sizeof(*pairs->items));
    pairs->items[pairs->count] = (struct moved_rule){*from, *to};
    return &pairs->items[pairs->count++];
}

static bool moved_same(const struct tuple *a, const struct tuple *b)
{
    return a->action == b->action && strcmp(a->log, b->log) == 0 && tuple_same_key(a, b);
}

const struct moved_rule *moved_of(const struct moved_rules *pairs, const struct tuple *tuple)
{
    for (size_t i = 0; i < pairs->count; i++)
        if (moved_same(&pairs->items[i].to, tuple))
            return &pairs->items[i];
    return NULL;
}

static const struct moved_rule *moved_from(const struct moved_rules *pairs, const struct tuple *tuple)
{
    for (size_t i = 0; i < pairs->count; i++)
        if (moved_same(&pairs->items[i].from, tuple))
            return &pairs->items[i];
    return NULL;
}

static int moved_refuse(const struct tuple *tuple, const char *why, struct failure *failure)
{
    struct text words = {0};
    tuple_words(tuple, true, &words);
    fail(failure, FAILURE_REFUSED, "ufw has the rule '%s', %s", text_get(&words), why);
    text_release(&words);
    return -1;
}

/* Whether it is about that port of this machine, alone or among others. */
static bool moved_is_about(const struct tuple *tuple, const struct port_move *move)
{
    struct port_list list, one = {{{move->from, move->from}}, 1};
    if (tuple->route || tuple_goes_out(tuple) || strcmp(tuple->dport, "any") == 0)
        return false;
    bool speaks = strcmp(tuple->protocol, "tcp") == 0 || strcmp(tuple->protocol, "any") == 0 ||
                  (strcmp(tuple->protocol, "udp") == 0 && move->udp);
    return speaks && tuple_ports(tuple->dport, &list) && port_list_overlaps(&list, &one);
}

static bool moved_is_single(const struct tuple *tuple)
{
    return !strpbrk(tuple->dport, ",:");
}

static int moved_check(const struct tuple *tuple, const struct port_move *move, struct failure *failure)
{
    char why[200];
    if (tuple->dapp && strcmp(tuple->dapp, "-") != 0)
        snprintf(why, sizeof(why),
                 "which is about port %u by its profile, among others: make a rule of its own for that port "
                 "instead, then try again",
                 move->from);
    else if (!moved_is_single(tuple))
        snprintf(why, sizeof(why),
                 "which is about port %u among others: make a rule of its own for that port, then try again",
                 move->from);
    else if (move->udp_taken && strcmp(tuple->protocol, "any") == 0)
        snprintf(why, sizeof(why),
                 "which lets another program on udp port %u be reached too: make a rule of its own for "
                 "'%u/udp' and one for '%u/tcp', then try again",
                 move->from, move->from, move->from);
    else
        return 0;
    return moved_refuse(tuple, why, failure);
}

static bool moved_keeps_out(const struct tuple *tuple)
{
    return tuple->action == TUPLE_DENY || tuple->action == TUPLE_REJECT;
}

/* It stands in front, is about the new port and not about the old one, and says the contrary: it would decide over
 * what moves there. Of what is let in those count that keep out everybody; a ban counts whoever is let in. */
static bool moved_is_overtaken(const struct moved_rule *pair, const struct tuple *other)
{
    bool bans = moved_keeps_out(&pair->to);
    return moved_keeps_out(other) != bans && tuple_overlaps(other, &pair->to) &&
           !tuple_overlaps(other, &pair->from) &&
           (bans || strcmp(other->from, tuple_any(other->family)) == 0);
}

/* ufw cannot hold the contrary of one key. */
static int moved_check_place(const struct moved_rule *pair, const struct tuples *there, size_t place,
                             const struct moved_rules *pairs, struct failure *failure)
{
    for (size_t i = 0; i < there->count; i++) {
        const struct tuple *other = &there->items[i];
        if (i == place || moved_from(pairs, other))
            continue;
        if (tuple_same_key(other, &pair->to) && other->action != pair->to.action)
            return moved_refuse(other, "where another one is about to move: delete one of them first",
                                failure);
        if (i < place && moved_is_overtaken(pair, other))
            return moved_refuse(other,
                                moved_keeps_out(other)
                                    ? "which would keep out what moves to its port: look at it first"
                                    : "which would let in whom the rule that moves to its port keeps out: "
                                      "look at it first",
                                failure);
    }
    return 0;
}

static const struct port_move *moved_move_of(const struct plan *plan, const struct tuple *tuple)
{
    for (size_t i = 0; plan && i < plan->move_count; i++)
        if (moved_is_about(tuple, &plan->moves[i]))
            return &plan->moves[i];
    return NULL;
}

/* Where it stood before it moved: on the way home one may become several again. */
static bool moved_add_earlier(struct desired *desired, size_t index, const struct tuple *tuple,
                              const struct port_move *move)
{
    const struct moved_rules *earlier = &desired->moved[index];
    bool any = false;
    for (size_t i = 0; i < earlier->count; i++) {
        const struct moved_rule *pair = &earlier->items[i];
        if (moved_same(&pair->to, tuple) && strtoul(pair->from.dport, NULL, 10) == move->to) {
            moved_add(&desired->moving[index], tuple, &pair->from);
            any = true;
        }
    }
    return any;
}

/* A rule for tcp and udp at once goes on for what is there: tcp, and udp where the service speaks it. */
static void moved_add_forms(struct desired *desired, size_t index, const struct tuple *tuple,
                            const struct port_move *move)
{
    struct tuple to = *tuple;
    if (moved_add_earlier(desired, index, tuple, move))
        return;
    to.dport = arena_printf(&desired->arena, "%u", move->to);
    if (strcmp(to.protocol, "any") == 0 && !move->udp)
        to.protocol = "tcp";
    moved_add(&desired->moving[index], tuple, &to);
}

int moved_make(struct desired *desired, size_t index, const struct tuples *there, bool ours,
               struct failure *failure)
{
    struct moved_rules *pairs = &desired->moving[index];
    for (size_t i = 0; i < there->count; i++) {
        const struct tuple *tuple = &there->items[i];
        const struct port_move *move = moved_move_of(desired->plan, tuple);
        if (!move || (!ours && tuple_is_ours(tuple)))
            continue;
        if (moved_check(tuple, move, failure) != 0)
            return -1;
        moved_add_forms(desired, index, tuple, move);
    }
    for (size_t i = 0; i < there->count; i++)
        for (size_t k = 0; k < pairs->count; k++)
            if (moved_same(&pairs->items[k].from, &there->items[i]) &&
                moved_check_place(&pairs->items[k], there, i, pairs, failure) != 0)
                return -1;
    return 0;
}

static void moved_put_once(struct tuples *made, const struct tuple *tuple)
{
    if (!tuples_have(made, tuple))
        tuples_add(made, tuple);
}

void moved_put(struct tuples *made, const struct tuples *there, const struct moved_rules *pairs, bool both)
{
    for (size_t i = 0; i < there->count; i++) {
        const struct tuple *tuple = &there->items[i];
        if (!moved_from(pairs, tuple) && !moved_of(pairs, tuple))
            tuples_add(made, tuple);
        else if (both || !moved_from(pairs, tuple))
            moved_put_once(made, tuple);
        for (size_t k = 0; k < pairs->count; k++)
            if (moved_same(&pairs->items[k].from, tuple))
                moved_put_once(made, &pairs->items[k].to);
    }
}

static bool moved_goes_home(const struct moved_rules *later, const struct moved_rule *first)
{
    for (size_t i = 0; i < later->count; i++)
        if (moved_same(&later->items[i].from, &first->to) && moved_same(&later->items[i].to, &first->from))
            return true;
    return false;
}

void moved_chain(struct moved_rules *later, const struct moved_rules *earlier)
{
    struct moved_rules whole = {0};
    for (size_t i = 0; i < earlier->count; i++) {
        const struct moved_rule *first = &earlier->items[i], *next = moved_from(later, &first->to);
        if (!moved_goes_home(later, first))
            moved_add(&whole, &first->from, next ? &next->to : &first->to);
    }
    for (size_t i = 0; i < later->count; i++)
        if (!moved_of(earlier, &later->items[i].from))
            moved_add(&whole, &later->items[i].from, &later->items[i].to);
    free(later->items);
    *later = whole;
}

void moved_turn(struct moved_rules *pairs)
{
    for (size_t i = 0; i < pairs->count; i++)
        pairs->items[i] = (struct moved_rule){pairs->items[i].to, pairs->items[i].from};
}
