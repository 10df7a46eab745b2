/* What is always there (domain.md 3.5, design.md 7): no flows, so no counters and no comments. */
#include "backends/nft/compile/compile.h"

#include <netinet/icmp6.h>

#define LINK_LOCAL                                                \
    {                                                             \
        .family = FAMILY_6, .length = 10, .bytes = { 0xfe, 0x80 } \
    }
#define UNSPECIFIED                       \
    {                                     \
        .family = FAMILY_6, .length = 128 \
    }

enum { IN = 1 << HOOK_INPUT, OUT = 1 << HOOK_OUTPUT };

/* One always-there rule; what is zero does not matter to it. */
struct always {
    unsigned hooks;
    uint8_t family; /* only where nothing else says it */
    struct prefix from;
    bool hop_limit;
    struct ports icmp; /* of IPv6 */
    uint16_t from_port, to_port;
};

/* Neighbour discovery must come with hop limit 255: nobody off the link can send that. Router
 * advertisements only come in, and only from link-local. Multicast reports leave from :: before the address
 * is known to be free. */
static const struct always always[] = {
    {.hooks = IN | OUT, .hop_limit = true, .icmp = {ND_ROUTER_SOLICIT, ND_ROUTER_SOLICIT}},
    {.hooks = IN, .from = LINK_LOCAL, .hop_limit = true, .icmp = {ND_ROUTER_ADVERT, ND_ROUTER_ADVERT}},
    {.hooks = IN | OUT, .hop_limit = true, .icmp = {ND_NEIGHBOR_SOLICIT, ND_NEIGHBOR_ADVERT}},
    {.hooks = IN | OUT, .from = LINK_LOCAL, .icmp = {130, 132}},
    {.hooks = IN | OUT, .from = UNSPECIFIED, .icmp = {130, 132}},
    {.hooks = IN | OUT, .from = LINK_LOCAL, .icmp = {143, 143}},
    {.hooks = IN | OUT, .from = UNSPECIFIED, .icmp = {143, 143}},
    {.hooks = OUT, .family = FAMILY_4, .from_port = 68, .to_port = 67},
    {.hooks = IN, .family = FAMILY_4, .from_port = 67, .to_port = 68},
    {.hooks = OUT, .family = FAMILY_6, .from_port = 546, .to_port = 547},
    {.hooks = IN, .from = LINK_LOCAL, .to_port = 546},
};

static struct nft_rule *add_accept(struct nft_chain *chain)
{
    struct nft_rule *rule = chain_add(chain);
    rule->decision = DECISION_ACCEPT;
    return rule;
}

static void nft_always_add_icmp(struct nft_rule *rule, uint8_t family, struct ports types)
{
    struct match *match = rule_match(rule, MATCH_ICMP);
    match->family = family;
    match->ports = types;
}

static void add_udp(struct nft_rule *rule, enum match_kind kind, uint16_t port)
{
    if (!port)
        return;
    struct match *match = rule_match(rule, kind);
    match->protocol = PROTOCOL_UDP;
    match->ports = (struct ports){port, port};
}

static void nft_always_add_always(struct nft_chain *chain, const struct always *row)
{
    struct nft_rule *rule = add_accept(chain);
    if (row->family)
        rule_match(rule, MATCH_FAMILY)->family = row->family;
    if (row->from.family) {
        struct match *match = rule_match(rule, MATCH_FROM);
        match->family = row->from.family;
        match->prefix = row->from;
    }
    if (row->hop_limit)
        rule_match(rule, MATCH_HOP_LIMIT);
    if (row->icmp.first)
        nft_always_add_icmp(rule, FAMILY_6, row->icmp);
    add_udp(rule, MATCH_FROM_PORT, row->from_port);
    add_udp(rule, MATCH_TO_PORT, row->to_port);
}

void compile_always(struct nft_chain *chain, enum hook hook, bool mdns)
{
    for (size_t i = 0; i < sizeof(always) / sizeof(*always); i++)
        if (always[i].hooks & (1u << hook))
            nft_always_add_always(chain, &always[i]);
    if (mdns && hook != HOOK_FORWARD)
        rule_match(add_accept(chain), MATCH_IGMP);
}

void compile_loopback(struct nft_chain *chain, enum hook hook)
{
    if (hook == HOOK_FORWARD)
        return;
    enum match_kind kind = hook == HOOK_INPUT ? MATCH_IN_INTERFACE : MATCH_OUT_INTERFACE;
    rule_match(add_accept(chain), kind)->name = "lo";
}

/* A SmartServer's own: nobody outside speaks from 127.0.0.0/8, its tunnel is free, it answers a ping. */
void compile_device(struct nft_chain *chain, enum hook hook)
{
    if (hook == HOOK_OUTPUT)
        rule_match(add_accept(chain), MATCH_OUT_INTERFACE)->name = "ip70";
    if (hook != HOOK_INPUT)
        return;
    struct nft_rule *rule = chain_add(chain);
    struct match *match = rule_match(rule, MATCH_FROM);
    match->family = FAMILY_4;
    match->prefix = (struct prefix){.family = FAMILY_4, .length = 8, .bytes = {127}};
    rule->counter = true;
    rule->decision = DECISION_DROP;
    nft_always_add_icmp(add_accept(chain), FAMILY_4, (struct ports){8, 8});
    nft_always_add_icmp(add_accept(chain), FAMILY_6, (struct ports){ICMP6_ECHO_REQUEST, ICMP6_ECHO_REQUEST});
}

void compile_established(struct nft_chain *chain)
{
    rule_match(add_accept(chain), MATCH_ESTABLISHED);
}

void compile_policy(struct nft_chain *chain, enum hook hook, const struct plan *plan)
{
    const enum verdict policies[] = {plan->incoming, plan->outgoing, plan->forward};
    compile_put(chain, hook, &(struct nft_rule){0}, policies[hook], plan->log == LOG_BLOCKED);
}
