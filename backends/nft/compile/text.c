#include "backends/nft/compile/text.h"

#include <arpa/inet.h>
#include <inttypes.h>
#include <sha2.h>
#include <stdio.h>
#include <string.h>

#include "backends/nft/compile/layout.h"

/* A line shows this many ranges of a set in full; of a longer one the first few and a digest. */
enum { RANGES_SHOWN = 32, RANGES_SAMPLE = 3 };

static void nft_text_add_address(struct text *text, const uint8_t *address, uint8_t family)
{
    char buffer[INET6_ADDRSTRLEN];
    text_add(text, inet_ntop(family == FAMILY_4 ? AF_INET : AF_INET6, address, buffer, sizeof(buffer)));
}

static void add_range(struct text *text, const struct range *range, uint8_t family)
{
    unsigned length;
    bool prefix = range_is_prefix(range, family, &length);
    nft_text_add_address(text, range->first, family);
    if (!prefix) {
        text_add(text, "-");
        nft_text_add_address(text, range->last, family);
    } else if (length < family_bytes(family) * 8) {
        text_addf(text, "/%u", length);
    }
}

static void add_digest(struct text *text, const struct prefixset *set)
{
    SHA2_CTX context;
    uint8_t digest[SHA256_DIGEST_LENGTH];
    size_t bytes = family_bytes(set->family);
    SHA256Init(&context);
    for (size_t i = 0; i < set->count; i++) {
        SHA256Update(&context, set->items[i].first, bytes);
        SHA256Update(&context, set->items[i].last, bytes);
    }
    SHA256Final(digest, &context);
    for (size_t i = 0; i < 8; i++)
        text_addf(text, "%02x", digest[i]);
}

static void add_ranges(struct text *text, const struct prefixset *set)
{
    size_t shown = set->count <= RANGES_SHOWN ? set->count : RANGES_SAMPLE;
    text_add(text, "{ ");
    for (size_t i = 0; i < shown; i++) {
        text_add(text, i ? ", " : "");
        add_range(text, &set->items[i], set->family);
    }
    if (shown < set->count) {
        text_addf(text, ", and %zu more, digest ", set->count - shown);
        add_digest(text, set);
    }
    text_add(text, " }");
}

/* slot 0: the set's addresses themselves. */
static void nft_text_add_end(struct text *text, const struct match *match, char slot)
{
    text_addf(text, "%s %s ", match->family == FAMILY_4 ? "ip" : "ip6",
              match->kind == MATCH_FROM ? "saddr" : "daddr");
    if (match->set && slot)
        text_addf(text, "@%c_%s", slot, match->set->name);
    else if (match->set)
        add_ranges(text, &match->set->ranges);
    else {
        struct range range = range_of(&match->prefix);
        add_range(text, &range, match->prefix.family);
    }
}

static void nft_text_add_ports(struct text *text, struct ports ports)
{
    text_addf(text, ports.first == ports.last ? "%u" : "%u-%u", ports.first, ports.last);
}

static const char *icmp_name(uint8_t family, uint16_t type)
{
    static const struct {
        uint8_t family;
        uint16_t type;
        const char *name;
    } names[] = {{FAMILY_4, 8, "echo-request"},
                 {FAMILY_6, 128, "echo-request"},
                 {FAMILY_6, 133, "nd-router-solicit"},
                 {FAMILY_6, 134, "nd-router-advert"},
                 {FAMILY_6, 143, "mld2-listener-report"}};
    for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
        if (names[i].family == family && names[i].type == type)
            return names[i].name;
    return NULL;
}

static void nft_text_add_icmp(struct text *text, const struct match *match)
{
    const char *name =
        match->ports.first == match->ports.last ? icmp_name(match->family, match->ports.first) : NULL;
    text_add(text, match->family == FAMILY_4 ? "icmp type " : "icmpv6 type ");
    if (name)
        text_add(text, name);
    else
        nft_text_add_ports(text, match->ports);
}

static void add_match(struct text *text, const struct match *match, char slot)
{
    switch (match->kind) {
    case MATCH_IN_INTERFACE:
    case MATCH_OUT_INTERFACE:
        text_addf(text, "%s %s\"%s\"", match->kind == MATCH_IN_INTERFACE ? "iifname" : "oifname",
                  match->other ? "!= " : "", match->name);
        return;
    case MATCH_TRIAL:
        text_add(text, "meta mark & 0x00000000 == @trial");
        return;
    case MATCH_ORIGINAL:
        text_add(text, "ct direction original");
        return;
    case MATCH_ESTABLISHED:
        text_add(text, "ct state established,related");
        return;
    case MATCH_FAMILY:
        text_addf(text, "meta nfproto ipv%u", match->family);
        return;
    case MATCH_FROM:
    case MATCH_TO:
        nft_text_add_end(text, match, slot);
        return;
    case MATCH_HOP_LIMIT:
        text_add(text, "ip6 hoplimit 255");
        return;
    case MATCH_IGMP:
        text_add(text, "ip protocol igmp");
        return;
    case MATCH_ICMP:
        nft_text_add_icmp(text, match);
        return;
    case MATCH_PROTOCOL:
        text_addf(text, "meta l4proto %s", protocol_name(match->protocol));
        return;
    case MATCH_FROM_PORT:
    case MATCH_TO_PORT:
        text_addf(text, "%s %s ", protocol_name(match->protocol),
                  match->kind == MATCH_FROM_PORT ? "sport" : "dport");
        nft_text_add_ports(text, match->ports);
        return;
    case MATCH_RAW:
        text_add(text, match->name);
        return;
    }
}

