/* TCP and UDP sockets that listen: port, protocol, process name ("" if it cannot be seen). */
#ifndef BACKENDS_WAYS_LISTENERS_H
#define BACKENDS_WAYS_LISTENERS_H

#include "backends/machine/failure.h"
#include "core/net/net.h"

struct listener {
    enum protocol protocol;
    uint16_t port;
    struct prefix address; /* family 0 = all of both families; length 0 = all of its family */
    char process[32];
};
/* Sorted by protocol, port, address; the caller frees *listeners. */
int listeners_find(struct listener **listeners, size_t *count, struct failure *failure);

#endif
