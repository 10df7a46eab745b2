/* What was live beside the firewall's files when the rules were confirmed: nobody planned it, but somebody looked
 * at it. What comes later was not there. */
#ifndef BACKENDS_TRIAL_KEPT_GROUND_H
#define BACKENDS_TRIAL_KEPT_GROUND_H

#include "backends/backend.h"

/* What is live beside the files now, and what other people's chains do; false: it could not be looked at. While the trial runs that takes no rehearsal.
 * The caller releases the lines. */
bool kept_ground_look(const struct machine *machine, const struct backend *backend, struct lines *lines);
/* Writes it down, for a confirm that went well. NULL: it is not known any more. */
void kept_ground_write(const struct machine *machine, const struct lines *lines);
/* False: it is not known. The caller releases the lines. */
bool kept_ground_read(const struct machine *machine, struct lines *lines);

#endif
