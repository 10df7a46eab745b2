/* Ways in: how the technician reaches this machine, and whether a plan would cut a new login over each.
 *
 * Found by socket diagnosis (established TCP connections to sockets that sshd owns) and the parent chain,
 * with or without SSH_CONNECTION, which sudo drops and tmux keeps stale. */
#ifndef BACKENDS_WAYS_WAYS_H
#define BACKENDS_WAYS_WAYS_H

#include "backends/machine/failure.h"
#include "backends/machine/machine.h"
#include "core/plan/explain.h"

struct way {
    struct prefix from, to; /* single addresses; ::ffff: is written as IPv4, a %zone is dropped */
    uint16_t peer_port;
    uint16_t port;  /* sshd's real port */
    bool login;     /* somebody proved who he is; else sshd still waits for that */
    bool mine;      /* in the parent chain of this process */
    int64_t age_ms; /* since sshd accepted it (ticks of 10 ms); -1 unknown */
};

struct ways {
    struct way *items;
    size_t count; /* 0 = console */
};

/* Connections of people who have not logged in count only where nobody has. */
int ways_find(const struct machine *machine, struct ways *ways, struct failure *failure);
/* The first way that the plan would cut for a new login, or NULL; *fate says why. */
const struct way *ways_cut(const struct ways *ways, const struct plan *plan, struct fate *fate);
/* Whether a login was accepted after the machine_boottime `since_ms` on a connection that is not in `before`
 * (NULL: not known): proof that a new one passes. */
bool ways_new_login(const struct machine *machine, int64_t since_ms, const struct ways *before);
/* Every connection to the ports of `ways`, half-open ones too: what is no new login later. */
int ways_before(const struct ways *ways, struct ways *before, struct failure *failure);
/* As text, one a line, and back (-1: no such text); the caller frees it. */
char *ways_pack(const struct ways *ways);
int ways_unpack(const char *text, struct ways *ways);
/* Where this process was started from, for people: an address, or `console`. The caller frees it. */
char *ways_from(const struct ways *ways);
void ways_release(struct ways *ways);

/* TCP and UDP sockets that listen: port, protocol, process name ("" if it cannot be seen). */
struct listener {
    enum protocol protocol;
    uint16_t port;
    struct prefix address; /* family 0 = all of both families; length 0 = all of its family */
    char process[32];
};
/* Sorted by protocol, port, address; the caller frees *listeners. */
int listeners_find(struct listener **listeners, size_t *count, struct failure *failure);

#endif
