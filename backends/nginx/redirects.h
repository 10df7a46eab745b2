/* Where a configuration file sends browsers: addresses that hold a port of this machine, or hold none and so
 * mean 80 or 443.
 *
 * `return`, `rewrite`, `error_page`, `proxy_redirect` and `add_header Location` with an address of their own,
 * `add_header Alt-Svc`, and Lua that redirects. One that follows
 * the port by itself (`$server_port`; `$http_host` where the scheme stays) is none of them. */
#ifndef BACKENDS_NGINX_REDIRECTS_H
#define BACKENDS_NGINX_REDIRECTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "backends/nginx/token.h"

enum redirect_host {
    HOST_OWN,     /* a variable with the name of this machine */
    HOST_WITH,    /* `$http_host`, which brings the port of the request along */
    HOST_LITERAL, /* a name, with the page that was asked for behind it */
    HOST_NAMED,   /* a name; it is this machine's if a server of the file has it */
    HOST_UNKNOWN  /* nobody can tell */
};

struct redirect {
    size_t at;             /* of the directive */
    size_t host, host_end; /* the host */
    size_t port_end;       /* between host_end and it: `:port`, or nothing */
    uint16_t port;         /* 80 or 443 where none is named */
    enum redirect_host kind;
    bool tls, scheme; /* to HTTPS; to whatever the request came by */
    bool explicit;    /* the port has to be named (Alt-Svc) */
    size_t server;    /* of the file, from 0 */
};

#define REDIRECT_NO_SERVER SIZE_MAX

struct redirects {
    struct redirect *items;
    size_t count, cap;
};

/* Adds those of a directive, which is `count` words. */
void redirects_take(struct redirects *redirects, const char *text, const struct token *words, size_t count);

/* That of a block of Lua, which belongs to the directive at `at`: nobody can tell where it leads. */
void redirects_take_lua(struct redirects *redirects, const char *text, const struct token *block, size_t at);

/* What a server listens with settles what its redirects mean. */
struct redirect_ground {
    bool plain, tls;
};
/* `grounds`: of each server. */
void redirects_settle(struct redirects *redirects, const struct redirect_ground *grounds);
/* The name of a server: redirects to it are this machine's. */
void redirects_own(struct redirects *redirects, const char *text, const struct token *name);

#endif
