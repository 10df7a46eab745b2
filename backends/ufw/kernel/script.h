/* Scripts for `iptables-restore -n`: from one state of the kernel to another, in one transaction a table.
 *
 * What is said is a difference, not a state: of the chains that `from` and `to` have alike nothing is
 * touched, and in the others rules go and come one by one, at their place. Whatever the live kernel has
 * beside `from` (bans, hand-made rules, other programs' chains) stays where it stands, byte for byte, and
 * keeps its counters. */
#ifndef BACKENDS_UFW_KERNEL_SCRIPT_H
#define BACKENDS_UFW_KERNEL_SCRIPT_H

#include "backends/ufw/kernel/tables.h"

/* Makes of `live` what `to` is beside `from`. "" where there is nothing to do. The caller frees it.
 *
 * A rule of `from` that the live kernel has not is passed over; a new rule comes behind what stands beside
 * `from` at its place, so that a ban in front stays in front. */
char *script_between(const struct tables *live, const struct tables *from, const struct tables *to);
/* What is left to do until `live` holds all of `to`, in order, and nothing of `from` that `to` has not: rules
 * that somebody took away meanwhile come back, and what stands beside both stays. "" where nothing is left.
 * The caller frees it. */
char *script_towards(const struct tables *live, const struct tables *from, const struct tables *to);
/* As ufw itself starts with `to`: its chains are emptied and filled, what built-in chains lack is appended.
 * The caller frees it. */
char *script_on(const struct tables *live, const struct tables *to);
/* As ufw itself stops: of the chains of `from`, in the table filter, those that a rule that stays refers to
 * are empty, the others gone, policies ACCEPT. The caller frees it. */
char *script_off(const struct tables *live, const struct tables *from);

#endif
