/* The boot file: the image of the rules that were confirmed, loaded before the network is up. */
#ifndef BACKENDS_TRIAL_BOOT_H
#define BACKENDS_TRIAL_BOOT_H

#include "backends/trial/image.h"

/* Nothing was ever confirmed: an image with backend "". A damaged file: its twin, the newest confirmed entry
 * of the history. */
int boot_read(const struct machine *machine, struct image *image, struct failure *failure);
/* What of it is this backend's own. */
struct confirmed boot_own(const struct image *image, const struct backend *backend);
/* The backend's `adapt` beside the boot file; nothing where it has none. */
int boot_adapt(const struct machine *machine, const struct backend *backend, struct compiled *compiled,
               struct beside *beside, struct failure *failure);
/* Writes the twin in the place of a damaged file. */
int boot_mend(const struct machine *machine, bool *mended, struct failure *failure);
/* Cut point `boot-written` after it. */
/* Whether it could be replaced: asked before a trial. */
int boot_may_write(const struct machine *machine, struct failure *failure);
int boot_write(const struct machine *machine, const struct image *image, struct failure *failure);

#endif
