/* The `listen` directives of a configuration file, and the redirects to HTTPS: where each stands, byte for
 * byte.
 *
 * Forms: http://nginx.org/en/docs/http/ngx_http_core_module.html#listen - `address:port`, `[v6]:port`,
 * `port`, `address` (port 80), `unix:path`, with parameters behind. A range of ports counts as something that
 * cannot be moved. */
#ifndef BACKENDS_NGINX_LISTENS_H
#define BACKENDS_NGINX_LISTENS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "backends/machine/failure.h"

struct listen {
    size_t start, end;           /* from `listen` to behind its semicolon */
    size_t address, address_end; /* the word behind it */
    size_t port_at, port_end;    /* the digits in it; equal: none, so port 80 */
    uint16_t port, last;         /* last > port: a range */
    bool tls;
    size_t server; /* of the file, from 0 */
};

/* `return 301 https://$host$request_uri;` in a server that does not listen with TLS. */
struct redirect {
    size_t host_end, port_end; /* between them: `:port`, or nothing */
    uint16_t port;             /* 443 where none is named */
};

struct listens {
    struct listen *items;
    size_t count, cap;
    struct redirect *redirects;
    size_t redirect_count, redirect_cap;
};

/* Servers without a `listen`, on sockets, and of `stream` are left out. -1: no configuration of nginx; the
 * sentence has `path` and the line. */
int listens_read(struct listens *listens, const char *text, size_t length, const char *path,
                 struct failure *failure);
void listens_release(struct listens *listens);

/* Whether both are the same address in the same server, ports aside. */
bool listen_twins(const char *text, const struct listen *a, const struct listen *b);

#endif