static void nft_text_add_rule(struct text *text, const struct nft_rule *rule, char slot)
{
    static const char *const decisions[] = {"", "accept", "drop", "goto"};
    size_t start = text->length;
    for (size_t i = 0; i < rule->match_count; i++) {
        text_add(text, i ? " " : "");
        add_match(text, &rule->matches[i], slot);
    }
    if (rule->log)
        text_addf(text, "%slimit rate 10/minute burst 5 packets log prefix \"%s\"",
                  text->length > start ? " " : "", rule->log);
    if (rule->counter)
        text_add(text, text->length > start ? " counter" : "counter");
    if (rule->decision)
        text_addf(text, "%s%s", text->length > start ? " " : "", decisions[rule->decision]);
    if (rule->decision == DECISION_GOTO)
        text_addf(text, " %s", rule->target);
}

void nft_text_rule(struct text *text, const struct nft_rule *rule, char slot)
{
    nft_text_add_rule(text, rule, slot);
    if (rule->comment)
        text_addf(text, " comment \"%s\"", rule->comment);
}

void nft_text_rule_line(struct text *text, const struct nft_rule *rule)
{
    nft_text_add_rule(text, rule, 0);
}

static void add_set(struct text *text, const struct nft_set *set)
{
    text_addf(text, "\tset a_%s {\n\t\ttype %s\n\t\tflags interval\n\t\telements = { ", set->name,
              set->ranges.family == FAMILY_4 ? "ipv4_addr" : "ipv6_addr");
    for (size_t i = 0; i < set->ranges.count; i++) {
        if (i)
            text_add(text, i % 2 ? ", " : ",\n\t\t\t     ");
        add_range(text, &set->ranges.items[i], set->ranges.family);
    }
    text_add(text, " }\n\t}\n\n");
}

/* `lines`: of each rule, or NULL. */
static void nft_text_add_chain(struct text *text, const char *name, const char *head,
                               const struct nft_chain *chain, const struct line *lines,
                               struct written *written)
{
    text_addf(text, "\tchain %s {\n%s", name, head);
    for (size_t i = 0; i < chain->count; i++) {
        if (lines)
            written_note(written, text->length, &lines[i]);
        text_add(text, "\t\t");
        nft_text_rule(text, &chain->items[i], 'a');
        text_add(text, "\n");
    }
    text_add(text, "\t}\n\n");
}

static void add_base(struct text *text, enum hook hook)
{
    char head[120], to_a[LAYOUT_NAME], to_b[LAYOUT_NAME];
    snprintf(head, sizeof(head), "\t\ttype filter hook %s priority filter; policy drop;\n", hook_name(hook));
    struct nft_rule rules[2];
    layout_switch(rules, layout_chain(to_b, 'b', hook), layout_chain(to_a, 'a', hook));
    nft_text_add_chain(text, hook_name(hook), head, &(struct nft_chain){.items = rules, .count = 2}, NULL,
                       NULL);
}

/* The chains that decide; a chain without rules of ours has no lines. */
static void nft_text_add_slot_a(struct text *text, const struct ruleset *ruleset, const struct line *line,
                                struct written *written)
{
    char name[LAYOUT_NAME];
    for (enum hook hook = HOOK_INPUT; hook < HOOK_COUNT; hook++) {
        const struct nft_chain *chain = &ruleset->chains[hook];
        const struct line *own = chain_is_open(chain) ? NULL : line;
        if (chain->present)
            nft_text_add_chain(text, layout_chain(name, 'a', hook), "", chain, own, written);
        line += own ? chain->count : 0;
    }
}

void nft_text_table(struct text *text, const struct ruleset *ruleset, const struct lines *lines,
                    struct written *written)
{
    char name[LAYOUT_NAME];
    text_add(text, "table inet penstock {\n\tset trial {\n\t\ttype mark\n\t\tflags timeout\n\t}\n\n");
    for (size_t i = 0; i < ruleset->set_count; i++)
        add_set(text, ruleset->sets[i]);
    nft_text_add_slot_a(text, ruleset, lines->items, written);
    for (enum hook hook = HOOK_INPUT; hook < HOOK_COUNT; hook++)
        if (ruleset->chains[hook].present)
            nft_text_add_chain(text, layout_chain(name, 'b', hook), "", &(struct nft_chain){0}, NULL, NULL);
    for (enum hook hook = HOOK_INPUT; hook < HOOK_COUNT; hook++)
        if (ruleset->chains[hook].present)
            add_base(text, hook);
    text->data[--text->length] = '\0'; /* the blank line after the last chain */
    text_add(text, "}\n");
}
