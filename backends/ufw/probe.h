/* Whether ufw can be used on this machine. */
#ifndef BACKENDS_UFW_PROBE_H
#define BACKENDS_UFW_PROBE_H

#include "backends/backend.h"

int probe_ufw(const struct machine *machine, const struct plan *plan, struct probe *probe,
              struct failure *failure);

#endif
