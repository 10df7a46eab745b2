/* One apply: its steps, in order, and what they hand on. Private to trial_*.c; the lock is held. */
#ifndef BACKENDS_TRIAL_WORK_H
#define BACKENDS_TRIAL_WORK_H

#include "backends/nginx/moves.h"
#include "backends/trial/guard.h"
#include "backends/trial/image.h"
#include "backends/trial/journal.h"
#include "backends/trial/trial.h"
#include "backends/ways/ways.h"

struct work {
    const struct machine *machine;
    const struct trial_request *request;
    const struct backend *backend;
    struct trial_times *times;
    struct journal journal;
    struct image old, fresh; /* confirmed so far; to be tried. `fresh.lines` are borrowed of `compiled` */
    struct probe probe;
    struct ways ways;
    struct moves moves;        /* `moves.fresh` is the plan that shall be kept */
    struct compiled *compiled; /* what is tried */
    struct compiled *last;     /* what is kept: another one only where ports move */
    struct live live;
    char *change;         /* for the history */
    struct beside beside; /* somebody else's rules: those that go away belong to the change */
    struct guard guard;
};

/* Each returns 0, or -1 with `failure` filled. Nothing on the machine has changed after these. */
int work_ready(struct work *work, struct failure *failure);    /* journal, boot file, probe */
int work_moves(struct work *work, struct failure *failure);    /* nginx beside the plan */
int work_prove(struct work *work, struct failure *failure);    /* the ways in */
int work_derive(struct work *work, struct failure *failure);   /* compile */
int work_read(struct work *work, struct failure *failure);     /* what is live */
int work_describe(struct work *work, struct failure *failure); /* what there is to record */
int work_rehearse(struct work *work, struct failure *failure); /* the dry run */
int work_record(struct work *work,
                struct failure *failure); /* history and journal; undone by journal alone */
/* From here on a failure is to be undone. */
int work_guard(struct work *work, struct failure *failure);
int work_stage(struct work *work, struct failure *failure);
int work_switch(struct work *work, struct failure *failure); /* live, and the journal says so */
int work_web(struct work *work, struct failure *failure);    /* nginx listens on the new ports too */

void work_say(const struct work *work, enum trial_step step);
/* Nanoseconds since *start, which becomes now. */
int64_t work_since(int64_t *start);

#endif
