/* Comparisons and lookups -> matches: exactly the shapes that encode_rule.c writes. */
#include "backends/nft/wire/reader.h"

#include <netinet/in.h>

#include <linux/netfilter.h>
#include <linux/netfilter/nf_conntrack_common.h>
#include <linux/netfilter/nf_tables.h>
#include <string.h>

static void nft_decode_match_forget(struct nft_rule *rule, enum match_kind kind)
{
    for (size_t i = 0; i < rule->match_count; i++)
        if (rule->matches[i].kind == kind) {
            memmove(&rule->matches[i], &rule->matches[i + 1],
                    (rule->match_count - i - 1) * sizeof(*rule->matches));
            rule->match_count--;
        }
}

/* NULL: more matches than any rule of ours has. */
static struct match *nft_decode_match_add(struct reader *reader, enum match_kind kind)
{
    return reader->rule->match_count < NFT_MATCHES ? rule_match(reader->rule, kind) : NULL;
}

static bool read_interface(struct reader *reader, uint32_t compare, const void *data, uint32_t length)
{
    struct match *match = nft_decode_match_add(reader, reader->key == NFT_META_IIFNAME ? MATCH_IN_INTERFACE
                                                                                       : MATCH_OUT_INTERFACE);
    if (!match || length != 16 || compare > NFT_CMP_NEQ)
        return false;
    match->other = compare == NFT_CMP_NEQ;
    match->name = arena_printf(&reader->dump->arena, "%.15s", (const char *)data);
    return true;
}

static bool nft_decode_match_read_protocol(struct reader *reader, uint8_t value)
{
    reader->layer4 = value;
    if (value == IPPROTO_ICMP || value == IPPROTO_ICMPV6)
        return true;
    struct match *match =
        value == IPPROTO_TCP || value == IPPROTO_UDP ? nft_decode_match_add(reader, MATCH_PROTOCOL) : NULL;
    if (match)
        match->protocol = value == IPPROTO_TCP ? PROTOCOL_TCP : PROTOCOL_UDP;
    return match;
}

static bool read_family(struct reader *reader, uint8_t value)
{
    struct match *match = nft_decode_match_add(reader, MATCH_FAMILY);
    if (!match || (value != NFPROTO_IPV4 && value != NFPROTO_IPV6))
        return false;
    match->family = reader->family = value == NFPROTO_IPV4 ? FAMILY_4 : FAMILY_6;
    return true;
}

static bool read_meta(struct reader *reader, uint32_t compare, const uint8_t *data, uint32_t length)
{
    if (reader->key == NFT_META_IIFNAME || reader->key == NFT_META_OIFNAME)
        return read_interface(reader, compare, data, length);
    if (compare != NFT_CMP_EQ || length != 1)
        return false;
    return reader->key == NFT_META_NFPROTO   ? read_family(reader, *data)
           : reader->key == NFT_META_L4PROTO ? nft_decode_match_read_protocol(reader, *data)
                                             : false;
}

static bool read_ct(struct reader *reader, uint32_t compare, const uint8_t *data, uint32_t length)
{
    uint32_t states, zero = 0;
    if (reader->key == NFT_CT_DIRECTION)
        return compare == NFT_CMP_EQ && length == 1 && *data == 0 &&
               nft_decode_match_add(reader, MATCH_ORIGINAL);
    memcpy(&states, reader->mask, sizeof(states));
    return reader->key == NFT_CT_STATE && reader->masked && compare == NFT_CMP_NEQ && length == 4 &&
           memcmp(data, &zero, 4) == 0 &&
           states == (NF_CT_STATE_BIT(IP_CT_ESTABLISHED) | NF_CT_STATE_BIT(IP_CT_RELATED)) &&
           nft_decode_match_add(reader, MATCH_ESTABLISHED);
}

/* MATCH_FROM or MATCH_TO by where the payload was taken, else MATCH_RAW. */
static enum match_kind end_at(const struct reader *reader)
{
    if (reader->key != NFT_PAYLOAD_NETWORK_HEADER || !reader->family)
        return MATCH_RAW;
    bool v4 = reader->family == FAMILY_4;
    return reader->offset == (v4 ? 12 : 8)    ? MATCH_FROM
           : reader->offset == (v4 ? 16 : 24) ? MATCH_TO
                                              : MATCH_RAW;
}

static unsigned mask_length(const struct reader *reader)
{
    unsigned length = 0;
    while (length < reader->length * 8 && reader->mask[length / 8] & (0x80 >> length % 8))
        length++;
    return length;
}

static bool read_prefix(struct reader *reader, enum match_kind kind, const uint8_t *data, uint32_t length)
{
    struct match *match = nft_decode_match_add(reader, kind);
    if (!match || length != reader->length || length > family_bytes(reader->family))
        return false;
    match->family = reader->family;
    match->prefix.family = reader->family;
    match->prefix.length = (uint8_t)(reader->masked ? mask_length(reader) : length * 8);
    memcpy(match->prefix.bytes, data, length);
    nft_decode_match_forget(reader->rule, MATCH_FAMILY);
    return true;
}

static bool read_span(struct reader *reader, struct match *match, uint32_t compare, uint16_t value)
{
    if (compare == NFT_CMP_LTE && reader->range) {
        reader->range->ports.last = value;
        reader->range = NULL;
        return true;
    }
    if (!match || (compare != NFT_CMP_EQ && compare != NFT_CMP_GTE))
        return false;
    match->ports = (struct ports){value, value};
    reader->range = compare == NFT_CMP_GTE ? match : NULL;
    return true;
}

