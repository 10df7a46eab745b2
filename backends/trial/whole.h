/* What is live beside what should be: the one comparison of status, confirm, roll-back and restore. Looks; only
 * whole_bring_back changes anything. */
#ifndef BACKENDS_TRIAL_WHOLE_H
#define BACKENDS_TRIAL_WHOLE_H

#include "backends/trial/image.h"
#include "backends/trial/steps.h"

enum { WHOLE_TEXT = 300 };

/* Whether `live` is not what `image` says; `what` (or NULL) gets what differs first, in words. */
bool whole_differs(const struct image *image, const struct lines *live, char what[WHOLE_TEXT]);
/* FAILURE_REFUSED: the rules on trial are not those that were announced. */
int whole_tried(const struct trial *trial, struct failure *failure);
/* FAILURE_MACHINE: what is live now is not `image`. */
int whole_kept(const struct machine *machine, const struct backend *backend, const struct image *image,
               struct failure *failure);
/* Loads the confirmed rules where they are not live, and reads back; *loaded: whether that was needed. */
int whole_bring_back(const struct machine *machine, const struct backend *backend, bool *loaded,
                     struct failure *failure);

#endif
