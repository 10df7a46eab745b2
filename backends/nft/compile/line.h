/* Rules as lines: what was compiled and what the kernel holds go through the same door, so that their values
 * are the same where their matches are. */
#ifndef BACKENDS_NFT_COMPILE_LINE_H
#define BACKENDS_NFT_COMPILE_LINE_H

#include "backends/nft/compile/ruleset.h"

/* Adds the lines of one chain; `hook` tells the direction, HOOK_COUNT: a chain that is not one of ours. */
void chain_lines(struct lines *lines, const char *group, enum hook hook, const struct nft_chain *chain);
/* The lines of a ruleset: `group` is the hook's name. */
void ruleset_lines(const struct ruleset *ruleset, struct lines *lines);

#endif
