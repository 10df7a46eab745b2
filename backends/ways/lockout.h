/* The way-in proof: no plan goes live that would keep the technician's own next login out, unless he types
 * the host's name. */
#ifndef BACKENDS_WAYS_LOCKOUT_H
#define BACKENDS_WAYS_LOCKOUT_H

#include "backends/ways/ways.h"

/* `accepted`: the host's name as the technician typed it, NULL = he did not. REFUSAL_LOCKOUT with
 * failure->lockout: what would be cut, and what would drop it; the sentence names the way out too. *taken: what he accepted (caller frees), NULL = nothing was
 * to be accepted. A plan of NULL keeps nobody out. */
int lockout_prove(const struct ways *ways, const struct plan *plan, const char *accepted, char **taken,
                  struct failure *failure);
/* What would happen to one way, as one sentence; the caller frees it. */
char *lockout_words(const struct ways *ways, const struct way *way, const struct fate *fate);
/* The same of a machine on which no login was found. */
char *lockout_words_none(const struct ways *ways, const struct door *door);

#endif
