/* One apply: its steps, in order, and what they hand on. Private to prepare.c and apply.c; the lock is held. */
#ifndef BACKENDS_TRIAL_WORK_H
#define BACKENDS_TRIAL_WORK_H

#include "backends/efforts.h"
#include "backends/trial/guard.h"
#include "backends/trial/steps.h"
#include "backends/ways/ways.h"

struct work {
    const struct machine *machine;
    const struct trial_request *request;
    const struct backend *backend;
    struct trial_times *times;
    void (*tell)(void *context, enum trial_step step, const char *words);
    struct journal journal;
    struct trial trial;      /* of the journal */
    struct image old, fresh; /* confirmed so far; to be kept. `fresh.lines` are borrowed of `kept` */
    struct ways ways;
    struct efforts efforts;
    struct compiled *kept, *tried; /* another one only where a companion wants a bridge */
    struct live live;
    char *taken;          /* what is cut and was accepted by the host's name; NULL = nothing */
    char *change;         /* for the history */
    struct beside beside; /* somebody else's rules: those that go away belong to the change */
    struct guard guard;
};

/* All before the switch: the ways in, the compiled rules, the dry run, then history and journal. Nothing on the
 * machine has changed after it but these two. */
int work_prepare(struct work *work, struct failure *failure);
/* Nanoseconds since *start, which becomes now. */
int64_t work_since(int64_t *start);

#endif
