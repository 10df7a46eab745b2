/* Saying the catalog's words about a situation. */
#ifndef CORE_SITE_ADVISE_H
#define CORE_SITE_ADVISE_H

#include "core/site/site.h"

/* Adds the advice `code` of the host's product at `host` (NULL: the site). Unknown codes are a bug of the
 * catalog: an error is added. */
void advise(struct problems *problems, const struct site *site, const struct host *host, const char *code);
/* The same, with what it is about behind the words. */
void advise_about(struct problems *problems, const struct site *site, const struct host *host,
                  const char *code, const char *about);

#endif
