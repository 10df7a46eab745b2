/* One rule of nf_tables: what its expressions say of the packets, and what becomes of them. */
#include <stdio.h>

#include <libnftnl/expr.h>
#include <libnftnl/rule.h>
#include <linux/netfilter.h>
#include <linux/netfilter/nf_tables.h>
#include <stdlib.h>
#include <string.h>

#include "backends/neighbours/others.h"
#include "core/base/text.h"

enum { TCP_SYN = 2 };

struct rule_reading {
    struct other *chain;
    struct met met;
    enum keyed keyed;       /* what was loaded last */
    unsigned loads;         /* since the last comparison: two are a concatenation */
    unsigned char mask[16]; /* that it was taken with; length 0: none */
    size_t mask_length;
    char *set; /* of a port or state; owned */
    enum keyed key;
};

static uint32_t rule_number(const struct nftnl_expr *expression, uint16_t attribute)
{
    return nftnl_expr_get_u32(expression, attribute);
}

static struct other_rule *rule_put(struct rule_reading *reading, unsigned effect, const char *jump)
{
    struct other_rule *rule = other_add(reading->chain, &reading->met, effect, jump);
    if (reading->set) {
        rule->set = xstrdup(reading->set);
        rule->key = reading->key;
    }
    return rule;
}

static void rule_hold(struct rule_reading *reading, enum keyed keyed)
{
    reading->keyed = keyed;
    reading->loads++;
    reading->mask_length = 0;
    memset(reading->mask, 0, sizeof(reading->mask));
}

static void rule_load_meta(struct rule_reading *reading, const struct nftnl_expr *expression)
{
    uint32_t key = rule_number(expression, NFTNL_EXPR_META_KEY);
    if (nftnl_expr_is_set(expression, NFTNL_EXPR_META_SREG)) {
        if (key == NFT_META_MARK)
            rule_put(reading, EFFECT_MARKS, NULL);
        return;
    }
    rule_hold(reading, key == NFT_META_L4PROTO                          ? KEYED_PROTOCOL
                       : key == NFT_META_IIFNAME || key == NFT_META_IIF ? KEYED_IN
                       : key == NFT_META_OIFNAME || key == NFT_META_OIF ? KEYED_OUT
                       : key == NFT_META_NFPROTO                        ? KEYED_FAMILY
                                                                        : KEYED_OTHER);
}

static enum keyed rule_network_key(uint32_t offset, uint32_t length, unsigned families)
{
    bool v4 = families == FAMILIES_4, v6 = families == FAMILIES_6;
    if (length == 1 && ((offset == 9 && v4) || (offset == 6 && v6)))
        return KEYED_PROTOCOL;
    if ((v4 && offset == 12 && length <= 4) || (v6 && offset == 8 && length <= 16))
        return KEYED_FROM;
    if (v4 && offset == 12 && length == 8)
        return KEYED_ENDS;
    if ((v4 && offset == 16 && length <= 4) || (v6 && offset == 24 && length <= 16))
        return KEYED_TO;
    return KEYED_OTHER;
}

static enum keyed rule_transport_key(uint32_t offset, uint32_t length, enum protocol protocol)
{
    if (protocol == PROTOCOL_ICMP)
        return offset == 0 && length <= 2 ? KEYED_ICMP : KEYED_OTHER;
    if (protocol == PROTOCOL_TCP && offset == 13 && length == 1)
        return KEYED_FLAGS;
    return offset == 2 && length == 2 ? KEYED_PORT : offset == 0 && length == 4 ? KEYED_PORTS : KEYED_OTHER;
}

