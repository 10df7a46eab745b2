/* A full commit in a throw-away network namespace: finds what only the commit finds, changes nothing here. */
#ifndef BACKENDS_NFT_SLOTS_REHEARSE_H
#define BACKENDS_NFT_SLOTS_REHEARSE_H

#include <sys/types.h>

#include "backends/machine/failure.h"
#include "backends/nft/compile/ruleset.h"

struct nft_rehearsal {
    pid_t child; /* 0 = none goes on */
    int answer;  /* a pipe's end */
};

/* Begins one, which goes on beside the caller until one of the other two. */
int rehearse_begin(const struct ruleset *ruleset, struct nft_rehearsal *rehearsal, struct failure *failure);
/* Waits for its answer. */
int rehearse_end(struct nft_rehearsal *rehearsal, struct failure *failure);
/* Nobody wants to know any more. */
void rehearse_drop(struct nft_rehearsal *rehearsal);
/* Both in one. Works without privilege where user namespaces are allowed. */
int rehearse(const struct ruleset *ruleset, struct failure *failure);

#endif
