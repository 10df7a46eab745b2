#include "backends/nft/compile/line.h"

#include <stdio.h>

#include "backends/nft/compile/text.h"

static unsigned nft_line_families(uint8_t family)
{
    return family == FAMILY_4 ? FAMILIES_4 : family == FAMILY_6 ? FAMILIES_6 : FAMILIES_ALL;
}

/* A plan knows of ICMP only the request of an echo. */
static enum protocol nft_line_icmp(const struct match *match)
{
    uint16_t echo = match->family == FAMILY_4 ? 8 : 128;
    return match->ports.first == echo && match->ports.last == echo ? PROTOCOL_ICMP : PROTOCOL_OTHER;
}

static void nft_line_match(struct traffic *traffic, const struct match *match)
{
    switch (match->kind) {
    case MATCH_ICMP:
        traffic->protocol = nft_line_icmp(match);
        break;
    case MATCH_IGMP:
        traffic->protocol = PROTOCOL_OTHER;
        traffic->families = FAMILIES_4;
        return;
    case MATCH_TO_PORT:
        traffic->ports = port_list_of(match->ports);
        traffic->protocol = match->protocol;
        return;
    case MATCH_FROM_PORT:
    case MATCH_PROTOCOL:
        traffic->protocol = match->protocol;
        return;
    case MATCH_FAMILY:
    case MATCH_FROM:
    case MATCH_TO:
        break;
    default:
        return;
    }
    traffic->families &= nft_line_families(match->family);
}

/* A set that is too large to be told is said of everybody. */
static void nft_line_peers(struct traffic *traffic, const struct match *match)
{
    struct ranges *peers = &traffic->peers[match->family == FAMILY_6];
    if (!match->set)
        *peers = ranges_of(&match->prefix);
    else if (match->set->ranges.count <= RANGES)
        for (size_t i = 0; i < match->set->ranges.count; i++)
            ranges_add(peers, &match->set->ranges.items[i]);
}

static void nft_line_end(struct traffic *traffic, const struct match *match)
{
    const bool in = traffic->direction == DIRECTION_IN, out = traffic->direction == DIRECTION_OUT;
    if ((in && match->kind == MATCH_FROM) || (out && match->kind == MATCH_TO))
        nft_line_peers(traffic, match);
    else if (!match->other &&
             ((in && match->kind == MATCH_IN_INTERFACE) || (out && match->kind == MATCH_OUT_INTERFACE)))
        snprintf(traffic->interface, sizeof(traffic->interface), "%s", match->name);
}

static struct traffic nft_line_traffic(enum hook hook, const struct nft_rule *rule)
{
    static const enum direction directions[] = {DIRECTION_IN, DIRECTION_OUT, DIRECTION_FORWARD, DIRECTION_IN};
    const bool drops = rule->decision == DECISION_DROP || rule->log; /* of what is dropped alone is a log */
    struct traffic traffic = {.direction = directions[hook],
                              .verdict = drops ? VERDICT_DROP : VERDICT_ACCEPT,
                              .families = FAMILIES_ALL};
    for (size_t i = 0; i < rule->match_count; i++)
        nft_line_match(&traffic, &rule->matches[i]);
    for (size_t i = 0; i < rule->match_count; i++)
        nft_line_end(&traffic, &rule->matches[i]);
    return traffic;
}

static enum line_kind nft_line_kind(enum hook hook, const struct nft_rule *rule)
{
    if (rule->log)
        return LINE_LOG;
    return rule->comment && hook != HOOK_COUNT ? LINE_RULE : LINE_OTHER;
}

static void nft_line_add(struct lines *lines, const char *group, enum hook hook, const struct nft_rule *rule)
{
    struct text text = {0};
    nft_text_rule_line(&text, rule);
    struct line *line = lines_add(lines, group, text_get(&text), rule->comment);
    text_release(&text);
    line->kind = nft_line_kind(hook, rule);
    line->traffic = nft_line_traffic(hook, rule);
    line->packets = rule->packets;
    line->bytes = rule->bytes;
    line_lead(line, rule->rules, rule->rule_count);
}

void chain_lines(struct lines *lines, const char *group, enum hook hook, const struct nft_chain *chain)
{
    for (size_t i = 0; i < chain->count; i++)
        nft_line_add(lines, group, hook, &chain->items[i]);
}

void ruleset_lines(const struct ruleset *ruleset, struct lines *lines)
{
    for (enum hook hook = HOOK_INPUT; hook < HOOK_COUNT; hook++)
        if (!chain_is_open(&ruleset->chains[hook]))
            chain_lines(lines, hook_name(hook), hook, &ruleset->chains[hook]);
}
