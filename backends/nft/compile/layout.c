#include "backends/nft/compile/layout.h"

#include <stdio.h>

char *layout_chain(char buffer[LAYOUT_NAME], char slot, enum hook hook)
{
    snprintf(buffer, LAYOUT_NAME, "%c_%s", slot, hook_name(hook));
    return buffer;
}

void layout_switch(struct nft_rule rules[2], const char *trial, const char *confirmed)
{
    rules[0] = (struct nft_rule){.decision = DECISION_GOTO, .target = trial};
    rule_match(&rules[0], MATCH_TRIAL);
    rules[1] = (struct nft_rule){.decision = DECISION_GOTO, .target = confirmed};
}

void layout_open(struct nft_chain *chain)
{
    /* The ct rule makes the kernel track connections before rules that ask for their state decide. */
    struct nft_rule *rule = chain_add(chain);
    rule_match(rule, MATCH_ESTABLISHED);
    rule->decision = DECISION_ACCEPT;
    rule = chain_add(chain);
    rule->decision = DECISION_ACCEPT;
    rule->comment = NFT_NO_RULES;
}
