/* Joining: rules that are equal but for the peer become one kernel rule over one set, so that a packet meets
 * a handful of rules however many peers there are.
 *
 * First over the sources of rules with equal destinations, then over the destinations of those with equal
 * sources: both are exact, because a rule is the product of its two ends. */
#include <stdlib.h>
#include <string.h>

#include "backends/nft/compile/compile.h"
#include "core/base/text.h"

/* One end of a bundle; both families empty = anywhere. */
struct side {
    struct prefixset v4, v6;
};

/* Plan rules that are joined so far. */
struct join_bundle {
    const struct rule **rules; /* by their order in the plan */
    size_t count, cap;
    struct side from, to;
};

static int compare_text(const char *a, const char *b)
{
    return a == b ? 0 : strcmp(a ? a : "", b ? b : ""); /* mostly one and the same of the catalog */
}

static int compare_ranges(const struct prefixset *a, const struct prefixset *b)
{
    if (a->count != b->count)
        return a->count < b->count ? -1 : 1;
    return a->count ? memcmp(a->items, b->items, a->count * sizeof(*a->items)) : 0;
}

static int compare_sides(const struct side *a, const struct side *b)
{
    int order = compare_ranges(&a->v4, &b->v4);
    return order ? order : compare_ranges(&a->v6, &b->v6);
}

static bool side_is_any(const struct side *side)
{
    return side->v4.count == 0 && side->v6.count == 0;
}

static int compare_heads(const struct rule *a, const struct rule *b)
{
    int order = compare_text(a->flow->service, b->flow->service);
    if (!order)
        order = compare_text(a->interface, b->interface);
    if (!order)
        order = compare_text(a->interface_to, b->interface_to);
    if (!order)
        order = (int)a->protocol - (int)b->protocol;
    if (!order)
        order = (int)a->ports.first - (int)b->ports.first;
    return order ? order : (int)a->ports.last - (int)b->ports.last;
}

static int by_plan(const void *a, const void *b)
{
    const struct rule *x = ((const struct join_bundle *)a)->rules[0],
                      *y = ((const struct join_bundle *)b)->rules[0];
    return x < y ? -1 : x > y;
}

/* All but the sources (or the destinations), then whether that end is anywhere, then the plan's order. */
static int by_all_but(const struct join_bundle *a, const struct join_bundle *b, bool from)
{
    int order = compare_heads(a->rules[0], b->rules[0]);
    if (!order)
        order = from ? compare_sides(&a->to, &b->to) : compare_sides(&a->from, &b->from);
    if (!order)
        order = (int)side_is_any(from ? &a->from : &a->to) - (int)side_is_any(from ? &b->from : &b->to);
    return order;
}

static int by_all_but_from(const void *a, const void *b)
{
    int order = by_all_but(a, b, true);
    return order ? order : by_plan(a, b);
}

static int by_all_but_to(const void *a, const void *b)
{
    int order = by_all_but(a, b, false);
    return order ? order : by_plan(a, b);
}

static void side_add(struct side *side, const struct prefixes *prefixes)
{
    side->v4.family = FAMILY_4;
    side->v6.family = FAMILY_6;
    for (size_t i = 0; i < prefixes->count; i++) {
        prefixset_add(&side->v4, &prefixes->items[i]);
        prefixset_add(&side->v6, &prefixes->items[i]);
    }
    prefixset_merge(&side->v4);
    prefixset_merge(&side->v6);
}

static void side_release(struct side *side)
{
    prefixset_release(&side->v4);
    prefixset_release(&side->v6);
}

static void bundle_release(struct join_bundle *bundle)
{
    side_release(&bundle->from);
    side_release(&bundle->to);
    free(bundle->rules);
}

static void append_ranges(struct prefixset *to, const struct prefixset *from)
{
    for (size_t i = 0; i < from->count; i++)
        prefixset_add_range(to, &from->items[i]);
}

static void bundle_absorb(struct join_bundle *into, struct join_bundle *other, bool from)
{
    struct side *mine = from ? &into->from : &into->to, *theirs = from ? &other->from : &other->to;
    append_ranges(&mine->v4, &theirs->v4);
    append_ranges(&mine->v6, &theirs->v6);
    for (size_t i = 0; i < other->count; i++) {
        into->rules = xgrow(into->rules, into->count, &into->cap, sizeof(*into->rules));
        into->rules[into->count++] = other->rules[i];
    }
    bundle_release(other);
}

/* Joins neighbours over one end; returns how many bundles are left. */
static size_t nft_join_neighbours(struct join_bundle *bundles, size_t count, bool from)
{
    size_t kept = 0;
    qsort(bundles, count, sizeof(*bundles), from ? by_all_but_from : by_all_but_to);
    for (size_t i = 1; i < count; i++)
        if (by_all_but(&bundles[kept], &bundles[i], from) == 0)
            bundle_absorb(&bundles[kept], &bundles[i], from);
        else
            bundles[++kept] = bundles[i];
    for (size_t i = 0; i <= kept; i++) {
        struct side *side = from ? &bundles[i].from : &bundles[i].to;
        prefixset_merge(&side->v4);
        prefixset_merge(&side->v6);
    }
    return kept + 1;
}

static size_t nft_join_gather(struct join_bundle **bundles, enum direction direction, enum verdict verdict,
                              const struct rule *rules, size_t rule_count)
{
    size_t count = 0;
    *bundles = xcalloc(rule_count + 1, sizeof(**bundles));
    for (size_t i = 0; i < rule_count; i++) {
        const struct rule *rule = &rules[i];
        if (rule->direction != direction || rule->verdict != verdict)
            continue;
        struct join_bundle *bundle = &(*bundles)[count++];
        bundle->rules = xgrow(bundle->rules, 0, &bundle->cap, sizeof(*bundle->rules));
        bundle->rules[bundle->count++] = rule;
        side_add(&bundle->from, &rule->from);
        side_add(&bundle->to, &rule->to);
    }
    return count;
}

