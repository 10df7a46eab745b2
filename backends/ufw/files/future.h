/* The future: what ufw's files become on one machine. Somebody else's rules stay where they are; those that
 * are what the plan wants count as done; ours stand in one run. */
#ifndef BACKENDS_UFW_FILES_FUTURE_H
#define BACKENDS_UFW_FILES_FUTURE_H

#include "backends/backend.h"
#include "backends/ufw/files/state.h"

struct ufw_future {
    char *files[UFW_FILES]; /* owned; of the user files only the tuples count: ufw itself renders the rest */
    const char *logging;
    bool enabled, ipv6, forwards;
    const char *forwarded; /* the switches of forwarding as they were before penstock; NULL: as they are */
    bool changes;          /* whether any file becomes another */
    struct tuples tuples[UFW_FAMILIES];
    struct tuples same[UFW_FAMILIES], removed[UFW_FAMILIES], foreign[UFW_FAMILIES]; /* somebody else's */
    struct lines granted[UFW_FAMILIES]; /* of the block that is wanted: there by somebody else's hand */
    struct tuples gone[UFW_FAMILIES],
        come[UFW_FAMILIES]; /* of those that move: as they were, as they become */
};

/* -1: a rule of somebody else says the contrary of what is wanted, or a file has not ufw's own lines.
 * `desired` gets what is removed noted. State and desired must outlive the future. */
int ufw_future_make(struct ufw_future *future, struct desired *desired, const struct ufw_state *state,
                    struct failure *failure);
/* What the confirmed plan took away of somebody else's rules: it comes back where `desired` wants what it
 * lets in, and is remembered else. */
void ufw_future_recall(struct desired *desired, const struct desired *confirmed);
/* Of a plan that only moves ports: what the confirmed plan set, and what it took away and is not there again, stays
 * known. */
void ufw_future_follow(struct desired *desired, const struct desired *confirmed,
                       const struct ufw_state *state);
/* What was moved before; without a plan it moves back. */
void ufw_future_recall_moves(struct desired *desired, const struct desired *confirmed);
void ufw_future_release(struct ufw_future *future);
/* What is not ours, as lines. */
void ufw_future_beside(const struct ufw_future *future, struct beside *beside);

#endif
