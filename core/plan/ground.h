/* The ground: what is live on a machine beside what its firewall's files say. Nobody planned it, and it
 * decides all the same. */
#ifndef CORE_PLAN_GROUND_H
#define CORE_PLAN_GROUND_H

#include "core/plan/line.h"

struct ground {
    struct lines beyond;  /* live, and in no file */
    struct lines lacking; /* in the files, and not live */
    struct lines by_hand; /* in the files by hand, where the firewall itself writes: carried along */
};

/* Of the lines of `now` those that `then` had not, each as often as it is new; `added` borrows nothing. A rule
 * that keeps something out, in a group that `then` had lines in, is none: programs that ban come and go; LINE_STOCK
 * (what decides, for telling later whether something else does) is none either. */
void ground_added(struct lines *added, const struct lines *now, const struct lines *then);
void ground_release(struct ground *ground);

#endif
