/* Advice: warnings and notes about a site that is valid (domain.md 3.5: advise-range, odbc-disputed,
 * no-mimics ...). The conditions are found here; the words stand in the catalog (struct advice). */
#ifndef CORE_ADVICE_ADVICE_H
#define CORE_ADVICE_ADVICE_H

#include "core/flow/flow.h"

/* Adds the advice `code` of the host's product at `host` (NULL: the site). Unknown codes are a bug of the
 * catalog: an error is added. */
void advise(struct problems *problems, const struct site *site, const struct host *host, const char *code);
/* The same, with what it is about behind the words. */
void advise_about(struct problems *problems, const struct site *site, const struct host *host,
                  const char *code, const char *about);
/* All advice of a site and its flows. */
void advice_site(const struct site *site, const struct flows *flows, struct problems *problems);

#endif
