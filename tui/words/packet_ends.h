/* The two ends of a packet as `explain` is told them: names of hosts, or addresses. */
#ifndef TUI_WORDS_PACKET_ENDS_H
#define TUI_WORDS_PACKET_ENDS_H

#include "core/plan/explain.h"
#include "core/site/site.h"

/* Fills packet->from and packet->to: a name becomes its host's first address in a family that the other end
 * has too, a network its first host address. -1: one sentence in *why (the caller frees it). */
int packet_ends(struct packet *packet, const struct site *site, const char *from, const char *to, char **why);

#endif
