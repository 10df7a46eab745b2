/* What every host has. The order is that of the rules; a product's own stand behind the denies, before the
 * rest. */
#include "core/plan/builtin.h"

#define LINK_LOCAL                                                \
    {                                                             \
        .family = FAMILY_6, .length = 10, .bytes = { 0xfe, 0x80 } \
    }
#define UNSPECIFIED                       \
    {                                     \
        .family = FAMILY_6, .length = 128 \
    }

enum {
    IN = 1u << DIRECTION_IN,
    OUT = 1u << DIRECTION_OUT,
    BOTH = IN | OUT,
    ALL = BOTH | 1u << DIRECTION_FORWARD
};

static const struct builtin first[] = {
    {
        .title = "loopback",
        .phase = BUILTIN_BEFORE_DENIES,
        .directions = BOTH,
        .interface = "lo",
        .why = "it never leaves this machine",
        .source = "RFC 1122, section 3.2.1.3; RFC 4291, section 2.5.3",
    },
    {
        .title = "spoofed source",
        .need = BUILTIN_AT_GATEWAYS,
        .phase = BUILTIN_AFTER_DENIES,
        .directions = 1u << DIRECTION_FORWARD,
        .verdict = VERDICT_DROP,
        .about = BUILTIN_SPOOFED,
        .comment = "spoofed source",
        .why = "its source belongs to another zone than the interface it came in on",
        .source = "RFC 2827 (BCP 38), section 3",
    },
};

#define DISCOVERY                                                                             \
    .title = "neighbour discovery", .phase = BUILTIN_AFTER_DENIES, .protocol = PROTOCOL_ICMP, \
    .hop_limit = true,                                                                        \
    .why = "machines of one link find each other; from further away nothing can have "        \
           "this hop limit",                                                                  \
    .source = "RFC 4861, sections 6.1 and 7.1; RFC 4890, section 4.4.1"

/* Reports leave from :: while the machine does not know yet whether its address is free. */
#define LISTENERS                                                                                        \
    .title = "multicast listeners", .phase = BUILTIN_AFTER_DENIES, .directions = BOTH,                   \
    .protocol = PROTOCOL_ICMP, .why = "switches and routers learn which groups this machine listens to", \
    .source = "RFC 2710, section 3; RFC 3810, section 5; RFC 4890, section 4.4.1"

#define DHCP                                                                  \
    .title = "DHCP", .phase = BUILTIN_AFTER_DENIES, .protocol = PROTOCOL_UDP, \
    .why = "this machine may ask for its address"

static const struct builtin last[] = {
    {DISCOVERY, .directions = BOTH, .icmp6 = {133, 133}},
    {DISCOVERY, .directions = IN, .icmp6 = {134, 134}, .from = LINK_LOCAL},
    {DISCOVERY, .need = BUILTIN_AT_GATEWAYS, .directions = OUT, .icmp6 = {134, 134}, .from = LINK_LOCAL},
    {DISCOVERY, .directions = BOTH, .icmp6 = {135, 136}},
    {LISTENERS, .icmp6 = {130, 132}, .from = LINK_LOCAL},
    {LISTENERS, .icmp6 = {130, 132}, .from = UNSPECIFIED},
    {LISTENERS, .icmp6 = {143, 143}, .from = LINK_LOCAL},
    {LISTENERS, .icmp6 = {143, 143}, .from = UNSPECIFIED},
    {DHCP, .directions = OUT, .family = FAMILY_4, .from_port = 68, .to_port = 67, .comment = "dhcp renew",
     .source = "RFC 2131, section 4.1"},
    {DHCP, .directions = IN, .family = FAMILY_4, .from_port = 67, .to_port = 68,
     .source = "RFC 2131, section 4.1"},
    {DHCP, .directions = OUT, .family = FAMILY_6, .from_port = 546, .to_port = 547, .comment = "dhcp renew",
     .source = "RFC 8415, section 7.2"},
    {DHCP, .directions = IN, .from = LINK_LOCAL, .to_port = 546, .comment = "dhcp answer",
     .source = "RFC 8415, section 7.2"},
    {
        .title = "group membership",
        .need = BUILTIN_WITH_GROUPS,
        .phase = BUILTIN_AFTER_DENIES,
        .directions = BOTH,
        .about = BUILTIN_IGMP,
        .comment = "igmp",
        .why = "a service of this machine speaks to a group, and switches learn who belongs to it",
        .source = "RFC 3376, section 4; RFC 6762, section 3",
    },
    {
        .title = "established",
        .phase = BUILTIN_AFTER_DENIES,
        .directions = ALL,
        .about = BUILTIN_ESTABLISHED,
        .why = "it belongs to a connection that was let through, or is an error about one",
        .source = "netfilter connection tracking; RFC 4890, section 4.3",
    },
};

static bool builtin_applies(const struct builtin *builtin, const struct plan *plan, bool groups)
{
    if (builtin->roles && (!plan->host || !(builtin->roles >> plan->host->role & 1)))
        return false;
    return builtin->need == BUILTIN_EVERYWHERE || (builtin->need == BUILTIN_AT_GATEWAYS && plan->gateway) ||
           (builtin->need == BUILTIN_WITH_GROUPS && groups);
}

static void builtins_add(struct plan *plan, const struct builtin *items, size_t count, bool groups)
{
    for (size_t i = 0; i < count && plan->builtin_count < PLAN_BUILTINS; i++)
        if (builtin_applies(&items[i], plan, groups))
            plan->builtins[plan->builtin_count++] = &items[i];
}

void builtins_choose(struct plan *plan, bool groups)
{
    const struct product *product = plan->host ? plan->host->product : NULL;
    plan->builtin_count = 0;
    builtins_add(plan, first, sizeof(first) / sizeof(*first), groups);
    if (product)
        builtins_add(plan, product->builtins, product->builtin_count, groups);
    builtins_add(plan, last, sizeof(last) / sizeof(*last), groups);
}

bool builtins_let_ping(const struct plan *plan, enum direction direction)
{
    for (size_t i = 0; i < plan->builtin_count; i++) {
        const struct builtin *builtin = plan->builtins[i];
        if (builtin->directions >> direction & 1 && builtin->verdict == VERDICT_ACCEPT &&
            builtin->protocol == PROTOCOL_ICMP && !builtin->icmp6.first && !builtin->interface &&
            !builtin->from.family)
            return true;
    }
    return false;
}
