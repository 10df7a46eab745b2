/* The nginx that runs: found by its processes and the sockets that they hold in this network namespace.
 *
 * Its master is a process of root's, started as root (its program is not set-uid), whose program is a file that root
 * alone can write and whose title says `nginx: master process`, or whose program is called nginx; it holds a socket
 * that listens. What it was started with (-c, -p) is read from its title. Its program is run as /proc/PID/exe: what
 * runs, wherever it lies. Whatever else calls itself nginx is another program. */
#ifndef BACKENDS_NGINX_MASTER_H
#define BACKENDS_NGINX_MASTER_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "backends/ways/sockdiag.h"

struct master {
    pid_t pid;                     /* 0: none runs */
    char *program, *conf, *prefix; /* conf, prefix: NULL where it was not told; owned */
    struct sock *socks;            /* those it listens on; TCP and UDP */
    size_t count;
};

/* Finds the masters; more than one where several run. The caller releases them with masters_release. -1: the
 * sockets cannot be listed. */
int masters_find(struct master **masters, size_t *count, struct failure *failure);
void masters_release(struct master *masters, size_t count);
/* Whether a process calls itself nginx, by its title or its program, whoever it belongs to. */
bool master_is_called_nginx(pid_t pid);
/* Whether a socket is for this port and takes this family (0: any of both). */
bool sock_takes(const struct sock *sock, enum protocol protocol, int family, uint16_t port);
/* Its socket for this port that takes this family (0: any of both); NULL: it has none. */
const struct sock *master_listens(const struct master *master, enum protocol protocol, int family,
                                  uint16_t port);

#endif
