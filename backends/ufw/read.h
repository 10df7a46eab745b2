/* Ours of what is live. */
#ifndef BACKENDS_UFW_READ_H
#define BACKENDS_UFW_READ_H

#include "backends/ufw/files/future.h"

/* As backend.h says of `read`; a machine without ufw has nothing of ours. */
int read_live(const struct machine *machine, struct live *live, struct failure *failure);
/* As backend.h says of `ground`. */
int read_ground(const struct machine *machine, struct ground *ground, struct failure *failure);
/* The lines that read_live will find once the future is live; the second where only ports move. */
void read_moved(struct lines *lines, const struct ufw_state *state, const struct ufw_future *future);
void read_expected(struct lines *lines, const struct desired *desired, const struct ufw_future *future);

#endif
