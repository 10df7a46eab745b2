/* Plan -> ruleset: which chains there are and what stands in them: loopback, denies, the other
 * always-there rules (established last), the allows, the policy. */
#ifndef BACKENDS_NFT_COMPILE_COMPILE_H
#define BACKENDS_NFT_COMPILE_COMPILE_H

#include "backends/nft/compile/ruleset.h"

/* Nothing of the machine is asked. plan NULL: a machine without rules of ours. The plan must outlive the
 * ruleset. */
void compile_plan(struct ruleset *ruleset, const struct plan *plan);

/* The steps, each for one chain. */
void compile_always(struct ruleset *ruleset, enum hook hook, const struct plan *plan,
                    enum builtin_phase phase);
void compile_policy(struct nft_chain *chain, enum hook hook, const struct plan *plan);
/* The plan's rules of the hook's direction and this verdict, joined where only the peer differs. */
void compile_joined(struct ruleset *ruleset, enum hook hook, const struct plan *plan, enum verdict verdict);
/* A zone's source that comes in elsewhere is dropped. */
void compile_spoofed(struct ruleset *ruleset, const struct plan *plan);

/* Appends `rule` with its verdict, a counter, and (drops of a plan that logs) the log rule before it. */
void compile_put(struct nft_chain *chain, enum hook hook, const struct nft_rule *rule, enum verdict verdict,
                 bool log);
/* An address match: inline, by a set named after `service`, or (all addresses) none; false for none. */
bool compile_addresses(struct ruleset *ruleset, struct nft_rule *rule, enum match_kind end,
                       const char *service, struct prefixset *ranges);

#endif
