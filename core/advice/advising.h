/* What the rooms of advice_site share. */
#ifndef CORE_ADVICE_ADVISING_H
#define CORE_ADVICE_ADVISING_H

#include "core/advice/advice.h"

void advice_clients(const struct site *site, const struct flows *flows, struct problems *problems);
void advice_device(const struct site *site, const struct host *host, struct problems *problems);
void advice_gateway(const struct site *site, const struct flows *flows, const struct host *gateway,
                    struct problems *problems);

#endif
