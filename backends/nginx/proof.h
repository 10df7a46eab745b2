/* The proof that nginx came along: its own sockets on the new ports, which answer as those on the old ones did. */
#ifndef BACKENDS_NGINX_PROOF_H
#define BACKENDS_NGINX_PROOF_H

#include "backends/nginx/serve.h"
#include "backends/nginx/web.h"

/* What has to be there, a line each: protocol, family (0: any), port, what it speaks, and the port that nginx leaves
 * (0: something of it stays there). Asks the sockets on the old ports; the caller frees it. */
char *proof_make(const struct serve *serve, const struct web *web);
/* Waits until all of it is there, and if `moved` nothing is on the old ports; -1 names what is not so. */
int proof_hold(const struct machine *machine, const char *path, const char *proof, bool moved,
               struct failure *failure);

#endif
