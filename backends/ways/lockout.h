/* The way-in proof: no plan goes live that would keep the technician's own next login out, unless he types
 * the host's name. */
#ifndef BACKENDS_WAYS_LOCKOUT_H
#define BACKENDS_WAYS_LOCKOUT_H

#include "backends/ways/ways.h"

/* `accepted`: the host's name as the technician typed it, NULL = he did not. REFUSAL_LOCKOUT with
 * failure->lockout: the peer, the port and what would drop it; the sentence names the way out too. A plan of NULL keeps nobody out. */
int lockout_prove(const struct ways *ways, const struct plan *plan, const char *accepted,
                  struct failure *failure);

#endif