/* Another address or port is another packet. */
static void rule_load_payload(struct rule_reading *reading, const struct nftnl_expr *expression)
{
    uint32_t base = rule_number(expression, NFTNL_EXPR_PAYLOAD_BASE),
             offset = rule_number(expression, NFTNL_EXPR_PAYLOAD_OFFSET),
             length = rule_number(expression, NFTNL_EXPR_PAYLOAD_LEN);
    bool transport = base == NFT_PAYLOAD_TRANSPORT_HEADER, network = base == NFT_PAYLOAD_NETWORK_HEADER;
    if (nftnl_expr_is_set(expression, NFTNL_EXPR_PAYLOAD_SREG)) {
        if ((transport && offset < 4) || (network && offset >= 8))
            rule_put(reading, EFFECT_CHANGES, NULL);
        return;
    }
    rule_hold(reading, transport ? rule_transport_key(offset, length, reading->met.protocol)
                       : network ? rule_network_key(offset, length, reading->met.families)
                                 : KEYED_OTHER);
}

static void rule_load_ct(struct rule_reading *reading, const struct nftnl_expr *expression)
{
    uint32_t key = rule_number(expression, NFTNL_EXPR_CT_KEY);
    if (nftnl_expr_is_set(expression, NFTNL_EXPR_CT_SREG)) {
        if (key == NFT_CT_MARK)
            rule_put(reading, EFFECT_MARKS, NULL);
        return;
    }
    rule_hold(reading, key == NFT_CT_STATE ? KEYED_STATE : KEYED_OTHER);
}

static void rule_mask(struct rule_reading *reading, const struct nftnl_expr *expression)
{
    uint32_t length = 0;
    const void *mask = nftnl_expr_get(expression, NFTNL_EXPR_BITWISE_MASK, &length);
    if (mask && length && length <= sizeof(reading->mask)) {
        memcpy(reading->mask, mask, length);
        reading->mask_length = length;
    } else {
        reading->keyed = KEYED_OTHER;
    }
}

/* Only the type of the destination is asked for by what is known here. */
static void rule_fib(struct rule_reading *reading, const struct nftnl_expr *expression)
{
    bool place = rule_number(expression, NFTNL_EXPR_FIB_RESULT) == NFT_FIB_RESULT_ADDRTYPE &&
                 rule_number(expression, NFTNL_EXPR_FIB_FLAGS) == NFTA_FIB_F_DADDR;
    rule_hold(reading, place ? KEYED_PLACE : KEYED_OTHER);
}

/* The first packet of a connection has SYN alone of the four that say where it is. */
static void rule_compare_flags(struct rule_reading *reading, uint32_t how, const unsigned char *data)
{
    bool opens = (TCP_SYN & reading->mask[0]) == *data;
    reading->met.never |= opens != (how == NFT_CMP_EQ);
}

/* An address with a mask in front of it is a prefix, where the mask is one. */
static bool rule_compare_masked(struct rule_reading *reading, uint32_t how, const unsigned char *data,
                                size_t length)
{
    size_t bits = 0, all = reading->mask_length * 8;
    while (bits < all && reading->mask[bits / 8] & (0x80 >> bits % 8))
        bits++;
    for (size_t i = bits; i < all; i++)
        if (reading->mask[i / 8] & (0x80 >> i % 8))
            return false;
    if (length != reading->mask_length || length > 16 || how != NFT_CMP_EQ)
        return false;
    struct prefix prefix = {.family = length == 4 ? FAMILY_4 : FAMILY_6, .length = (uint8_t)bits};
    memcpy(prefix.bytes, data, length);
    const struct ranges told = ranges_of(&prefix);
    met_addresses(&reading->met, reading->keyed == KEYED_TO, &told);
    return true;
}

static void rule_compare_one(struct rule_reading *reading, uint32_t how, const unsigned char *data,
                             size_t length)
{
    bool address = reading->keyed == KEYED_FROM || reading->keyed == KEYED_TO;
    uint32_t states;
    memcpy(&states, reading->mask, sizeof(states));
    if (reading->keyed == KEYED_STATE && states && how == NFT_CMP_NEQ)
        met_states(&reading->met, states);
    else if (reading->keyed == KEYED_FLAGS && length && reading->mask_length)
        rule_compare_flags(reading, how, data);
    else if (reading->mask_length || !key_compare(&reading->met, reading->keyed, how, data, length))
        reading->met.part |=
            !(address && reading->mask_length && rule_compare_masked(reading, how, data, length));
}

