/* The file of nginx as it was before its ports moved, so that the way home leads to the very bytes: a redirect that
 * named a port, or an address without one, cannot be told from its moved form alone. */
#ifndef BACKENDS_NGINX_HOME_H
#define BACKENDS_NGINX_HOME_H

#include "backends/machine/machine.h"
#include "backends/nginx/edit.h"

/* The text that is `text` before its ports moved from those of the kept file to those that it has now: lines that the
 * move made become what they were, and what others changed since stays. `text` itself where nothing is kept of this
 * file; the caller frees it. *mended: the move mended redirects, which so move along. */
char *home_text(const struct machine *machine, const char *path, const char *text,
                const struct web_wishes *wishes, bool *mended, struct failure *failure);
/* Whether both texts listen on the wanted ports at the same addresses: what was half moved by other hands has no home. */
bool home_agrees(const char *text, const char *other, const struct web_wishes *wishes);
/* Keeps what the file was at home: before it is moved. */
int home_keep(const struct machine *machine, const char *path, const char *home, struct failure *failure);

/* Where a move leaves the services of a file, to be kept when it is there for good; the caller frees it. */
char *home_ports(const char *path, const struct web_wishes *wishes);
int home_arrive(const struct machine *machine, const char *ports, struct failure *failure);
/* Fills in what is known of the file: nothing for who may not read it, who may move nothing either. */
void home_know(const struct machine *machine, const char *path, struct web_wishes *wishes);

#endif
