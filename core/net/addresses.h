/* A list of addresses, and the part of it that is of one family. */
#ifndef CORE_NET_ADDRESSES_H
#define CORE_NET_ADDRESSES_H

#include "core/base/arena.h"
#include "core/net/net.h"

enum { FAMILIES_4 = 1, FAMILIES_6 = 2, FAMILIES_ALL = 3 };

/* The families of a list; one without addresses fits all. */
unsigned addresses_families(struct prefixes addresses);
unsigned address_family(const struct prefix *address);
/* Those of `families`, in their order: a view of the same memory where all are, else in `arena`. */
struct prefixes addresses_of(struct arena *arena, struct prefixes addresses, unsigned families);

#endif