static void rule_compare(struct rule_reading *reading, const struct nftnl_expr *expression)
{
    uint32_t length = 0;
    const void *data = nftnl_expr_get(expression, NFTNL_EXPR_CMP_DATA, &length);
    rule_compare_one(reading, rule_number(expression, NFTNL_EXPR_CMP_OP), data, length);
    reading->loads = 0;
}

static void rule_range(struct rule_reading *reading, const struct nftnl_expr *expression)
{
    uint32_t length = 0;
    const void *from = nftnl_expr_get(expression, NFTNL_EXPR_RANGE_FROM_DATA, &length),
               *to = nftnl_expr_get(expression, NFTNL_EXPR_RANGE_TO_DATA, &length);
    bool within = rule_number(expression, NFTNL_EXPR_RANGE_OP) == NFT_RANGE_EQ && !reading->mask_length;
    if (!within || !key_compare(&reading->met, reading->keyed, NFT_CMP_GTE, from, length) ||
        !key_compare(&reading->met, reading->keyed, NFT_CMP_LTE, to, length))
        reading->met.part = true;
    reading->loads = 0;
}

/* A verdict map may hold any verdict. */
static void rule_lookup(struct rule_reading *reading, const struct nftnl_expr *expression)
{
    bool map = nftnl_expr_is_set(expression, NFTNL_EXPR_LOOKUP_DREG),
         known = reading->keyed != KEYED_OTHER && reading->keyed != KEYED_FLAGS && reading->loads == 1 &&
                 !reading->set && !(rule_number(expression, NFTNL_EXPR_LOOKUP_FLAGS) & NFT_LOOKUP_F_INV);
    reading->loads = 0;
    if (map && rule_number(expression, NFTNL_EXPR_LOOKUP_DREG) != NFT_REG_VERDICT) {
        reading->met.part = true; /* it looks up a value */
        return;
    }
    if (known) {
        reading->set = xstrdup(nftnl_expr_get_str(expression, NFTNL_EXPR_LOOKUP_SET));
        reading->key = reading->keyed;
    } else {
        reading->met.part = true;
    }
    if (!map)
        return;
    struct other_rule *rule = rule_put(reading, EFFECT_DROPS | EFFECT_LETS, NULL);
    if (!known) { /* whoever asks for its verdicts finds the whole map */
        free(rule->set);
        rule->set = xstrdup(nftnl_expr_get_str(expression, NFTNL_EXPR_LOOKUP_SET));
        rule->key = KEYED_OTHER;
    }
    rule->map = true;
}

static void rule_verdict(struct rule_reading *reading, const struct nftnl_expr *expression)
{
    if (!nftnl_expr_is_set(expression, NFTNL_EXPR_IMM_VERDICT))
        return;
    int verdict = (int)rule_number(expression, NFTNL_EXPR_IMM_VERDICT);
    bool jumps = verdict == NFT_JUMP || verdict == NFT_GOTO;
    unsigned effect = verdict == NF_DROP ? EFFECT_DROPS : verdict == NF_ACCEPT ? EFFECT_LETS : 0;
    rule_put(reading, effect, jumps ? nftnl_expr_get_str(expression, NFTNL_EXPR_IMM_CHAIN) : NULL)->leaves =
        verdict == NF_DROP || verdict == NF_ACCEPT || verdict == NFT_RETURN || verdict == NFT_GOTO;
}

static void rule_target(struct rule_reading *reading, const struct nftnl_expr *expression)
{
    uint32_t size = 0;
    const void *data = nftnl_expr_get(expression, NFTNL_EXPR_TG_INFO, &size);
    unsigned effect = effect_xt(nftnl_expr_get_str(expression, NFTNL_EXPR_TG_NAME), data, size);
    if (effect)
        rule_put(reading, effect, NULL);
}

