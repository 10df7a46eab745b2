/* The backends, by name. */
#ifndef BACKENDS_REGISTRY_H
#define BACKENDS_REGISTRY_H

#include "backends/backend.h"

extern const struct backend backend_nft; /* nft/nft.c */
extern const struct backend backend_ufw; /* ufw/ufw.c */
extern const struct backend
    backend_null; /* null/null.c: keeps everything in a file, for tests of the trial */

/* NULL ends it; the first usable firewall is the default. */
extern const struct backend *const backends[];
const struct backend *backend_find(const char *name);
/* Without a word of the technician: ufw where it is active, else nftables. */
const struct backend *backend_default(const struct machine *machine);

#endif
