/* What a rule in the words of iptables-save decides over. */
#include <stdlib.h>
#include <string.h>

#include "backends/ufw/kernel/beside.h"
#include "core/base/text.h"

struct beside_words {
    struct traffic traffic;
    bool never, certain;
};

static void beside_verdict(struct beside_words *words, const char *target)
{
    static const char *const quiet[] = {"LOG", "NFLOG", "RETURN", "SET", "TCPMSS"};
    for (size_t i = 0; i < sizeof(quiet) / sizeof(*quiet); i++)
        words->never |= strcmp(target, quiet[i]) == 0;
    bool drops = strcmp(target, "DROP") == 0 || strcmp(target, "REJECT") == 0;
    words->certain = drops || strcmp(target, "ACCEPT") == 0;
    words->traffic.verdict = drops ? VERDICT_DROP : VERDICT_ACCEPT;
}

static enum protocol beside_protocol(const char *word)
{
    enum protocol protocol;
    if (strcmp(word, "icmpv6") == 0 || strcmp(word, "ipv6-icmp") == 0)
        return PROTOCOL_ICMP;
    return protocol_parse(word, &protocol) == 0 ? protocol : PROTOCOL_OTHER;
}

/* One option with the word behind it. */
static void beside_option(struct beside_words *words, const char *option, const char *value)
{
    if (strcmp(option, "-p") == 0)
        words->traffic.protocol = beside_protocol(value);
    else if (strcmp(option, "--dport") == 0 || strcmp(option, "--dports") == 0)
        port_list_parse(value, ':', &words->traffic.ports);
    else if (strcmp(option, "-i") == 0 || strcmp(option, "-o") == 0)
        words->never |= strcmp(value, "lo") == 0;
    else if (strcmp(option, "--ctstate") == 0 || strcmp(option, "--state") == 0)
        words->never |= !strstr(value, "NEW");
    else if (strcmp(option, "-j") == 0 || strcmp(option, "-g") == 0)
        beside_verdict(words, value);
}

static bool beside_ends(const char *chain, const char *end)
{
    size_t length = strlen(chain), tail = strlen(end);
    return length > tail && strcmp(chain + length - tail, end) == 0;
}

/* What is asked for the other way round says nothing: `! --dport 22`. */
struct traffic beside_traffic(const char *rule, bool v6, bool *certain)
{
    struct beside_words words = {.traffic = {.direction = DIRECTION_FORWARD}};
    char *copy = xstrdup(rule), *place = NULL, *option = NULL;
    bool inverted = false;
    for (char *word = strtok_r(copy, " ", &place); word; word = strtok_r(NULL, " ", &place)) {
        if (option && strcmp(option, "-A") == 0)
            words.traffic.direction = beside_ends(word, "-input")    ? DIRECTION_IN
                                      : beside_ends(word, "-output") ? DIRECTION_OUT
                                                                     : DIRECTION_FORWARD;
        if (option && !inverted)
            beside_option(&words, option, word);
        inverted = option && strcmp(option, "!") == 0;
        option = word;
    }
    free(copy);
    *certain = words.certain;
    words.traffic.families = words.never ? 0 : v6 ? FAMILIES_6 : FAMILIES_4;
    return words.traffic;
}
