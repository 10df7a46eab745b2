/* Ways in: how the technician reaches this machine, and whether a plan would cut a new login over each
 * (design.md 8).
 *
 * Found by socket diagnosis (established TCP connections to sockets that sshd owns) and the parent chain,
 * with or without SSH_CONNECTION, which sudo drops and tmux keeps stale. */
#ifndef BACKENDS_WAYS_H
#define BACKENDS_WAYS_H

#include "backends/failure.h"
#include "backends/machine.h"
#include "core/explain.h"

struct way {
    struct prefix from, to; /* single addresses; ::ffff: is written as IPv4, a %zone is dropped */
    uint16_t port;          /* sshd's real port */
    bool mine;              /* in the parent chain of this process */
    int64_t age_ms;         /* since its first packet as far as can be told; -1 unknown */
};

struct ways {
    struct way *items;
    size_t count; /* 0 = console */
};

int ways_find(const struct machine *machine, struct ways *ways, struct failure *failure);
/* The first way that the plan would cut for a new login, or NULL; *fate says why. */
const struct way *ways_cut(const struct ways *ways, const struct plan *plan, struct fate *fate);
/* Whether an established connection to sshd was opened after the machine_boottime `since_ms`: proof of a new
 * login. */
bool ways_new_login(const struct machine *machine, int64_t since_ms, const struct ways *before);
void ways_release(struct ways *ways);

/* TCP and UDP sockets that listen: port, protocol, process name ("" if it cannot be seen). */
struct listener {
    enum protocol protocol;
    uint16_t port;
    struct prefix address; /* family 0 length 0 = all */
    char process[32];
};
int listeners_find(struct listener **listeners, size_t *count, struct failure *failure);

#endif
