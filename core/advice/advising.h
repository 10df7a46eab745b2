/* What the rooms of advice_site share. */
#ifndef CORE_ADVICE_ADVISING_H
#define CORE_ADVICE_ADVISING_H

#include "core/advice/advice.h"

/* Whether the advice is due at the host, as far as the host alone decides. */
bool advice_due(const struct host *host, const struct advice *advice);
/* Whether the flow makes it due, at its listener. */
bool advice_due_by_flow(const struct flow *flow, const struct advice *advice);
/* Whether the host listens on a port of this setting. */
bool port_counts(const struct flows *flows, const struct host *host, const char *setting);
/* Each port of its services that differs from the catalog's, with where the product must be told. */
void advice_places(const struct flows *flows, const struct product *product, const struct advice *advice,
                   struct problems *problems);
/* Extras that reach what a device keeps to itself. */
void advice_internal(const struct site *site, struct problems *problems);
/* Ports and switches that change nothing where they stand. */
void advice_effects(const struct flows *flows, struct problems *problems);
/* Machines on which more applications run at once than the range has ports. `due` is scratch, a host each. */
void advice_sessions(const struct flows *flows, const struct product *product, const struct advice *advice,
                     bool *due, struct problems *problems);
/* Hosts that have no flow with each of those that they cannot do without. */
void advice_cut(const struct flows *flows, const struct product *product, const struct advice *advice,
                struct problems *problems);
void advice_gateway(const struct site *site, const struct flows *flows, const struct host *gateway,
                    struct problems *problems);

#endif
