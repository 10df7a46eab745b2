/* Rules that move with a port: every rule about the old port, whoever's it is, becomes the same one about the new
 * port, in its place. */
#ifndef BACKENDS_UFW_RULES_MOVED_H
#define BACKENDS_UFW_RULES_MOVED_H

#include "backends/machine/failure.h"
#include "backends/ufw/rules/desired.h"

/* The pairs of those of `there` that move by the plan of `desired`, in its arena; with `ours` of ours too. -1: one
 * of them cannot be moved, or would not decide over the new port as it did over the old one. */
int moved_make(struct desired *desired, size_t index, const struct tuples *there, bool ours,
               struct failure *failure);
/* `made`: `there` with each pair's rule in its new form; with `both` behind the old form, else instead of it. What
 * then stands twice stays once, where it comes first. */
void moved_put(struct tuples *made, const struct tuples *there, const struct moved_rules *pairs, bool both);
/* The pair whose new form it is; NULL = none. */
const struct moved_rule *moved_of(const struct moved_rules *pairs, const struct tuple *tuple);
/* Those of earlier moves, by what they were first and are now: `later` with `earlier` in front of it. */
void moved_chain(struct moved_rules *later, const struct moved_rules *earlier);
void moved_turn(struct moved_rules *pairs); /* the way back */
struct moved_rule *moved_add(struct moved_rules *pairs, const struct tuple *from, const struct tuple *to);

#endif
