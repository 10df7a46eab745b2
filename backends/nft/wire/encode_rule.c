#include "backends/nft/wire/encode.h"

#include <arpa/inet.h>
#include <libnftnl/expr.h>
#include <libnftnl/rule.h>
#include <libnftnl/udata.h>
#include <linux/netfilter.h>
#include <linux/netfilter/nf_conntrack_common.h>
#include <linux/netfilter/nf_conntrack_tuple_common.h>
#include <linux/netfilter/nf_tables.h>
#include <net/if.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/text.h"

/* A rule that is being written. nft itself prints payload of a family or protocol in words only if the rule
 * asked for that family or protocol before. */
struct writer {
    struct nftnl_rule *rule;
    uint8_t family; /* asked for so far */
    uint8_t layer4;
    char slot;
};

static struct nftnl_expr *nft_encode_rule_add(struct writer *writer, const char *name)
{
    struct nftnl_expr *expression = xmade(nftnl_expr_alloc(name));
    nftnl_rule_add_expr(writer->rule, expression);
    return expression;
}

static void put_meta(struct writer *writer, uint32_t key)
{
    struct nftnl_expr *meta = nft_encode_rule_add(writer, "meta");
    nftnl_expr_set_u32(meta, NFTNL_EXPR_META_KEY, key);
    nftnl_expr_set_u32(meta, NFTNL_EXPR_META_DREG, NFT_REG_1);
}

static void put_cmp(struct writer *writer, uint32_t compare, const void *data, size_t length)
{
    struct nftnl_expr *cmp = nft_encode_rule_add(writer, "cmp");
    nftnl_expr_set_u32(cmp, NFTNL_EXPR_CMP_SREG, NFT_REG_1);
    nftnl_expr_set_u32(cmp, NFTNL_EXPR_CMP_OP, compare);
    xtaken(nftnl_expr_set(cmp, NFTNL_EXPR_CMP_DATA, data, (uint32_t)length));
}

static void put_cmp8(struct writer *writer, uint8_t value)
{
    put_cmp(writer, NFT_CMP_EQ, &value, sizeof(value));
}

static void put_payload(struct writer *writer, uint32_t base, size_t offset, size_t length)
{
    struct nftnl_expr *payload = nft_encode_rule_add(writer, "payload");
    nftnl_expr_set_u32(payload, NFTNL_EXPR_PAYLOAD_BASE, base);
    nftnl_expr_set_u32(payload, NFTNL_EXPR_PAYLOAD_OFFSET, (uint32_t)offset);
    nftnl_expr_set_u32(payload, NFTNL_EXPR_PAYLOAD_LEN, (uint32_t)length);
    nftnl_expr_set_u32(payload, NFTNL_EXPR_PAYLOAD_DREG, NFT_REG_1);
}

static void put_mask(struct writer *writer, const void *mask, size_t length)
{
    static const uint8_t zero[16];
    struct nftnl_expr *bitwise = nft_encode_rule_add(writer, "bitwise");
    nftnl_expr_set_u32(bitwise, NFTNL_EXPR_BITWISE_SREG, NFT_REG_1);
    nftnl_expr_set_u32(bitwise, NFTNL_EXPR_BITWISE_DREG, NFT_REG_1);
    nftnl_expr_set_u32(bitwise, NFTNL_EXPR_BITWISE_OP, NFT_BITWISE_BOOL);
    nftnl_expr_set_u32(bitwise, NFTNL_EXPR_BITWISE_LEN, (uint32_t)length);
    xtaken(nftnl_expr_set(bitwise, NFTNL_EXPR_BITWISE_MASK, mask, (uint32_t)length));
    xtaken(nftnl_expr_set(bitwise, NFTNL_EXPR_BITWISE_XOR, zero, (uint32_t)length));
}

static void put_lookup(struct writer *writer, const char *set)
{
    struct nftnl_expr *lookup = nft_encode_rule_add(writer, "lookup");
    nftnl_expr_set_u32(lookup, NFTNL_EXPR_LOOKUP_SREG, NFT_REG_1);
    xtaken(nftnl_expr_set_str(lookup, NFTNL_EXPR_LOOKUP_SET, set));
}

static void need_family(struct writer *writer, uint8_t family)
{
    if (writer->family == family)
        return;
    writer->family = family;
    put_meta(writer, NFT_META_NFPROTO);
    put_cmp8(writer, family == FAMILY_4 ? NFPROTO_IPV4 : NFPROTO_IPV6);
}

static void need_layer4(struct writer *writer, uint8_t protocol)
{
    if (writer->layer4 == protocol)
        return;
    writer->layer4 = protocol;
    put_meta(writer, NFT_META_L4PROTO);
    put_cmp8(writer, protocol);
}

static uint8_t layer4_of(enum protocol protocol)
{
    return protocol == PROTOCOL_TCP ? IPPROTO_TCP : IPPROTO_UDP;
}

