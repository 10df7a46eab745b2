/* A set of addresses as the fewest prefixes: sorted, none within another. */
#ifndef CORE_NET_PREFIXES_H
#define CORE_NET_PREFIXES_H

#include "core/base/arena.h"
#include "core/net/net.h"

/* `prefixes` sorted, those within another left out; in `arena`. */
struct prefixes prefixes_cover(struct arena *arena, const struct prefix *items, size_t count);
/* Whether one of `cover` (from prefixes_cover) contains `prefix`. */
bool prefixes_hold(const struct prefixes *cover, const struct prefix *prefix);

#endif
