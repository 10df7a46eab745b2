/* What a plan does with a way that is opened anew. */
#include "backends/ways/ways.h"

/* Nobody's (RFC 5737, RFC 3849): what passes from it passes from anywhere. */
static struct prefix stranger_of(int family)
{
    if (family == FAMILY_6)
        return (struct prefix){.family = FAMILY_6, .length = 128, .bytes = {0x20, 1, 0x0d, 0xb8, [15] = 1}};
    return (struct prefix){.family = FAMILY_4, .length = 32, .bytes = {192, 0, 2, 1}};
}

static struct prefix single_of(const struct prefix *prefix)
{
    struct prefix single = *prefix;
    single.length = prefix->family == FAMILY_6 ? 128 : 32;
    return single;
}

/* An address of the plan's own host; the stranger's where it has none of that family. */
static struct prefix own_of(const struct plan *plan, int family)
{
    for (size_t i = 0; i < plan->host->addresses.count; i++)
        if (plan->host->addresses.items[i].family == family)
            return single_of(&plan->host->addresses.items[i]);
    return stranger_of(family);
}

static struct fate fate_with(const struct way *way, const struct plan *plan, const struct prefix *other)
{
    bool in = way->direction == DIRECTION_IN;
    const struct prefix *known = in ? &way->to : &way->from;
    struct prefix own = known->family ? *known : own_of(plan, other->family);
    const struct packet packet = {.direction = way->direction,
                                  .from = in ? *other : own,
                                  .to = in ? own : *other,
                                  .protocol = way->protocol,
                                  .port = way->port,
                                  .source_port = 0};
    return explain(plan, &packet);
}

/* Its other end is not known: whether the plan lets anybody through at all, as a rule about it would. */
static struct fate fate_of_anybody(const struct way *way, const struct plan *plan)
{
    bool in = way->direction == DIRECTION_IN;
    int only = in ? way->to.family : way->from.family;
    struct fate fate = {.verdict = VERDICT_DROP};
    for (int family = FAMILY_4; family <= FAMILY_6; family += FAMILY_6 - FAMILY_4) {
        struct prefix other = stranger_of(family);
        if (only && only != family)
            continue;
        fate = fate_with(way, plan, &other);
        for (size_t i = 0; fate.verdict != VERDICT_ACCEPT && i < plan->rule_count; i++) {
            const struct prefixes *peers = in ? &plan->rules[i].from : &plan->rules[i].to;
            if (plan->rules[i].direction != way->direction || peers->count == 0 ||
                peers->items[0].family != family)
                continue;
            other = single_of(&peers->items[0]);
            fate = fate_with(way, plan, &other);
        }
        if (fate.verdict == VERDICT_ACCEPT)
            break;
    }
    return fate;
}

struct fate way_fate(const struct way *way, const struct plan *plan)
{
    const struct prefix *other = way->direction == DIRECTION_IN ? &way->from : &way->to;
    if (way->carries && way->unseen)
        return (struct fate){.verdict = VERDICT_DROP, .by = DECIDER_UNSEEN, .reason = "it cannot be seen"};
    return other->family ? fate_with(way, plan, other) : fate_of_anybody(way, plan);
}

const struct way *ways_cut(const struct ways *ways, const struct plan *plan, struct fate *fate)
{
    for (size_t i = 0; plan && i < ways->count; i++) {
        *fate = way_fate(&ways->items[i], plan);
        if (fate->verdict != VERDICT_ACCEPT)
            return &ways->items[i];
    }
    return NULL;
}

const struct door *ways_door(const struct ways *ways, const struct plan *plan)
{
    for (size_t i = 0; plan && i < ways->door_count; i++) {
        const struct door *door = &ways->doors[i];
        const struct way knock = {.to = door->address.length ? door->address : (struct prefix){0},
                                  .port = door->port,
                                  .protocol = PROTOCOL_TCP,
                                  .direction = DIRECTION_IN};
        const struct prefix anybody = stranger_of(door->address.family);
        if (fate_with(&knock, plan, &anybody).verdict != VERDICT_ACCEPT)
            return door;
    }
    return NULL;
}
