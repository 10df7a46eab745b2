/* What the rooms of advice_site share. */
#ifndef CORE_ADVICE_ADVISING_H
#define CORE_ADVICE_ADVISING_H

#include "core/advice/advice.h"

/* Whether the advice is due at the host, as far as the host alone decides. */
bool advice_due(const struct host *host, const struct advice *advice);
/* Whether the flow makes it due, at its listener. */
bool advice_due_by_flow(const struct flow *flow, const struct advice *advice);
/* Ports and switches that change nothing where they stand. */
void advice_effects(const struct flows *flows, struct problems *problems);
void advice_gateway(const struct site *site, const struct flows *flows, const struct host *gateway,
                    struct problems *problems);

#endif
