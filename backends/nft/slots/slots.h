/* The two slots and the switch between them: every change is built where no packet gets to, in
 * a transaction before the one that switches. */
#ifndef BACKENDS_NFT_SLOTS_SLOTS_H
#define BACKENDS_NFT_SLOTS_SLOTS_H

#include "backends/backend.h"
#include "backends/nft/wire/dump.h"

/* Builds the ruleset in the free slot. FAILURE_STALE if our rules are not those of `live`; FAILURE_REFUSED
 * during a trial. */
int slots_stage(const struct ruleset *ruleset, const struct live *live, struct failure *failure);
int slots_start(unsigned seconds, struct failure *failure);
int slots_extend(unsigned seconds, struct failure *failure);
int slots_confirm(struct failure *failure);
int slots_undo(struct failure *failure);
/* Empties the free slot, takes away what is not ours in the table, and hooks (or the whole table) where the confirmed slot lets all pass.
 * Does nothing during a trial. */
int slots_tidy(struct failure *failure);
/* Makes the ready messages of a slot the confirmed one: `fill` appends them for the slot it is given.
 * `hooks`: which chains they have. fill NULL: no rules of ours. */
int slots_load(void (*fill)(void *context, struct batch *batch, char slot), void *context, unsigned hooks,
               struct failure *failure);

/* watch.c. A descriptor that can be read once somebody has committed something; -1: there is none. And whether any
 * of that was about our table; it is read empty. */
int slots_watch(void);
bool slots_watch_heard(int fd);

/* stage.c. The batch that builds a slot of `hooks` beside what `dump` shows; *slot is the one to fill. */
void nft_stage_batch(struct batch *batch, const struct dump *dump, unsigned hooks,
                     void (*fill)(void *context, struct batch *batch, char slot), void *context);
/* Base chains decide by explicit rules; once these stand, the policy of new ones may drop. */
int nft_stage_finish(unsigned hooks, struct failure *failure);
void nft_stage_clear(struct batch *batch, const struct dump *dump, char slot);
/* Takes away what somebody else put into our table; the kernel refuses where rules of ours were changed to use it. */
void nft_stage_purge(struct batch *batch, const struct dump *dump);
/* The slot that decides over nothing while no trial runs. */
char nft_stage_free(const struct standing *standing);

#endif