static bool nft_join_has_family(const struct prefixes *prefixes, uint8_t family)
{
    for (size_t i = 0; i < prefixes->count; i++)
        if (prefixes->items[i].family == family)
            return true;
    return prefixes->count == 0;
}

/* family 0: of both. */
static void add_origin(struct arena *arena, struct nft_rule *rule, const struct join_bundle *bundle,
                       uint8_t family)
{
    rule->rules = arena_array(arena, bundle->count, sizeof(*rule->rules));
    for (size_t i = 0; i < bundle->count; i++)
        if (!family || (nft_join_has_family(&bundle->rules[i]->from, family) &&
                        nft_join_has_family(&bundle->rules[i]->to, family)))
            rule->rules[rule->rule_count++] = bundle->rules[i];
    if (rule->rule_count == 0) /* no rule of its own has both ends in this family: the joined one has */
        rule->rules[rule->rule_count++] = bundle->rules[0];
    rule->comment = rules_comment(rule->rules, rule->rule_count, NFT_COMMENT - 1, arena);
}

static void nft_join_add_interfaces(struct nft_rule *rule, const struct rule *plan)
{
    if (plan->interface)
        rule_match(rule, plan->direction == DIRECTION_OUT ? MATCH_OUT_INTERFACE : MATCH_IN_INTERFACE)->name =
            plan->interface;
    if (plan->interface_to)
        rule_match(rule, MATCH_OUT_INTERFACE)->name = plan->interface_to;
    if (plan->verdict == VERDICT_DROP)
        rule_match(rule, MATCH_ORIGINAL);
}

static void nft_join_add_protocol(struct nft_rule *rule, const struct rule *plan, uint8_t family)
{
    uint16_t echo = family == FAMILY_4 ? 8 : 128;
    if (plan->protocol == PROTOCOL_ANY)
        return;
    struct match *match = rule_match(rule, plan->protocol == PROTOCOL_ICMP ? MATCH_ICMP
                                           : plan->ports.first             ? MATCH_TO_PORT
                                                                           : MATCH_PROTOCOL);
    match->protocol = plan->protocol;
    match->ports = plan->protocol == PROTOCOL_ICMP ? (struct ports){echo, echo} : plan->ports;
    match->family = plan->protocol == PROTOCOL_ICMP ? family : 0;
}

static void emit_family(struct ruleset *ruleset, enum hook hook, struct join_bundle *bundle, uint8_t family,
                        bool log)
{
    const struct rule *head = bundle->rules[0];
    struct prefixset *from = family == FAMILY_4 ? &bundle->from.v4 : &bundle->from.v6;
    struct prefixset *to = family == FAMILY_4 ? &bundle->to.v4 : &bundle->to.v6;
    struct nft_rule rule = {0};
    bool any = !from->count && !to->count;
    add_origin(&ruleset->arena, &rule, bundle, any ? 0 : family);
    nft_join_add_interfaces(&rule, head);
    bool named = compile_addresses(ruleset, &rule, MATCH_FROM, head->flow->service, from);
    named |= compile_addresses(ruleset, &rule, MATCH_TO, head->flow->service, to);
    if (!named && !any && head->protocol != PROTOCOL_ICMP)
        rule_match(&rule, MATCH_FAMILY)->family = family;
    nft_join_add_protocol(&rule, head, family);
    compile_put(&ruleset->chains[hook], hook, &rule, head->verdict, log);
}

static void nft_join_emit(struct ruleset *ruleset, enum hook hook, struct join_bundle *bundle, bool log)
{
    bool from_any = side_is_any(&bundle->from), to_any = side_is_any(&bundle->to);
    bool v4 = (from_any || bundle->from.v4.count) && (to_any || bundle->to.v4.count);
    bool v6 = (from_any || bundle->from.v6.count) && (to_any || bundle->to.v6.count);
    bool free_of_family = from_any && to_any && bundle->rules[0]->protocol != PROTOCOL_ICMP;
    if (v4)
        emit_family(ruleset, hook, bundle, FAMILY_4, log);
    if (v6 && !free_of_family)
        emit_family(ruleset, hook, bundle, FAMILY_6, log);
}

static void nft_join_rules(struct ruleset *ruleset, enum hook hook, const struct rule *rules,
                           size_t rule_count, enum verdict verdict, bool log)
{
    static const enum direction directions[] = {DIRECTION_IN, DIRECTION_OUT, DIRECTION_FORWARD};
    struct join_bundle *bundles;
    size_t count = nft_join_gather(&bundles, directions[hook], verdict, rules, rule_count);
    if (count > 1) {
        count = nft_join_neighbours(bundles, count, true);
        count = nft_join_neighbours(bundles, count, false);
        qsort(bundles, count, sizeof(*bundles), by_plan);
    }
    for (size_t i = 0; i < count; i++) {
        nft_join_emit(ruleset, hook, &bundles[i], log);
        bundle_release(&bundles[i]);
    }
    free(bundles);
}

void compile_joined(struct ruleset *ruleset, enum hook hook, const struct plan *plan, enum verdict verdict)
{
    bool log = plan->log == LOG_BLOCKED;
    nft_join_rules(ruleset, hook, plan->rules, plan->rule_count, verdict, log);
    if (verdict == VERDICT_DROP)
        nft_join_rules(ruleset, hook, plan->passing, plan->passing_count, verdict, log);
}
