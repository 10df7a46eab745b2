/* Why nothing opens the port that a dropped packet was for. */
#ifndef TUI_WORDS_CLOSED_H
#define TUI_WORDS_CLOSED_H

#include "core/flow/flow.h"
#include "core/plan/explain.h"

/* The service that listens there, or could, and what is in its way, in words; *service is its id. NULL: the packet
 * was not dropped for want of a rule, or no host of the site has such a service. The caller frees it. */
char *closed_words(const struct flows *flows, const struct packet *packet, const struct fate *fate,
                   const char **service);

#endif
