/* The place of nginx's file: whether it can be exchanged, and how.
 *
 * A file is exchanged by rename. One that is a mount of its own cannot be: it is written in place. */
#ifndef BACKENDS_NGINX_PLACE_H
#define BACKENDS_NGINX_PLACE_H

#include <stdbool.h>
#include <stddef.h>

#include "backends/machine/machine.h"

bool place_is_mount(const struct machine *machine, const char *path);
/* Refuses, before anything changes, what will not take `size` bytes: read-only, immutable, a full disk. */
int place_check(const struct machine *machine, const char *path, size_t size, struct failure *failure);
/* A power cut meanwhile leaves the file torn. */
int place_overwrite(const struct machine *machine, const char *path, const char *text,
                    struct failure *failure);

#endif
