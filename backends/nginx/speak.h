/* What answers on a socket of this machine: HTTP, TLS, both (nginx tells an error in HTTP on a port with TLS), or
 * nothing that we understand (`return 444`, the PROXY protocol). */
#ifndef BACKENDS_NGINX_SPEAK_H
#define BACKENDS_NGINX_SPEAK_H

#include <stdbool.h>

#include "backends/ways/sockdiag.h"

enum { SPEAKS_HTTP = 1, SPEAKS_TLS = 2 };

/* A sum of SPEAKS_. Waits at most two seconds for each. */
unsigned speak_with(const struct sock *sock);
/* Whether it takes a connection at all. */
bool speak_connects(const struct sock *sock);

#endif