static void put_interface(struct writer *writer, const struct match *match)
{
    char name[IFNAMSIZ] = {0};
    memcpy(name, match->name, strnlen(match->name, sizeof(name) - 1));
    put_meta(writer, match->kind == MATCH_IN_INTERFACE ? NFT_META_IIFNAME : NFT_META_OIFNAME);
    put_cmp(writer, match->other ? NFT_CMP_NEQ : NFT_CMP_EQ, name, sizeof(name));
}

static void nft_encode_rule_put_trial(struct writer *writer)
{
    const uint32_t zero = 0;
    put_meta(writer, NFT_META_MARK);
    put_mask(writer, &zero, sizeof(zero));
    put_lookup(writer, LAYOUT_TRIAL);
}

static void put_original(struct writer *writer)
{
    struct nftnl_expr *ct = nft_encode_rule_add(writer, "ct");
    nftnl_expr_set_u32(ct, NFTNL_EXPR_CT_KEY, NFT_CT_DIRECTION);
    nftnl_expr_set_u32(ct, NFTNL_EXPR_CT_DREG, NFT_REG_1);
    put_cmp8(writer, IP_CT_DIR_ORIGINAL);
}

static void put_established(struct writer *writer)
{
    const uint32_t zero = 0, states = NF_CT_STATE_BIT(IP_CT_ESTABLISHED) | NF_CT_STATE_BIT(IP_CT_RELATED);
    struct nftnl_expr *ct = nft_encode_rule_add(writer, "ct");
    nftnl_expr_set_u32(ct, NFTNL_EXPR_CT_KEY, NFT_CT_STATE);
    nftnl_expr_set_u32(ct, NFTNL_EXPR_CT_DREG, NFT_REG_1);
    put_mask(writer, &states, sizeof(states));
    put_cmp(writer, NFT_CMP_NEQ, &zero, sizeof(zero));
}

static void put_prefix(struct writer *writer, size_t offset, const struct prefix *prefix)
{
    size_t bytes = family_bytes(prefix->family);
    if (prefix->length % 8 == 0 && prefix->length > 0) { /* as nft does: only the bytes that matter */
        put_payload(writer, NFT_PAYLOAD_NETWORK_HEADER, offset, prefix->length / 8);
        put_cmp(writer, NFT_CMP_EQ, prefix->bytes, prefix->length / 8);
        return;
    }
    struct range range = range_of(prefix);
    uint8_t mask[16];
    for (size_t i = 0; i < bytes; i++)
        mask[i] = (uint8_t) ~(range.first[i] ^ range.last[i]);
    put_payload(writer, NFT_PAYLOAD_NETWORK_HEADER, offset, bytes);
    put_mask(writer, mask, bytes);
    put_cmp(writer, NFT_CMP_EQ, prefix->bytes, bytes);
}

static void put_end(struct writer *writer, const struct match *match)
{
    static const size_t offsets[2][2] = {{12, 16}, {8, 24}};
    size_t offset = offsets[match->family == FAMILY_6][match->kind == MATCH_TO];
    need_family(writer, match->family);
    if (!match->set) {
        put_prefix(writer, offset, &match->prefix);
        return;
    }
    char *name = xasprintf("%c_%s", writer->slot, match->set->name);
    put_payload(writer, NFT_PAYLOAD_NETWORK_HEADER, offset, family_bytes(match->family));
    put_lookup(writer, name);
    free(name);
}

static void put_byte(struct writer *writer, uint8_t family, size_t offset, uint8_t value)
{
    need_family(writer, family);
    put_payload(writer, NFT_PAYLOAD_NETWORK_HEADER, offset, 1);
    put_cmp8(writer, value);
}

static void put_span(struct writer *writer, const void *first, const void *last, size_t length)
{
    if (memcmp(first, last, length) == 0) {
        put_cmp(writer, NFT_CMP_EQ, first, length);
        return;
    }
    put_cmp(writer, NFT_CMP_GTE, first, length);
    put_cmp(writer, NFT_CMP_LTE, last, length);
}

static void put_icmp(struct writer *writer, const struct match *match)
{
    uint8_t first = (uint8_t)match->ports.first, last = (uint8_t)match->ports.last;
    need_family(writer, match->family);
    need_layer4(writer, match->family == FAMILY_4 ? IPPROTO_ICMP : IPPROTO_ICMPV6);
    put_payload(writer, NFT_PAYLOAD_TRANSPORT_HEADER, 0, 1);
    put_span(writer, &first, &last, 1);
}

static void put_port(struct writer *writer, const struct match *match)
{
    uint16_t first = htons(match->ports.first), last = htons(match->ports.last);
    need_layer4(writer, layer4_of(match->protocol));
    put_payload(writer, NFT_PAYLOAD_TRANSPORT_HEADER, match->kind == MATCH_FROM_PORT ? 0 : 2, 2);
    put_span(writer, &first, &last, 2);
}

