/* Ways in: how people reach this machine, and whether a plan would cut a new login over each.
 *
 * A way is a connection that came in and is held by a process above this one, by a program that lets people in, or by
 * one that cannot be seen; with or without SSH_CONNECTION, which sudo drops and tmux keeps stale. What carries it (the
 * far end of a loopback connection, a tunnel's own traffic) is a way like it: a login counts only with its carriers. */
#ifndef BACKENDS_WAYS_WAYS_H
#define BACKENDS_WAYS_WAYS_H

#include "backends/machine/failure.h"
#include "backends/machine/machine.h"
#include "core/plan/explain.h"

enum { WAY_NAME = 32 };

struct way {
    /* Who opened it and who was waiting: single addresses; ::ffff: is written as IPv4, a %zone is dropped. Family 0:
     * not known (UDP that nobody connected). */
    struct prefix from, to;
    uint16_t peer_port; /* of `from` */
    uint16_t port;      /* of `to`: sshd's real port */
    enum protocol protocol;
    enum direction direction; /* out: this machine opened it */
    bool login;               /* somebody proved who he is; else the server may still wait for that */
    bool ssh;                 /* its server is one of SSH */
    bool mine;                /* of this process's own session */
    bool unseen;              /* who holds it cannot be told; of a carrier: what it is, neither */
    size_t carries; /* the number (from 1) of the way that comes through it; 0 = it is a login itself */
    char process[WAY_NAME]; /* that holds it; "" = not seen */
    char through[WAY_NAME]; /* of a carrier: the tunnel's device, or `loopback` */
    int64_t age_ms;         /* since its server accepted it (ticks of 10 ms); -1 unknown */
};

/* Where somebody could knock to be let in. */
struct door {
    struct prefix
        address; /* that it listens on; family 0 = all of both families; length 0 = all of its family */
    uint16_t port;
    char process[WAY_NAME]; /* "" = not seen */
};

struct ways {
    struct way *items; /* logins, their carriers behind them */
    size_t count;      /* 0 = no login over the network was found; that is not yet a console */
    struct door *doors;
    size_t door_count;
    size_t looked_at;       /* connections */
    char console[WAY_NAME]; /* the real terminal that this process was started at; "" = none was found */
};

/* Connections of people who have not logged in count only where nobody has. */
int ways_find(const struct machine *machine, struct ways *ways, struct failure *failure);
/* Nothing leads in over the network, as far as can be seen: a real terminal, or nobody who would let anybody in. */
bool ways_none(const struct ways *ways);
/* What the plan does with `way` opened anew. */
struct fate way_fate(const struct way *way, const struct plan *plan);
/* The first way that the plan would cut for a new login, or NULL; *fate says why. */
const struct way *ways_cut(const struct ways *ways, const struct plan *plan, struct fate *fate);
/* The first door that the plan does not leave open to everybody, or NULL. */
const struct door *ways_door(const struct ways *ways, const struct plan *plan);
/* Whether a login was accepted after the machine_boottime `since_ms` on a connection that is not in `before`
 * (NULL: not known), its carriers too: proof that a new one passes. */
bool ways_new_login(const struct machine *machine, int64_t since_ms, const struct ways *before);
/* Every connection to the ports of `ways`, half-open ones too: what is no new login later. */
int ways_before(const struct ways *ways, struct ways *before, struct failure *failure);
/* As text, one a line, and back (-1: no such text); the caller frees it. */
char *ways_pack(const struct ways *ways);
int ways_unpack(const char *text, struct ways *ways);
/* Where this process was started from, for people: an address, `console`, or "" where that is not known. The caller
 * frees it. */
char *ways_from(const struct ways *ways);
void ways_release(struct ways *ways);

#endif
