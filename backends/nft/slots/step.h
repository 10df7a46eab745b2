/* Look at the table, decide what to send, send it for exactly the generation that was looked at. */
#ifndef BACKENDS_NFT_SLOTS_STEP_H
#define BACKENDS_NFT_SLOTS_STEP_H

#include "backends/nft/wire/dump.h"

/* What one look at the table leads to. */
enum step {
    STEP_SEND,  /* the batch; then done */
    STEP_AGAIN, /* the batch; then look again */
    STEP_DONE,  /* nothing to send */
    STEP_FAILED /* the failure is filled */
};

typedef enum step (*step_fn)(void *context, const struct dump *dump, struct batch *batch,
                             struct failure *failure);

/* Looks and sends until nothing is left to do; looks again when somebody else changed rules in between. */
int step_run(step_fn decide, void *context, struct failure *failure);
/* One batch for whatever generation; the failure is filled only when the socket fails, else *answer. */
int step_send(const struct batch *batch, struct answer *answer, struct failure *failure);

#endif
