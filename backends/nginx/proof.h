/* The proof that nginx came along: its own sockets on the new ports, which answer as those on the old ones did. */
#ifndef BACKENDS_NGINX_PROOF_H
#define BACKENDS_NGINX_PROOF_H

#include "backends/nginx/edit.h"
#include "backends/nginx/serve.h"

/* What has to be there, a line each: protocol, family (0: any), port, what it speaks. Asks the sockets on the old
 * ports; the caller frees it. */
char *proof_make(const struct serve *serve, const char *text, const struct listens *listens,
                 const struct web_wishes *wishes);
/* Waits until all of it is there; -1 names what is not. */
int proof_hold(const struct machine *machine, const char *path, const char *proof, struct failure *failure);

#endif
