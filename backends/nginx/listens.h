/* The `listen` directives of a configuration file (address.h), its redirects and hints: where each stands, byte for
 * byte. A range of ports counts as something that cannot be moved. */
#ifndef BACKENDS_NGINX_LISTENS_H
#define BACKENDS_NGINX_LISTENS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "backends/machine/failure.h"
#include "backends/nginx/hints.h"
#include "backends/nginx/redirects.h"

struct listen {
    size_t start, end;           /* from `listen` to behind its semicolon */
    size_t address, address_end; /* the word behind it */
    size_t port_at, port_end;    /* the digits in it; equal: none, so port 80 */
    uint16_t port, last;         /* last > port: a range */
    bool tls, quic;
    bool local;    /* on loopback alone: nobody comes in there, so it stays */
    bool foreign;  /* of `stream`, `mail` and the like: no web page, so it stays */
    size_t server; /* of the file, from 0; REDIRECT_NO_SERVER in a file that a server includes */
};

struct listens {
    struct listen *items;
    size_t count, cap;
    struct redirects redirects;
    struct hints hints;
    /* Where a `server` begins that has no `listen`: it has port 80, or an `include` brings one. */
    size_t *silent;
    size_t silent_count, silent_cap;
    bool unknown; /* a `listen` has an address that cannot be read: the first one begins at unknown_at */
    size_t unknown_at;
};

/* Sockets are left out. -1: no configuration of nginx; the sentence has `path` and the line. */
int listens_read(struct listens *listens, const char *text, size_t length, const char *path,
                 struct failure *failure);
void listens_release(struct listens *listens);

/* Whether both are the same address and transport in the same server, ports aside. */
bool listen_twins(const char *text, const struct listen *a, const struct listen *b);

#endif
