/* A ruleset as `nft` would print it. Only walks. */
#ifndef BACKENDS_NFT_COMPILE_TEXT_H
#define BACKENDS_NFT_COMPILE_TEXT_H

#include "backends/nft/compile/ruleset.h"
#include "core/base/text.h"
#include "core/plan/written.h"

/* One rule without a newline; sets by name, with the slot's letter before it. */
void nft_text_rule(struct text *text, const struct nft_rule *rule, char slot);
/* The same for comparing and showing: a set's addresses stand in its place (long ones as a few and a digest),
 * no comment. */
void nft_text_rule_line(struct text *text, const struct nft_rule *rule);
/* The whole table as it is once confirmed in slot a; `nft -f` loads it into an empty kernel. `lines` are the
 * ruleset's own; `written` may be NULL. */
void nft_text_table(struct text *text, const struct ruleset *ruleset, const struct lines *lines,
                    struct written *written);

#endif
