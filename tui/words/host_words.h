/* The hosts of a site in words, for sentences about a name that is none of them. */
#ifndef TUI_WORDS_HOST_WORDS_H
#define TUI_WORDS_HOST_WORDS_H

#include "core/site/site.h"

/* The host that `typed` most likely meant, or NULL. */
const char *host_nearest(const struct site *site, const char *typed);
/* `srv-a, srv-b, office`; the caller frees it. */
char *host_names(const struct site *site);

#endif
