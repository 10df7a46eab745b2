/* What a rule in the words of iptables is about. Only what stands in a block, and what the kernel makes of
 * it, has to be understood here. */
#include <stdlib.h>
#include <string.h>

#include "backends/ufw/rules/block.h"
#include "backends/ufw/rules/tuple.h"
#include "core/base/text.h"

/* What stands between `--comment "penstock:` and the next quote; the caller frees it. */
static char *block_line_comment(const char *text)
{
    const char *found = strstr(text, "--comment \"" TUPLE_OURS);
    if (!found)
        return NULL;
    found += strlen("--comment \"" TUPLE_OURS);
    return xstrndup(found, strcspn(found, "\""));
}

/* `ufw6-before-output` */
static enum direction block_line_direction(const char *chain)
{
    const char *last = strrchr(chain, '-');
    if (last && strcmp(last, "-input") == 0)
        return DIRECTION_IN;
    return last && strcmp(last, "-output") == 0 ? DIRECTION_OUT : DIRECTION_FORWARD;
}

/* Of ICMP a block names the request of an echo alone. */
static enum protocol block_line_protocol(const char *word)
{
    enum protocol protocol;
    if (strcmp(word, "icmpv6") == 0 || strcmp(word, "ipv6-icmp") == 0)
        return PROTOCOL_ICMP;
    return protocol_parse(word, &protocol) == 0 ? protocol : PROTOCOL_OTHER;
}

/* In a block the addresses of the other end stand behind `-s` of what comes in, and `-d` of what goes out. */
static void block_line_peers(struct traffic *traffic, const char *option, const char *value)
{
    struct prefix prefix;
    const char *why;
    bool peers = (strcmp(option, "-s") == 0 && traffic->direction == DIRECTION_IN) ||
                 (strcmp(option, "-d") == 0 && traffic->direction == DIRECTION_OUT);
    if (peers && prefix_parse(value, &prefix, &why) == 0)
        traffic->peers[prefix.family == FAMILY_6] = ranges_of(&prefix);
}

/* One option with what stands behind it. */
static void block_line_option(struct traffic *traffic, const char *option, const char *value)
{
    if (strcmp(option, "-A") == 0)
        traffic->direction = block_line_direction(value);
    else if (strcmp(option, "-p") == 0)
        traffic->protocol = block_line_protocol(value);
    else if (strcmp(option, "--dport") == 0)
        port_list_parse(value, ':', &traffic->ports);
    else if (strcmp(option, "-j") == 0)
        traffic->verdict =
            strcmp(value, "DROP") == 0 || strcmp(value, "LOG") == 0 ? VERDICT_DROP : VERDICT_ACCEPT;
}

/* A comment of several words matters to nobody: none of them is an option. */
struct traffic block_traffic(const char *text)
{
    struct traffic traffic = {.direction = DIRECTION_FORWARD, .families = FAMILIES_4};
    char *copy = xstrdup(text), *place = NULL, *option = NULL;
    if (strncmp(text, "-A ufw6-", 8) == 0 || strncmp(text, ":ufw6-", 6) == 0)
        traffic.families = FAMILIES_6;
    for (char *word = strtok_r(copy, " ", &place); word; word = strtok_r(NULL, " ", &place)) {
        if (option) {
            block_line_option(&traffic, option, word);
            block_line_peers(&traffic, option, word);
        }
        option = word;
    }
    free(copy);
    return traffic;
}

/* Whose rule it is its comment says: what is always there has a word or two of its own in it. */
static enum line_kind block_line_kind(const struct line *line)
{
    if (strstr(line->text, " -j LOG "))
        return LINE_LOG;
    bool many = line->peers && strstr(line->peers, " peers"), pair = line->peers && strchr(line->peers, '>');
    return many || pair ? LINE_RULE : LINE_OTHER;
}

struct line *block_line(struct lines *lines, const char *group, const char *text)
{
    char *comment = block_line_comment(text);
    struct line *line = lines_add(lines, group, text, comment);
    free(comment);
    line->traffic = block_traffic(text);
    line->kind = block_line_kind(line);
    return line;
}
