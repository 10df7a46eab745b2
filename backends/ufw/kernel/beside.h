/* The live kernel beside ufw's files: every table, chain and policy of one family. */
#ifndef BACKENDS_UFW_KERNEL_BESIDE_H
#define BACKENDS_UFW_KERNEL_BESIDE_H

#include "backends/ufw/kernel/tables.h"
#include "core/plan/ground.h"

/* Adds what `live` has beyond `files` (what ufw makes of them in an empty kernel; nothing where it is off), and
 * what it lacks. A line's group is the table and the chain, such as `filter INPUT`, with ` (v6)` behind it. */
void beside_compare(struct ground *ground, bool v6, const struct tables *live, const struct tables *files);

#endif
