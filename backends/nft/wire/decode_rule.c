/* A rule's expressions -> matches: exactly the shapes that encode_rule.c writes. Any other rule becomes one
 * raw match with the kernel's own words, which then differs from every planned line. */
#include <stdio.h>

#include <libnftnl/rule.h>
#include <libnftnl/udata.h>
#include <netinet/in.h>

#include <linux/netfilter.h>
#include <linux/netfilter/nf_tables.h>
#include <stdlib.h>
#include <string.h>

#include "backends/nft/wire/reader.h"
#include "core/base/text.h"

static bool read_load(struct reader *reader, enum load load, const struct nftnl_expr *expression,
                      uint16_t key)
{
    reader->load = load;
    reader->masked = false;
    reader->key = nftnl_expr_get_u32(expression, key);
    reader->range = NULL;
    return true;
}

static bool read_payload_load(struct reader *reader, const struct nftnl_expr *expression)
{
    reader->offset = nftnl_expr_get_u32(expression, NFTNL_EXPR_PAYLOAD_OFFSET);
    reader->length = nftnl_expr_get_u32(expression, NFTNL_EXPR_PAYLOAD_LEN);
    return reader->length <= 16 && read_load(reader, LOAD_PAYLOAD, expression, NFTNL_EXPR_PAYLOAD_BASE);
}

static bool read_bitwise(struct reader *reader, const struct nftnl_expr *expression)
{
    uint32_t length;
    const void *mask = nftnl_expr_get(expression, NFTNL_EXPR_BITWISE_MASK, &length);
    if (!mask || length > sizeof(reader->mask) || reader->masked)
        return false;
    memcpy(reader->mask, mask, length);
    reader->masked = true;
    return true;
}

static bool read_limit(struct reader *reader, const struct nftnl_expr *expression)
{
    reader->limited = nftnl_expr_get_u64(expression, NFTNL_EXPR_LIMIT_RATE) == 10 &&
                      nftnl_expr_get_u64(expression, NFTNL_EXPR_LIMIT_UNIT) == 60 &&
                      nftnl_expr_get_u32(expression, NFTNL_EXPR_LIMIT_BURST) == 5 &&
                      nftnl_expr_get_u32(expression, NFTNL_EXPR_LIMIT_TYPE) == NFT_LIMIT_PKTS &&
                      nftnl_expr_get_u32(expression, NFTNL_EXPR_LIMIT_FLAGS) == 0;
    return reader->limited;
}

static bool read_log(struct reader *reader, const struct nftnl_expr *expression)
{
    if (!reader->limited || !nftnl_expr_is_set(expression, NFTNL_EXPR_LOG_PREFIX) ||
        nftnl_expr_is_set(expression, NFTNL_EXPR_LOG_GROUP))
        return false;
    char *prefix = text_safe(nftnl_expr_get_str(expression, NFTNL_EXPR_LOG_PREFIX));
    reader->rule->log = arena_strdup(&reader->dump->arena, prefix);
    free(prefix);
    return true;
}

static bool read_counter(struct reader *reader, const struct nftnl_expr *expression)
{
    reader->rule->counter = true;
    reader->rule->packets = nftnl_expr_get_u64(expression, NFTNL_EXPR_CTR_PACKETS);
    reader->rule->bytes = nftnl_expr_get_u64(expression, NFTNL_EXPR_CTR_BYTES);
    return true;
}

static bool read_immediate(struct reader *reader, const struct nftnl_expr *expression)
{
    if (!nftnl_expr_is_set(expression, NFTNL_EXPR_IMM_VERDICT))
        return false;
    int verdict = (int)nftnl_expr_get_u32(expression, NFTNL_EXPR_IMM_VERDICT);
    reader->rule->decision = verdict == NF_ACCEPT  ? DECISION_ACCEPT
                             : verdict == NF_DROP  ? DECISION_DROP
                             : verdict == NFT_GOTO ? DECISION_GOTO
                                                   : DECISION_NONE;
    if (verdict == NFT_GOTO)
        reader->rule->target =
            arena_strdup(&reader->dump->arena, nftnl_expr_get_str(expression, NFTNL_EXPR_IMM_CHAIN));
    return reader->rule->decision != DECISION_NONE;
}

