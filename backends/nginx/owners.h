/* Who listens on which port of this machine: nginx, by the sockets that its masters hold, or somebody else. No name
 * decides. */
#ifndef BACKENDS_NGINX_OWNERS_H
#define BACKENDS_NGINX_OWNERS_H

#include "backends/nginx/master.h"
#include "backends/ways/process.h"

struct machine;

struct owners {
    struct master *masters;
    size_t count;
    struct socks socks;
    struct holders holders;
};

/* Below another root nobody listens. -1: the machine cannot be looked at; nothing to release. */
int owners_find(struct owners *owners, const struct machine *machine, struct failure *failure);
void owners_release(struct owners *owners);

/* A socket that listens on the port, and is nginx's or is not; NULL: there is none. */
const struct sock *owners_nginx(const struct owners *owners, enum protocol protocol, uint16_t port);
const struct sock *owners_other(const struct owners *owners, enum protocol protocol, uint16_t port);
/* Whether a process with the program of the master, as a worker that ends, listens on the port. -1: nobody can tell. */
int owners_runs(const struct owners *owners, const struct master *master, enum protocol protocol, int family,
                uint16_t port);
/* Who holds it, for a sentence: `'redis'`, `another program`, or the nginx of somebody who is not root; the caller
 * frees it. */
char *owners_name(const struct owners *owners, const struct sock *sock);

#endif
