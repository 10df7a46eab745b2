/* Opening below a root folder: a symbolic link inside it, absolute ones too, never leads out of it. Private
 * to machine_*.c. */
#ifndef BACKENDS_MACHINE_ROOTED_H
#define BACKENDS_MACHINE_ROOTED_H

#include "backends/machine/machine.h"

/* As open(2) of `path` below the machine's root, close-on-exec. -1 with errno. */
int rooted_open(const struct machine *machine, const char *path, int flags);
/* The folder that holds `path` (open for reading and fsync), following `path` where it is a symbolic link;
 * the last name in *name (caller frees). -1 with errno, nothing to free. */
int rooted_folder(const struct machine *machine, const char *path, char **name);
/* `path` cannot be `done` (written, removed), by an errno. Returns -1. */
int rooted_fail(const struct machine *machine, const char *path, const char *done, int why,
                struct failure *failure);

#endif
