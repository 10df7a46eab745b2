/* The rules of one family: somebody else's that stay, ours among them, and what goes or comes back. */
#ifndef BACKENDS_UFW_FILES_MERGE_H
#define BACKENDS_UFW_FILES_MERGE_H

#include "backends/ufw/files/future.h"

/* Whether a rule of somebody else is one of the wishes already, or more than it. */
bool merge_grants(const struct desired *desired, size_t index, const struct tuple *foreign);
/* Fills the future's lists of one family. -1: a rule of somebody else says the contrary of a wish. */
int merge_family(struct ufw_future *future, struct desired *desired, const struct ufw_state *state,
                 size_t index, struct failure *failure);

#endif
