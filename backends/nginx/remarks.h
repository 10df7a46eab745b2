/* What a move of the ports leaves as it is: told before the trial, by file and line. */
#ifndef BACKENDS_NGINX_REMARKS_H
#define BACKENDS_NGINX_REMARKS_H

#include "backends/nginx/web.h"

/* Fills web->remarks. -1: nginx does not read this file, or could not give up a port. */
int remarks_make(struct web *web, const struct machine *machine, struct failure *failure);

#endif
