/* The change of nginx's file as a technician would type it. */
#ifndef BACKENDS_NGINX_TYPED_H
#define BACKENDS_NGINX_TYPED_H

#include "backends/nginx/web.h"

/* For a shell of root; the caller frees it. */
char *typed_edits(const struct web *web);

#endif
