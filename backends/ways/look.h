/* One look at the machine: its sockets, who holds them, and where this process stands. Everything that asks how people
 * come in looks through it. */
#ifndef BACKENDS_WAYS_LOOK_H
#define BACKENDS_WAYS_LOOK_H

#include "backends/ways/process.h"
#include "backends/ways/session.h"
#include "backends/ways/sockdiag.h"

struct ways_look {
    struct socks socks;
    struct holders holders;
    struct session session;
    struct prefix *own; /* this machine's addresses */
    size_t own_count;
    unsigned first, last; /* ports from which it opens connections of its own */
    bool *listens;        /* by port, TCP */
};

/* All of it, or an error. Who holds a socket may be unseen: holders.whole tells. */
int look_at(struct ways_look *look, struct failure *failure);
void look_release(struct ways_look *look);

/* Whether it is an end of this machine: loopback or one of its addresses. */
bool look_is_local(const struct ways_look *look, const struct prefix *address);
/* Whether the connection came from elsewhere, by its port: somebody listens there, or did when it was opened. UDP that
 * is not connected waits for others: WireGuard and mosh do so on ports of the range for own connections. */
bool look_came_in(const struct ways_look *look, const struct sock *sock);
/* Whether nobody who may be a person's program can be told to hold it. */
bool look_unseen(const struct ways_look *look, const struct sock *sock);
/* The next holder of `sock`, from NULL on; NULL = no more. */
const struct holder *look_holder(const struct ways_look *look, const struct sock *sock,
                                 const struct holder *after);

#endif
