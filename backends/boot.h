/* The boot file: the image of the rules that were confirmed, loaded before the network is up. */
#ifndef BACKENDS_BOOT_H
#define BACKENDS_BOOT_H

#include "backends/image.h"

/* Nothing was ever confirmed: an image with backend "". */
int boot_read(const struct machine *machine, struct image *image, struct failure *failure);
/* Cut point `boot-written` after it. */
int boot_write(const struct machine *machine, const struct image *image, struct failure *failure);

#endif
