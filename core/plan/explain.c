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

static bool is_loopback(const struct prefix *address)
{
    static const uint8_t one[16] = {[15] = 1};
    if (address->family == FAMILY_4)
        return address->bytes[0] == 127;
    return memcmp(address->bytes, one, sizeof(one)) == 0;
}

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

static bool plan_explain_is_link_local(const struct prefix *address)
{
    return address->family == FAMILY_6 && address->bytes[0] == 0xfe && (address->bytes[1] & 0xc0) == 0x80;
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
    return is_loopback(address) || own_prefix(plan, address);
}

/* From this machine to itself. Two addresses of a range are two machines of the group. */
static bool stays_inside(const struct plan *plan, const struct packet *packet)
{
    const struct prefix *from = own_prefix(plan, &packet->from), *to = own_prefix(plan, &packet->to);
    if (is_loopback(&packet->from) || is_loopback(&packet->to))
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

static struct fate decided(enum verdict verdict, const char *what, const char *reason)
{
    struct fate fate = {.verdict = verdict, .what = what};
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
        *fate = decided(verdict, "rule", plan->rules[i].flow->reason ? plan->rules[i].flow->reason : "");
        fate->rule = &plan->rules[i];
        fate->number = i + 1;
        return true;
    }
    return false;
}

static bool by_loopback(const struct view *view, struct fate *fate)
{
    const struct packet *packet = view->packet;
    if (packet->direction == DIRECTION_FORWARD)
        return false;
    if (packet->interface ? !text_equal(packet->interface, "lo") : !stays_inside(view->plan, packet))
        return false;
    *fate = decided(VERDICT_ACCEPT, "loopback", "it never leaves this machine");
    return true;
}

/* Rules of the device's own firewall that are kept as they are (domain.md 1B). */
static bool by_device(const struct view *view, struct fate *fate)
{
    const struct packet *packet = view->packet;
    if (!view->plan->device)
        return false;
    if (packet->direction == DIRECTION_OUT && text_equal(packet->interface, "ip70")) {
        *fate = decided(VERDICT_ACCEPT, "device", "everything may go out on the device's ip70 tunnel");
        return true;
    }
    if (packet->direction == DIRECTION_IN && packet->from.family == FAMILY_4 && is_loopback(&packet->from)) {
        *fate = decided(VERDICT_DROP, "device", "a loopback address must not come from outside");
        return true;
    }
    return false;
}

static bool by_ping(const struct view *view, struct fate *fate)
{
    if (!view->plan->device || view->packet->direction != DIRECTION_IN ||
        view->packet->protocol != PROTOCOL_ICMP)
        return false;
    *fate = decided(VERDICT_ACCEPT, "device", "the device always answers a ping");
    return true;
}

/* A zone's source on another interface than the zone's. */
static bool by_spoofing(const struct view *view, struct fate *fate)
{
    const struct packet *packet = view->packet;
    bool across;
    if (packet->direction != DIRECTION_FORWARD || !packet->interface)
        return false;
    const struct zone *home = plan_zone(view->plan->host, &packet->from, &across);
    if (!home || text_equal(home->interface, packet->interface))
        return false;
    *fate = decided(VERDICT_DROP, "spoofed source",
                    "its source belongs to another zone than the interface it came in on");
    return true;
}

static bool is_dhcp(const struct packet *packet)
{
    bool in = packet->direction == DIRECTION_IN;
    uint16_t from = packet->source_port, to = packet->port;
    if (packet->protocol != PROTOCOL_UDP || packet->direction == DIRECTION_FORWARD)
        return false;
    if (packet->from.family == FAMILY_4)
        return in ? from == 67 && to == 68 : from == 68 && to == 67;
    return in ? plan_explain_is_link_local(&packet->from) && to == 546 : from == 546 && to == 547;
}

static bool by_dhcp(const struct view *view, struct fate *fate)
{
    if (!is_dhcp(view->packet))
        return false;
    *fate = decided(VERDICT_ACCEPT, "DHCP", "this machine may ask for its address");
    return true;
}

static struct fate by_policy(const struct view *view)
{
    const struct plan *plan = view->plan;
    static const char *const words[] = {"coming in", "going out", "passing through"};
    enum verdict verdict = view->packet->direction == DIRECTION_IN    ? plan->incoming
                           : view->packet->direction == DIRECTION_OUT ? plan->outgoing
                                                                      : plan->forward;
    struct fate fate = {.verdict = verdict, .what = "policy"};
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

/* The order of domain.md 3.5, "Plan of host H", for a packet that opens something new. */
struct fate explain(const struct plan *plan, const struct packet *packet)
{
    struct view view = view_of(plan, packet);
    struct fate fate;
    if (by_loopback(&view, &fate) || by_device(&view, &fate) || by_rule(&view, VERDICT_DROP, &fate) ||
        by_spoofing(&view, &fate) || by_dhcp(&view, &fate) || by_ping(&view, &fate) ||
        by_rule(&view, VERDICT_ACCEPT, &fate))
        return fate;
    return by_policy(&view);
}