static void put_match(struct writer *writer, const struct match *match)
{
    switch (match->kind) {
    case MATCH_IN_INTERFACE:
    case MATCH_OUT_INTERFACE:
        put_interface(writer, match);
        return;
    case MATCH_TRIAL:
        nft_encode_rule_put_trial(writer);
        return;
    case MATCH_ORIGINAL:
        put_original(writer);
        return;
    case MATCH_ESTABLISHED:
        put_established(writer);
        return;
    case MATCH_FAMILY:
        need_family(writer, match->family);
        return;
    case MATCH_FROM:
    case MATCH_TO:
        put_end(writer, match);
        return;
    case MATCH_HOP_LIMIT:
        put_byte(writer, FAMILY_6, 7, 255);
        return;
    case MATCH_IGMP:
        put_byte(writer, FAMILY_4, 9, IPPROTO_IGMP);
        return;
    case MATCH_ICMP:
        put_icmp(writer, match);
        return;
    case MATCH_PROTOCOL:
        need_layer4(writer, layer4_of(match->protocol));
        return;
    case MATCH_FROM_PORT:
    case MATCH_TO_PORT:
        put_port(writer, match);
        return;
    case MATCH_RAW: /* never compiled */
        abort();
    }
}

static void put_log(struct writer *writer, const char *prefix)
{
    struct nftnl_expr *limit = nft_encode_rule_add(writer, "limit"),
                      *log = nft_encode_rule_add(writer, "log");
    nftnl_expr_set_u64(limit, NFTNL_EXPR_LIMIT_RATE, 10);
    nftnl_expr_set_u64(limit, NFTNL_EXPR_LIMIT_UNIT, 60);
    nftnl_expr_set_u32(limit, NFTNL_EXPR_LIMIT_BURST, 5);
    nftnl_expr_set_u32(limit, NFTNL_EXPR_LIMIT_TYPE, NFT_LIMIT_PKTS);
    nftnl_expr_set_u32(limit, NFTNL_EXPR_LIMIT_FLAGS, 0);
    xtaken(nftnl_expr_set_str(log, NFTNL_EXPR_LOG_PREFIX, prefix));
}

static void put_decision(struct writer *writer, const struct nft_rule *rule)
{
    static const uint32_t verdicts[] = {0, NF_ACCEPT, NF_DROP, (uint32_t)NFT_GOTO};
    if (rule->decision == DECISION_NONE)
        return;
    struct nftnl_expr *immediate = nft_encode_rule_add(writer, "immediate");
    nftnl_expr_set_u32(immediate, NFTNL_EXPR_IMM_DREG, NFT_REG_VERDICT);
    nftnl_expr_set_u32(immediate, NFTNL_EXPR_IMM_VERDICT, verdicts[rule->decision]);
    if (rule->decision == DECISION_GOTO)
        xtaken(nftnl_expr_set_str(immediate, NFTNL_EXPR_IMM_CHAIN, rule->target));
}

static void put_comment(struct nftnl_rule *rule, const char *comment)
{
    struct nftnl_udata_buf *data = xmade(nftnl_udata_buf_alloc(NFT_COMMENT + 16));
    xtaken(nftnl_udata_put_strz(data, NFTNL_UDATA_RULE_COMMENT, comment) ? 0 : -1);
    xtaken(nftnl_rule_set_data(rule, NFTNL_RULE_USERDATA, nftnl_udata_buf_data(data),
                               nftnl_udata_buf_len(data)));
    nftnl_udata_buf_free(data);
}

void encode_rule(struct batch *batch, const char *name, const struct nft_rule *rule, char slot)
{
    struct writer writer = {.rule = xmade(nftnl_rule_alloc()), .slot = slot};
    xtaken(nftnl_rule_set_str(writer.rule, NFTNL_RULE_TABLE, LAYOUT_TABLE));
    xtaken(nftnl_rule_set_str(writer.rule, NFTNL_RULE_CHAIN, name));
    nftnl_rule_set_u32(writer.rule, NFTNL_RULE_FAMILY, NFPROTO_INET);
    for (size_t i = 0; i < rule->match_count; i++)
        put_match(&writer, &rule->matches[i]);
    if (rule->log)
        put_log(&writer, rule->log);
    if (rule->counter)
        nft_encode_rule_add(&writer, "counter");
    put_decision(&writer, rule);
    if (rule->comment)
        put_comment(writer.rule, rule->comment);
    struct nlmsghdr *header = batch_open(batch, NFT_MSG_NEWRULE, NLM_F_CREATE | NLM_F_APPEND,
                                         (struct origin){.what = "a rule", .rule = rule});
    nftnl_rule_nlmsg_build_payload(header, writer.rule);
    batch_close(batch, header);
    nftnl_rule_free(writer.rule);
}