static bool read_icmp(struct reader *reader, uint32_t compare, uint8_t value)
{
    struct match *match = NULL;
    if (!reader->range) {
        nft_decode_match_forget(reader->rule, MATCH_FAMILY);
        match = nft_decode_match_add(reader, MATCH_ICMP);
        if (match)
            match->family = reader->family;
    }
    reader->layer4 = 0;
    return read_span(reader, match, compare, value);
}

static bool nft_decode_match_read_port(struct reader *reader, uint32_t compare, const uint8_t *data)
{
    struct match *match = NULL;
    if (!reader->range) {
        nft_decode_match_forget(reader->rule, MATCH_PROTOCOL);
        match = nft_decode_match_add(reader, reader->offset == 0 ? MATCH_FROM_PORT : MATCH_TO_PORT);
        if (match)
            match->protocol = reader->layer4 == IPPROTO_TCP ? PROTOCOL_TCP : PROTOCOL_UDP;
    }
    return read_span(reader, match, compare, (uint16_t)(data[0] << 8 | data[1]));
}

/* nft itself takes two neighbours in one go: both ports, or both addresses of IPv4. */
static bool read_both_ports(struct reader *reader, const uint8_t *data)
{
    bool from = nft_decode_match_read_port(reader, NFT_CMP_EQ, data);
    reader->offset = 2;
    return from && nft_decode_match_read_port(reader, NFT_CMP_EQ, data + 2);
}

static bool read_both_ends(struct reader *reader, const uint8_t *data, uint32_t length)
{
    reader->length = 4;
    bool from = read_prefix(reader, MATCH_FROM, data, 4);
    reader->length = length - 4;
    return from && read_prefix(reader, MATCH_TO, data + 4, length - 4);
}

static bool is_icmp(const struct reader *reader)
{
    return reader->offset == 0 && reader->length == 1 &&
           (reader->range || reader->layer4 == (reader->family == FAMILY_4 ? IPPROTO_ICMP : IPPROTO_ICMPV6));
}

static bool read_payload(struct reader *reader, uint32_t compare, const uint8_t *data, uint32_t length)
{
    enum match_kind end = end_at(reader);
    if (reader->key == NFT_PAYLOAD_TRANSPORT_HEADER && reader->family && length == 1 && is_icmp(reader))
        return read_icmp(reader, compare, *data);
    if (reader->key == NFT_PAYLOAD_TRANSPORT_HEADER && length == 2 && reader->offset <= 2 &&
        (reader->layer4 == IPPROTO_TCP || reader->layer4 == IPPROTO_UDP))
        return nft_decode_match_read_port(reader, compare, data);
    if (compare != NFT_CMP_EQ)
        return false;
    if (reader->key == NFT_PAYLOAD_TRANSPORT_HEADER && length == 4 && reader->offset == 0 &&
        (reader->layer4 == IPPROTO_TCP || reader->layer4 == IPPROTO_UDP))
        return read_both_ports(reader, data);
    if (end == MATCH_FROM && reader->family == FAMILY_4 && !reader->masked && length > 4 && length <= 8)
        return read_both_ends(reader, data, length);
    if (end != MATCH_RAW)
        return read_prefix(reader, end, data, length);
    if (reader->key != NFT_PAYLOAD_NETWORK_HEADER || length != 1)
        return false;
    nft_decode_match_forget(reader->rule, MATCH_FAMILY);
    if (reader->family == FAMILY_6 && reader->offset == 7 && *data == 255)
        return nft_decode_match_add(reader, MATCH_HOP_LIMIT);
    return reader->family == FAMILY_4 && reader->offset == 9 && *data == IPPROTO_IGMP &&
           nft_decode_match_add(reader, MATCH_IGMP);
}

bool read_cmp(struct reader *reader, const struct nftnl_expr *expression)
{
    uint32_t length, compare = nftnl_expr_get_u32(expression, NFTNL_EXPR_CMP_OP);
    const uint8_t *data = nftnl_expr_get(expression, NFTNL_EXPR_CMP_DATA, &length);
    switch (reader->load) {
    case LOAD_META:
        return read_meta(reader, compare, data, length);
    case LOAD_CT:
        return read_ct(reader, compare, data, length);
    case LOAD_PAYLOAD:
        return read_payload(reader, compare, data, length);
    case LOAD_NONE:
        break;
    }
    return false;
}

bool read_lookup(struct reader *reader, const struct nftnl_expr *expression)
{
    const char *name = nftnl_expr_get_str(expression, NFTNL_EXPR_LOOKUP_SET);
    const struct nft_set *set = dump_set(reader->dump, name);
    const uint32_t zero = 0;
    if (nftnl_expr_is_set(expression, NFTNL_EXPR_LOOKUP_FLAGS) &&
        nftnl_expr_get_u32(expression, NFTNL_EXPR_LOOKUP_FLAGS))
        return false;
    if (reader->load == LOAD_META && reader->key == NFT_META_MARK)
        return strcmp(name, LAYOUT_TRIAL) == 0 && reader->masked && memcmp(reader->mask, &zero, 4) == 0 &&
               nft_decode_match_add(reader, MATCH_TRIAL);
    enum match_kind kind = reader->load == LOAD_PAYLOAD ? end_at(reader) : MATCH_RAW;
    if (!set || reader->masked || kind == MATCH_RAW || set->ranges.family != reader->family ||
        reader->length != family_bytes(reader->family))
        return false;
    nft_decode_match_forget(reader->rule, MATCH_FAMILY);
    struct match *match = nft_decode_match_add(reader, kind);
    if (match) {
        match->family = reader->family;
        match->set = set;
    }
    return match;
}
