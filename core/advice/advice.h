/* Advice: warnings and notes about a site that is valid. The words stand in the catalog, and so does when
 * most of it is given (struct advice, `when`). */
#ifndef CORE_ADVICE_ADVICE_H
#define CORE_ADVICE_ADVICE_H

#include "core/flow/flow.h"

/* All advice of a site and its flows. */
void advice_site(const struct site *site, const struct flows *flows, struct problems *problems);

#endif
