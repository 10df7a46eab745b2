/* The commands that lead from ufw as it is on a machine to its future: what a technician would type there. */
#ifndef BACKENDS_UFW_FILES_TYPED_H
#define BACKENDS_UFW_FILES_TYPED_H

#include "backends/ufw/files/future.h"

/* For a shell of root; the caller frees it. "" where nothing is to be typed. */
char *typed_commands(const struct desired *desired, const struct ufw_state *state,
                     const struct ufw_future *future);

#endif
