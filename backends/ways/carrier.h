/* What carries a login that does not come from the network itself: the connection of whoever opened it on this machine
 * (a reverse tunnel, a proxy, a web terminal), or the traffic of the tunnel whose device it arrives on. */
#ifndef BACKENDS_WAYS_CARRIER_H
#define BACKENDS_WAYS_CARRIER_H

#include "backends/ways/look.h"
#include "backends/ways/ways.h"

/* Adds the carriers of the ways that are there, and theirs. What carries one and cannot be told is an `unseen` one. */
void carriers_add(const struct ways_look *look, struct ways *ways, size_t *cap);
/* `sock` as a way, by who opened it. */
struct way way_of(const struct ways_look *look, const struct sock *sock);

#endif