static int read_expression(struct nftnl_expr *expression, void *context)
{
    struct reader *reader = context;
    const char *name = nftnl_expr_get_str(expression, NFTNL_EXPR_NAME);
    bool known = false;
    if (reader->rule->decision) /* nothing of ours follows a verdict */
        known = false;
    else if (strcmp(name, "meta") == 0)
        known = nftnl_expr_is_set(expression, NFTNL_EXPR_META_DREG) &&
                read_load(reader, LOAD_META, expression, NFTNL_EXPR_META_KEY);
    else if (strcmp(name, "ct") == 0)
        known = nftnl_expr_is_set(expression, NFTNL_EXPR_CT_DREG) &&
                read_load(reader, LOAD_CT, expression, NFTNL_EXPR_CT_KEY);
    else if (strcmp(name, "payload") == 0)
        known =
            nftnl_expr_is_set(expression, NFTNL_EXPR_PAYLOAD_DREG) && read_payload_load(reader, expression);
    else if (strcmp(name, "bitwise") == 0)
        known = read_bitwise(reader, expression);
    else if (strcmp(name, "cmp") == 0)
        known = read_cmp(reader, expression);
    else if (strcmp(name, "lookup") == 0)
        known = read_lookup(reader, expression);
    else if (strcmp(name, "limit") == 0)
        known = read_limit(reader, expression);
    else if (strcmp(name, "log") == 0)
        known = read_log(reader, expression);
    else if (strcmp(name, "counter") == 0)
        known = read_counter(reader, expression);
    else if (strcmp(name, "immediate") == 0)
        known = read_immediate(reader, expression);
    return known ? 0 : -1;
}

static int zero_counter(struct nftnl_expr *expression, void *context)
{
    (void)context;
    if (strcmp(nftnl_expr_get_str(expression, NFTNL_EXPR_NAME), "counter") == 0) {
        nftnl_expr_set_u64(expression, NFTNL_EXPR_CTR_PACKETS, 0);
        nftnl_expr_set_u64(expression, NFTNL_EXPR_CTR_BYTES, 0);
    }
    return 0;
}

static int nft_decode_rule_add_words(struct nftnl_expr *expression, void *context)
{
    char words[512];
    struct text *text = context;
    nftnl_expr_snprintf(words, sizeof(words), expression, 0, 0);
    text_addf(text, "%s[ %s %s]", text->length ? " " : "", nftnl_expr_get_str(expression, NFTNL_EXPR_NAME),
              words);
    return 0;
}

static void make_raw(struct reader *reader, struct nftnl_rule *rule)
{
    struct text words = {0};
    nftnl_expr_foreach(rule, zero_counter, NULL);
    nftnl_expr_foreach(rule, nft_decode_rule_add_words, &words);
    char *safe = text_safe(text_get(&words));
    *reader->rule = (struct nft_rule){0};
    rule_match(reader->rule, MATCH_RAW)->name = arena_strdup(&reader->dump->arena, safe);
    free(safe);
    text_release(&words);
}

static int find_comment(const struct nftnl_udata *attribute, void *context)
{
    const char **comment = context;
    size_t length = nftnl_udata_len(attribute);
    const char *value = nftnl_udata_get(attribute);
    if (nftnl_udata_type(attribute) == NFTNL_UDATA_RULE_COMMENT && length && !value[length - 1])
        *comment = value;
    return 0;
}

static const char *nft_decode_rule_comment_of(struct dump *dump, struct nftnl_rule *rule)
{
    uint32_t length;
    const char *comment = NULL;
    if (!nftnl_rule_is_set(rule, NFTNL_RULE_USERDATA))
        return NULL;
    const void *data = nftnl_rule_get_data(rule, NFTNL_RULE_USERDATA, &length);
    nftnl_udata_parse(data, length, find_comment, &comment);
    if (!comment)
        return NULL;
    char *safe = text_safe(comment), *kept = arena_strdup(&dump->arena, safe);
    free(safe);
    return kept;
}

static void nft_decode_rule_read_rule(struct dump *dump, struct nft_chain *chain, struct nftnl_rule *rule)
{
    struct reader reader = {.dump = dump, .rule = chain_add(chain)};
    bool known = nftnl_expr_foreach(rule, read_expression, &reader) == 0;
    bool unfinished = reader.range || (reader.limited && !reader.rule->log) ||
                      reader.layer4 == IPPROTO_ICMP || reader.layer4 == IPPROTO_ICMPV6;
    if (!known || unfinished)
        make_raw(&reader, rule);
    reader.rule->comment = nft_decode_rule_comment_of(dump, rule);
}

void decode_rule(struct dump *dump, const struct nlmsghdr *header)
{
    struct nftnl_rule *rule = xmade(nftnl_rule_alloc());
    if (dump_parsed(nftnl_rule_nlmsg_parse(header, rule)) &&
        text_equal(nftnl_rule_get_str(rule, NFTNL_RULE_TABLE), LAYOUT_TABLE))
        for (size_t i = 0; i < dump->chain_count; i++)
            if (text_equal(dump->chains[i].name, nftnl_rule_get_str(rule, NFTNL_RULE_CHAIN)))
                nft_decode_rule_read_rule(dump, &dump->chains[i].rules, rule);
    nftnl_rule_free(rule);
}
