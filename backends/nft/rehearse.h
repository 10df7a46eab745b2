/* A full commit in a throw-away network namespace: finds what only the commit finds, changes nothing here. */
#ifndef BACKENDS_NFT_REHEARSE_H
#define BACKENDS_NFT_REHEARSE_H

#include "backends/failure.h"
#include "backends/nft/ruleset.h"

/* Works without privilege where user namespaces are allowed. */
int rehearse(const struct ruleset *ruleset, struct failure *failure);

#endif
