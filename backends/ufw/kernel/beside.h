/* The live kernel beside ufw's files: every table, chain and policy of one family. */
#ifndef BACKENDS_UFW_KERNEL_BESIDE_H
#define BACKENDS_UFW_KERNEL_BESIDE_H

#include "backends/ufw/kernel/tables.h"
#include "core/plan/ground.h"

/* Which new packets of other machines a rule of iptables is about, as far as its words tell; families 0: none.
 * `certain`: what becomes of them stands in the rule itself. */
struct traffic beside_traffic(const char *rule, bool v6, bool *certain);

/* Adds what `live` has beyond `files` (what ufw makes of them in an empty kernel; nothing where it is off), and
 * what it lacks. A line's group is the table and the chain, such as `filter INPUT`, with ` (v6)` behind it. Its traffic has
 * families where it stands in a chain that ufw jumps to, in front of ours or behind: nobody else tells of it. */
void beside_compare(struct ground *ground, bool v6, const struct tables *live, const struct tables *files);

#endif
