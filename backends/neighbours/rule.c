/* One rule of nf_tables: what its expressions say of the packets, and what becomes of them. */
#include <stdio.h>

#include <endian.h>
#include <libnftnl/expr.h>
#include <libnftnl/rule.h>
#include <linux/netfilter.h>
#include <linux/netfilter/nf_tables.h>
#include <stdlib.h>
#include <string.h>

#include "backends/neighbours/others.h"
#include "core/base/text.h"

struct rule_reading {
    struct other *chain;
    struct met met;
    enum keyed keyed; /* what was loaded last */
    unsigned loads;   /* since the last comparison: two are a concatenation */
    uint32_t states;  /* the mask that a state was taken with */
    char *set;        /* of a port or state; owned */
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
}

static void rule_load_meta(struct rule_reading *reading, const struct nftnl_expr *expression)
{
    uint32_t key = rule_number(expression, NFTNL_EXPR_META_KEY);
    if (nftnl_expr_is_set(expression, NFTNL_EXPR_META_SREG)) {
        if (key == NFT_META_MARK)
            rule_put(reading, EFFECT_MARKS, NULL);
        return;
    }
    rule_hold(reading, key == NFT_META_L4PROTO                              ? KEYED_PROTOCOL
                       : key == NFT_META_IIFNAME || key == NFT_META_OIFNAME ? KEYED_INTERFACE
                       : key == NFT_META_IIF || key == NFT_META_OIF         ? KEYED_INTERFACE
                       : key == NFT_META_NFPROTO                            ? KEYED_FAMILY
                                                                            : KEYED_OTHER);
}

/* Another address or port is another packet. */
static void rule_load_payload(struct rule_reading *reading, const struct nftnl_expr *expression)
{
    uint32_t base = rule_number(expression, NFTNL_EXPR_PAYLOAD_BASE),
             offset = rule_number(expression, NFTNL_EXPR_PAYLOAD_OFFSET),
             length = rule_number(expression, NFTNL_EXPR_PAYLOAD_LEN);
    bool transport = base == NFT_PAYLOAD_TRANSPORT_HEADER, network = base == NFT_PAYLOAD_NETWORK_HEADER;
    unsigned families = reading->met.families;
    if (nftnl_expr_is_set(expression, NFTNL_EXPR_PAYLOAD_SREG)) {
        if ((transport && offset < 4) || (network && offset >= 8))
            rule_put(reading, EFFECT_CHANGES, NULL);
        return;
    }
    bool protocol = network && length == 1 &&
                    ((offset == 9 && families == FAMILIES_4) || (offset == 6 && families == FAMILIES_6));
    rule_hold(reading, transport && offset == 2 && length == 2 ? KEYED_PORT
                       : protocol                              ? KEYED_PROTOCOL
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
    reading->states = 0;
}

static void rule_mask(struct rule_reading *reading, const struct nftnl_expr *expression)
{
    uint32_t length = 0;
    const uint32_t *mask = nftnl_expr_get(expression, NFTNL_EXPR_BITWISE_MASK, &length);
    if (reading->keyed == KEYED_STATE && mask && length >= sizeof(*mask))
        reading->states = *mask;
    else
        reading->keyed = KEYED_OTHER;
}

static void rule_port(struct met *met, uint32_t how, uint16_t port)
{
    struct ports ports = {port, port};
    if (how == NFT_CMP_GTE || how == NFT_CMP_LTE) {
        struct ports *last = met->ports.count ? &met->ports.items[met->ports.count - 1] : NULL;
        if (last && how == NFT_CMP_LTE && last->last == 65535) {
            last->last = port;
            return;
        }
        ports = how == NFT_CMP_GTE ? (struct ports){port, 65535} : (struct ports){1, port};
    } else if (how != NFT_CMP_EQ) {
        met->part = true;
        return;
    }
    const struct port_list list = port_list_of(ports);
    met_ports(met, &list);
}

static void rule_compare_one(struct rule_reading *reading, uint32_t how, const unsigned char *data,
                             size_t length)
{
    struct met *met = &reading->met;
    if (reading->keyed == KEYED_PORT && length >= 2)
        rule_port(met, how, (uint16_t)(data[0] << 8 | data[1]));
    else if (reading->keyed == KEYED_PROTOCOL && how == NFT_CMP_EQ && length >= 1)
        met_protocol(met, data[0]);
    else if (reading->keyed == KEYED_FAMILY && how == NFT_CMP_EQ && length >= 1)
        met->families &= data[0] == NFPROTO_IPV4 ? FAMILIES_4 : FAMILIES_6;
    else if (reading->keyed == KEYED_INTERFACE && how == NFT_CMP_EQ && length >= 2 &&
             (memcmp(data, "lo", length < 3 ? length : 3) == 0 ||
              (length == sizeof(uint32_t) && data[0] == 1 && !data[1] && !data[2] && !data[3])))
        met->never = true;
    else if (reading->keyed == KEYED_STATE && reading->states && how == NFT_CMP_NEQ)
        met_states(met, reading->states);
    else
        met->part = true;
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
    const uint16_t *from = nftnl_expr_get(expression, NFTNL_EXPR_RANGE_FROM_DATA, &length),
                   *to = nftnl_expr_get(expression, NFTNL_EXPR_RANGE_TO_DATA, &length);
    bool port = reading->keyed == KEYED_PORT && from && to && length >= sizeof(*to) &&
                rule_number(expression, NFTNL_EXPR_RANGE_OP) == NFT_RANGE_EQ;
    if (port) {
        const struct port_list list = port_list_of((struct ports){be16toh(*from), be16toh(*to)});
        met_ports(&reading->met, &list);
    } else {
        reading->met.part = true;
    }
    reading->loads = 0;
}

/* A verdict map may hold any verdict. */
static void rule_lookup(struct rule_reading *reading, const struct nftnl_expr *expression)
{
    bool map = nftnl_expr_is_set(expression, NFTNL_EXPR_LOOKUP_DREG),
         known = reading->keyed != KEYED_OTHER && reading->loads == 1 && !reading->set &&
                 !(rule_number(expression, NFTNL_EXPR_LOOKUP_FLAGS) & NFT_LOOKUP_F_INV);
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
    {"connlimit", rule_part}, {"fib", rule_part},
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
