/* One rule at the end of a chain, and its addresses. */
#include "backends/nft/compile/compile.h"

#include <string.h>

void compile_put(struct nft_chain *chain, enum hook hook, const struct nft_rule *rule, enum verdict verdict,
                 bool log)
{
    static const char *const prefixes[] = {"penstock in ", "penstock out ", "penstock forward "};
    struct nft_rule *put;
    if (log && verdict == VERDICT_DROP) {
        put = chain_add(chain);
        *put = *rule;
        put->log = prefixes[hook];
    }
    put = chain_add(chain);
    *put = *rule;
    put->counter = true;
    put->decision = verdict == VERDICT_ACCEPT ? DECISION_ACCEPT : DECISION_DROP;
}

bool compile_addresses(struct ruleset *ruleset, struct nft_rule *rule, enum match_kind end,
                       const char *service, struct prefixset *ranges)
{
    unsigned length;
    if (ranges->count == 0 || prefixset_is_all(ranges)) {
        prefixset_release(ranges);
        return false;
    }
    struct match *match = rule_match(rule, end);
    match->family = ranges->family;
    if (ranges->count > 1 || !range_is_prefix(&ranges->items[0], ranges->family, &length)) {
        match->set = ruleset_set(ruleset, service, ranges);
        return true;
    }
    match->prefix = (struct prefix){.family = ranges->family, .length = (uint8_t)length};
    memcpy(match->prefix.bytes, ranges->items[0].first, sizeof(match->prefix.bytes));
    prefixset_release(ranges);
    return true;
}
