/* The device on which packets of an address come and go, and whether it is one end of a tunnel. */
#ifndef BACKENDS_WAYS_TUNNEL_H
#define BACKENDS_WAYS_TUNNEL_H

#include <sys/types.h>

#include "core/net/net.h"

enum tunnel_sort {
    TUNNEL_NONE,    /* a card, a bridge, a VLAN ... */
    TUNNEL_PROCESS, /* a program reads and writes it: tun, tap, ppp */
    TUNNEL_KERNEL,  /* the kernel packs it up: WireGuard, VXLAN, GRE ... */
    TUNNEL_UNKNOWN  /* it cannot be told */
};

enum { TUNNEL_PIDS = 16 };

struct tunnel {
    enum tunnel_sort sort;
    char device[16], kind[16];
    struct prefix local, remote; /* of a kernel's tunnel with one other end; family 0 = none said */
    enum protocol protocol;      /* udp, or any: another one than TCP and UDP */
    uint16_t port;               /* udp; 0 = by its sockets */
    pid_t pids[TUNNEL_PIDS];     /* of a program's */
    size_t count;
};

/* `interface` 0: by the routes. */
void tunnel_towards(const struct prefix *address, uint32_t interface, struct tunnel *tunnel);

#endif
