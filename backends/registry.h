/* Who can take part in a trial, by name: one firewall, and its companions. */
#ifndef BACKENDS_REGISTRY_H
#define BACKENDS_REGISTRY_H

#include "backends/backend.h"
#include "backends/participant.h"

/* One line each; null keeps everything in a file, for tests of the trial. */
/* clang-format off */
#define BACKENDS(X) \
    X(backend_nft)  /* nft/nft.c */ \
    X(backend_ufw)  /* ufw/ufw.c */ \
    X(backend_null) /* null/null.c */
/* In the order in which they start; they end in the other order. */
#define COMPANIONS(X) \
    X(companion_nginx) /* nginx/companion.c */
/* clang-format on */

#define DECLARE_BACKEND(NAME) extern const struct backend NAME;
#define DECLARE_COMPANION(NAME) extern const struct companion NAME;
BACKENDS(DECLARE_BACKEND)
COMPANIONS(DECLARE_COMPANION)

/* NULL ends it; the first usable firewall is the default. */
extern const struct backend *const backends[];
const struct backend *backend_find(const char *name);
/* Without a word of the technician: ufw where it is active or has rules, else nftables. */
const struct backend *backend_default(const struct machine *machine);

/* NULL ends it. */
extern const struct companion *const companions[];

#endif
