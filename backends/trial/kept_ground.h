/* What was live beside the firewall's files when the rules were confirmed: nobody planned it, but somebody looked
 * at it. What comes later was not there. */
#ifndef BACKENDS_TRIAL_KEPT_GROUND_H
#define BACKENDS_TRIAL_KEPT_GROUND_H

#include "backends/backend.h"

/* Looks at the ground and writes it down; what could not be looked at is no longer known. */
void kept_ground_write(const struct machine *machine, const struct backend *backend);
/* False: it is not known. The caller releases the lines. */
bool kept_ground_read(const struct machine *machine, struct lines *lines);

#endif
