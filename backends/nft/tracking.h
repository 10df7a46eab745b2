/* Whether our rules would bring connection tracking to a machine that had none. */
#ifndef BACKENDS_NFT_TRACKING_H
#define BACKENDS_NFT_TRACKING_H

#include <stdbool.h>

/* Nothing is tracked in this network namespace and TCP connections are open: they would look new. */
bool tracking_is_fresh(void);

#endif
