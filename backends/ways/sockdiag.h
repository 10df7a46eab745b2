/* Sockets as the kernel lists them (socket diagnosis), in this network namespace. */
#ifndef BACKENDS_WAYS_SOCKDIAG_H
#define BACKENDS_WAYS_SOCKDIAG_H

#include "backends/machine/failure.h"
#include "core/net/net.h"

enum sock_state { SOCK_LISTENS, SOCK_ESTABLISHED, SOCK_OPENING };

struct sock {
    enum protocol protocol; /* tcp or udp */
    enum sock_state state;
    struct prefix local,
        peer; /* single addresses, ::ffff: as IPv4; family 0 = any address of both families */
    uint16_t local_port, peer_port;
    uint32_t inode;     /* 0 = nobody has it (not accepted yet) */
    uint32_t interface; /* that it is bound to, as link-local ones are; 0 = none */
};

struct socks {
    struct sock *items;
    size_t count, cap;
};

/* TCP that listens, opens or is established, half-closed by one side or not; UDP that is bound (it listens), or connected (established). All of them,
 * or an error: what could not be seen is never "none". */
int sockdiag_list(struct socks *socks, struct failure *failure);

/* What a dump adds to. */
struct diag_dump {
    struct socks *socks;
    enum protocol protocol;
};
/* One piece of the kernel's answer. 1: more comes, 0: that was the end, -1: errno. */
int sockdiag_answer(const void *bytes, size_t length, unsigned sequence, unsigned port,
                    struct diag_dump *dump);
void socks_release(struct socks *socks);

#endif
