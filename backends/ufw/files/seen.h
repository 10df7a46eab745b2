/* ufw's rules for import: what lets something in or out by one port, whatever its owner. */
#ifndef BACKENDS_UFW_FILES_SEEN_H
#define BACKENDS_UFW_FILES_SEEN_H

#include "backends/machine/machine.h"
#include "core/import/import.h"

int seen_ufw(const struct machine *machine, struct seen *seen, struct failure *failure);

#endif
