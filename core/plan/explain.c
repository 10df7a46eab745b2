#include "core/plan/explain.h"

#include <stdio.h>
#include <string.h>

#include "core/base/text.h"

/* A packet beside a plan, with what the kernel knows of it besides. */
struct view {
    const struct plan *plan;
    const struct packet *packet;
    const char *comes_in, *goes_out; /* NULL = not known, or any */
};

static bool is_unspecified(const struct prefix *address)
{
    static const uint8_t none[16];
    return memcmp(address->bytes, none, sizeof(none)) == 0;
}

/* Multicast or broadcast: for everybody on the link. */
static bool is_for_all(const struct prefix *address)
{
    static const uint8_t broadcast[4] = {255, 255, 255, 255};
    if (address->family == FAMILY_6)
        return address->bytes[0] == 0xff;
    return address->bytes[0] >> 4 == 14 || memcmp(address->bytes, broadcast, sizeof(broadcast)) == 0;
}

static const struct prefix *own_prefix(const struct plan *plan, const struct prefix *address)
{
    const struct prefixes *own = &plan->host->addresses;
    for (size_t i = 0; i < own->count; i++)
        if (prefix_contains(&own->items[i], address))
            return &own->items[i];
    return NULL;
}

static bool is_own(const struct plan *plan, const struct prefix *address)
{
    return prefix_is_loopback(address) || own_prefix(plan, address);
}

/* From this machine to itself. Two addresses of a range are two machines of the group. */
static bool stays_inside(const struct plan *plan, const struct packet *packet)
{
    const struct prefix *from = own_prefix(plan, &packet->from), *to = own_prefix(plan, &packet->to);
    if (prefix_is_loopback(&packet->from) || prefix_is_loopback(&packet->to))
        return true;
    return from && to &&
           (prefix_compare(&packet->from, &packet->to) == 0 ||
            (prefix_is_single(from) && prefix_is_single(to)));
}

int explain_direction(const struct plan *plan, struct packet *packet)
{
    bool from = is_own(plan, &packet->from) || is_unspecified(&packet->from);
    bool to = is_own(plan, &packet->to) || (!from && is_for_all(&packet->to));
    if (!from && !to && !plan->gateway)
        return -1;
    packet->direction = to ? DIRECTION_IN : from ? DIRECTION_OUT : DIRECTION_FORWARD;
    return 0;
}

static struct fate decided(enum verdict verdict, enum decider by, const char *reason)
{
    struct fate fate = {.verdict = verdict, .by = by};
    snprintf(fate.reason, sizeof(fate.reason), "%s", reason);
    return fate;
}

static bool holds_address(const struct prefixes *list, const struct prefix *address)
{
    for (size_t i = 0; i < list->count; i++)
        if (prefix_contains(&list->items[i], address))
            return true;
    return list->count == 0;
}

static bool same_interface(const char *asked, const char *have)
{
    return !asked || text_equal(asked, have);
}

/* In and out: an interface that nobody named is the right one. Forward: the zones decide. */
static bool interfaces_fit(const struct view *view, const struct rule *rule)
{
    if (rule->direction == DIRECTION_FORWARD)
        return same_interface(rule->interface, view->comes_in) &&
               same_interface(rule->interface_to, view->goes_out);
    return !view->packet->interface || same_interface(rule->interface, view->packet->interface);
}

static bool plan_explain_fits(const struct view *view, const struct rule *rule)
{
    const struct packet *packet = view->packet;
    if (rule->direction != packet->direction)
        return false;
    if (rule->protocol != PROTOCOL_ANY && rule->protocol != packet->protocol)
        return false;
    if (rule->ports.first && (packet->port < rule->ports.first || packet->port > rule->ports.last))
        return false;
    return holds_address(&rule->from, &packet->from) && holds_address(&rule->to, &packet->to) &&
           interfaces_fit(view, rule);
}

static bool by_rule(const struct view *view, enum verdict verdict, struct fate *fate)
{
    const struct plan *plan = view->plan;
    for (size_t i = 0; i < plan->rule_count; i++) {
        if (plan->rules[i].verdict != verdict || !plan_explain_fits(view, &plan->rules[i]))
            continue;
        *fate =
            decided(verdict, DECIDER_RULE, plan->rules[i].flow->reason ? plan->rules[i].flow->reason : "");
        fate->rule = &plan->rules[i];
        fate->number = i + 1;
        return true;
    }
    return false;
}

