/* Ruleset -> netlink messages. Only walks: what is decided was decided by compile and layout. */
#ifndef BACKENDS_NFT_WIRE_ENCODE_H
#define BACKENDS_NFT_WIRE_ENCODE_H

#include "backends/nft/compile/layout.h"
#include "backends/nft/wire/batch.h"

void encode_table(struct batch *batch); /* the table and its trial set, if they are not there */
void encode_table_gone(struct batch *batch);
/* A base chain, new or there already; `drop` is its policy. */
void encode_base(struct batch *batch, enum hook hook, bool drop);
void encode_chain(struct batch *batch, const char *name); /* a regular one, if it is not there */
void encode_flush(struct batch *batch, const char *chain);
void encode_chain_gone(struct batch *batch, const char *chain);
void encode_set_gone(struct batch *batch, const char *set);
/* `name`: the chain in full. Sets of the rule are those of `slot`. */
void encode_rule(struct batch *batch, const char *name, const struct nft_rule *rule, char slot);
/* Empties the base chain and puts the switch in. */
void encode_switch(struct batch *batch, enum hook hook, char confirmed);
void encode_set(struct batch *batch, const struct nft_set *set, char slot);
/* Sets, chains and rules of one slot. */
void encode_slot(struct batch *batch, const struct ruleset *ruleset, char slot);
void encode_open(struct batch *batch, enum hook hook, char slot); /* a slot's chain that lets all pass */

/* The trial's element. Adding refuses (EEXIST) if it is there, removing (ENOENT) if it is not. */
void encode_trial(struct batch *batch, unsigned seconds);
void encode_trial_gone(struct batch *batch);

#endif
