/* Which rule of the kernel a line of ufw's files became: the n-th of its chain, both ways. */
#ifndef BACKENDS_UFW_KERNEL_HITS_H
#define BACKENDS_UFW_KERNEL_HITS_H

#include "backends/ufw/files/state.h"
#include "backends/ufw/kernel/filter.h"

/* Adds up the counters of each tuple of the file, in their order; none where the kernel has rules beyond the file's.
 * false: it has fewer. `sums` has `count` items. */
bool hits_of_tuples(const char *file, const struct filter *kernel, struct filter_rule *sums, size_t count);
/* The counters of the lines of a block, which are the first of their chains; a rule that is about something
 * else counts for none. */
void hits_of_block(struct lines *block, const struct filter *kernel);

#endif