/* What is denied to pass, whatever the zones. */
static bool by_passing(const struct view *view, struct fate *fate)
{
    const struct plan *plan = view->plan;
    const struct packet *packet = view->packet;
    for (size_t i = 0; i < plan->passing_count && packet->direction == DIRECTION_FORWARD; i++) {
        const struct rule *rule = &plan->passing[i];
        if (!holds_address(&rule->from, &packet->from) || !holds_address(&rule->to, &packet->to))
            continue;
        *fate = decided(VERDICT_DROP, DECIDER_RULE, rule->flow->reason ? rule->flow->reason : "");
        fate->rule = rule;
        return true;
    }
    return false;
}

/* A zone's source on another interface than the zone's. */
static bool is_spoofed(const struct view *view)
{
    const struct packet *packet = view->packet;
    bool across;
    if (!packet->interface)
        return false;
    const struct zone *home = plan_zone(view->plan->host, &packet->from, &across);
    return home && !text_equal(home->interface, packet->interface);
}

/* Nobody names `lo` for what stays inside; every other interface must be named. */
static bool on_interface(const struct view *view, const struct builtin *builtin)
{
    if (!builtin->interface || view->packet->interface)
        return !builtin->interface || text_equal(view->packet->interface, builtin->interface);
    return text_equal(builtin->interface, "lo") && stays_inside(view->plan, view->packet);
}

static bool same_port(uint16_t wanted, uint16_t have)
{
    return !wanted || wanted == have;
}

/* The packet opens something new and is tcp, udp or an echo-request: no established, IGMP or other ICMP. */
static bool builtin_fits(const struct view *view, const struct builtin *builtin)
{
    const struct packet *packet = view->packet;
    if (!(builtin->directions >> packet->direction & 1) || builtin->icmp6.first)
        return false;
    if (builtin->about != BUILTIN_PACKETS)
        return builtin->about == BUILTIN_SPOOFED && is_spoofed(view);
    if (builtin->protocol != PROTOCOL_ANY && builtin->protocol != packet->protocol)
        return false;
    if (builtin->family && builtin->family != packet->from.family)
        return false;
    return (!builtin->from.family || prefix_contains(&builtin->from, &packet->from)) &&
           same_port(builtin->from_port, packet->source_port) && same_port(builtin->to_port, packet->port) &&
           on_interface(view, builtin);
}

static bool by_builtin(const struct view *view, enum builtin_phase phase, struct fate *fate)
{
    for (size_t i = 0; i < view->plan->builtin_count; i++) {
        const struct builtin *builtin = view->plan->builtins[i];
        if (builtin->phase != phase || !builtin_fits(view, builtin))
            continue;
        *fate = decided(builtin->verdict, DECIDER_BUILTIN, builtin->why);
        fate->builtin = builtin;
        return true;
    }
    return false;
}

static struct fate by_policy(const struct view *view)
{
    const struct plan *plan = view->plan;
    static const char *const words[] = {"coming in", "going out", "passing through"};
    enum verdict verdict = view->packet->direction == DIRECTION_IN    ? plan->incoming
                           : view->packet->direction == DIRECTION_OUT ? plan->outgoing
                                                                      : plan->forward;
    struct fate fate = {.verdict = verdict, .by = DECIDER_POLICY};
    snprintf(fate.reason, sizeof(fate.reason), "no rule is about it, and the policy for packets %s is %s",
             words[view->packet->direction], verdict == VERDICT_ACCEPT ? "allow" : "deny");
    return fate;
}

static struct view view_of(const struct plan *plan, const struct packet *packet)
{
    struct view view = {.plan = plan, .packet = packet};
    bool across;
    if (packet->direction != DIRECTION_FORWARD)
        return view;
    const struct zone *from = plan_zone(plan->host, &packet->from, &across);
    const struct zone *to = plan_zone(plan->host, &packet->to, &across);
    view.comes_in = packet->interface ? packet->interface : from ? from->interface : NULL;
    view.goes_out = to ? to->interface : NULL;
    return view;
}

/* In the order in which a backend puts the rules, for a packet that opens something new. */
struct fate explain(const struct plan *plan, const struct packet *packet)
{
    struct view view = view_of(plan, packet);
    struct fate fate;
    if (by_builtin(&view, BUILTIN_BEFORE_DENIES, &fate) || by_rule(&view, VERDICT_DROP, &fate) ||
        by_passing(&view, &fate) || by_builtin(&view, BUILTIN_AFTER_DENIES, &fate) ||
        by_rule(&view, VERDICT_ACCEPT, &fate))
        return fate;
    return by_policy(&view);
}

const char *fate_by(const struct fate *fate)
{
    static const char *const words[] = {
        [DECIDER_POLICY] = "policy", [DECIDER_RULE] = "rule", [DECIDER_UNSEEN] = "unseen"};
    return fate->by == DECIDER_BUILTIN ? fate->builtin->title : words[fate->by];
}
