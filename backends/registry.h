/* Who can take part in a trial, by name: one firewall, and its companions. */
#ifndef BACKENDS_REGISTRY_H
#define BACKENDS_REGISTRY_H

#include "backends/backend.h"
#include "backends/participant.h"

extern const struct backend backend_nft; /* nft/nft.c */
extern const struct backend backend_ufw; /* ufw/ufw.c */
extern const struct backend
    backend_null; /* null/null.c: keeps everything in a file, for tests of the trial */

/* NULL ends it; the first usable firewall is the default. */
extern const struct backend *const backends[];
const struct backend *backend_find(const char *name);
/* Without a word of the technician: ufw where it is active, else nftables. */
const struct backend *backend_default(const struct machine *machine);

extern const struct companion companion_nginx; /* nginx/companion.c */

/* In the order in which they start; NULL ends it. They end in the other order. */
extern const struct companion *const companions[];

#endif
