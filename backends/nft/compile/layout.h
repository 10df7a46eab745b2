/* The permanent layout of our table: base chains that hold the switch and a goto, two slots of
 * regular chains. */
#ifndef BACKENDS_NFT_COMPILE_LAYOUT_H
#define BACKENDS_NFT_COMPILE_LAYOUT_H

#include "backends/nft/compile/ruleset.h"

#define LAYOUT_TABLE "penstock"
#define LAYOUT_TRIAL "trial"

enum { LAYOUT_NAME = 16 };

static inline char layout_other(char slot)
{
    return slot == 'a' ? 'b' : 'a';
}

/* `a_input`; returns `buffer`. */
char *layout_chain(char buffer[LAYOUT_NAME], char slot, enum hook hook);
/* The two rules of a base chain; the names are borrowed. */
void layout_switch(struct nft_rule rules[2], const char *trial, const char *confirmed);
/* The content of a slot's chain where no rules of ours filter. */
void layout_open(struct nft_chain *chain);

#endif
