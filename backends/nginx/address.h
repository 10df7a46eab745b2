/* The address of a `listen`: `address:port`, `[v6]:port`, `port`, `address` (port 80), `unix:path`.
 *
 * http://nginx.org/en/docs/http/ngx_http_core_module.html#listen */
#ifndef BACKENDS_NGINX_ADDRESS_H
#define BACKENDS_NGINX_ADDRESS_H

#include "backends/nginx/listens.h"

enum address_kind {
    ADDRESS_PORT,   /* its port and where it stands are filled in */
    ADDRESS_SOCKET, /* a file: it has no port */
    ADDRESS_UNKNOWN /* a variable, or what only nginx itself could tell */
};

/* Reads the word from listen->address to listen->address_end. */
enum address_kind listen_address_read(const char *text, struct listen *listen);
/* Whether it is loopback's alone. */
bool listen_address_is_local(const char *text, const struct listen *listen);
/* Whether it stands for every address of its family. */
bool listen_address_is_any(const char *text, const struct listen *listen);
/* Whether both are the same address, however it is spelled, ports aside. */
bool listen_address_same(const char *text, const struct listen *a, const struct listen *b);

#endif
