/* Who waits on this machine for people to log in over the network. */
#ifndef BACKENDS_WAYS_DOORS_H
#define BACKENDS_WAYS_DOORS_H

#include "backends/ways/look.h"
#include "backends/ways/ways.h"

void doors_find(const struct ways_look *look, struct ways *ways);

#endif
