/* An image of ours becomes what ufw has, files and kernel, in one go. */
#ifndef BACKENDS_UFW_LOAD_H
#define BACKENDS_UFW_LOAD_H

#include "backends/backend.h"

/* backend.h: load. */
int load_ufw(const struct machine *machine, const void *bytes, size_t length, bool whole,
             struct failure *failure);

#endif