static void rule_match(struct rule_reading *reading, const struct nftnl_expr *expression)
{
    uint32_t size = 0;
    const void *data = nftnl_expr_get(expression, NFTNL_EXPR_MT_INFO, &size);
    met_xt(&reading->met, nftnl_expr_get_str(expression, NFTNL_EXPR_MT_NAME), data, size);
}

static void rule_nat(struct rule_reading *reading, const struct nftnl_expr *expression)
{
    if (rule_number(expression, NFTNL_EXPR_NAT_TYPE) == NFT_NAT_DNAT)
        rule_put(reading, EFFECT_CHANGES, NULL);
}

/* What only part of the packets pass. */
static void rule_part(struct rule_reading *reading, const struct nftnl_expr *expression)
{
    (void)expression;
    reading->met.part = true;
}

static void rule_drops(struct rule_reading *reading, const struct nftnl_expr *expression)
{
    (void)expression;
    rule_put(reading, EFFECT_DROPS, NULL)->leaves = true;
}

static void rule_changes(struct rule_reading *reading, const struct nftnl_expr *expression)
{
    (void)expression;
    rule_put(reading, EFFECT_CHANGES, NULL);
}

static void rule_queues(struct rule_reading *reading, const struct nftnl_expr *expression)
{
    (void)expression;
    rule_put(reading, EFFECT_DROPS | EFFECT_LETS | EFFECT_CHANGES, NULL);
}

/* Expressions that are not here only count or write. */
static const struct {
    const char *name;
    void (*take)(struct rule_reading *reading, const struct nftnl_expr *expression);
} expressions[] = {
    {"meta", rule_load_meta}, {"payload", rule_load_payload},
    {"ct", rule_load_ct},     {"bitwise", rule_mask},
    {"cmp", rule_compare},    {"range", rule_range},
    {"lookup", rule_lookup},  {"immediate", rule_verdict},
    {"target", rule_target},  {"match", rule_match},
    {"nat", rule_nat},        {"reject", rule_drops},
    {"queue", rule_queues},   {"redir", rule_changes},
    {"tproxy", rule_changes}, {"notrack", rule_changes},
    {"fwd", rule_changes},    {"synproxy", rule_changes},
    {"limit", rule_part},     {"quota", rule_part},
    {"connlimit", rule_part}, {"fib", rule_fib},
    {"socket", rule_part},    {"numgen", rule_part},
    {"hash", rule_part},      {"rt", rule_part},
    {"exthdr", rule_part},    {"osf", rule_part},
    {"dynset", rule_part},    {"xfrm", rule_part},
    {"inner", rule_part},     {"tunnel", rule_part},
};

static int rule_take_expression(struct nftnl_expr *expression, void *context)
{
    const char *name = nftnl_expr_get_str(expression, NFTNL_EXPR_NAME);
    for (size_t i = 0; i < sizeof(expressions) / sizeof(*expressions); i++)
        if (strcmp(expressions[i].name, name) == 0)
            expressions[i].take(context, expression);
    return 0;
}

void others_take_rule(void *context, const struct nlmsghdr *header)
{
    struct nftnl_rule *rule = xmade(nftnl_rule_alloc());
    if (dump_parsed(nftnl_rule_nlmsg_parse(header, rule))) {
        struct rule_reading reading = {.chain =
                                           others_find(context, nftnl_rule_get_u32(rule, NFTNL_RULE_FAMILY),
                                                       nftnl_rule_get_str(rule, NFTNL_RULE_TABLE),
                                                       nftnl_rule_get_str(rule, NFTNL_RULE_CHAIN))};
        if (reading.chain) {
            reading.met = met_all(other_families(reading.chain));
            nftnl_expr_foreach(rule, rule_take_expression, &reading);
        }
        free(reading.set);
    }
    nftnl_rule_free(rule);
}
