/* The port moves of one machine: its plan beside what nginx really listens on.
 *
 * A trial with moves makes two plans true: first the bridge, with the old ports open too, while nginx listens
 * on both; the confirm then makes the final one true. */
#ifndef BACKENDS_NGINX_MOVES_H
#define BACKENDS_NGINX_MOVES_H

#include "backends/nginx/web.h"
#include "core/import/import.h"
#include "core/plan/plan.h"

struct moves_wish {
    const char *file;  /* of nginx; NULL: as the catalog says */
    bool fix_redirect; /* the redirect shall name the HTTPS port */
};

struct moves {
    bool any;  /* nginx has to change */
    bool home; /* back to the ports that were found */
    struct web web;
    struct plan fresh;  /* the plan, with this machine's moves */
    struct plan bridge; /* if `any` */
};

/* The port of each service of a device's product that a file of the machine holds. -1: the file cannot be
 * read. */
int moves_ports(const struct machine *machine, const struct product *product, const char *file,
                struct seen *seen, struct failure *failure);

/* `plan` must outlive it. Fine for a plan without web ports: `fresh` is then the plan. -1: the file cannot be
 * read, or is not there although the plan moves ports; nothing to release. */
int moves_make(struct moves *moves, const struct machine *machine, const struct plan *plan,
               const struct moves_wish *wish, struct failure *failure);
/* The ports of `wishes` in the file, as they were found; without plans. -1: as above, or another program has one of
 * them by now. */
int moves_home(struct moves *moves, const struct machine *machine, const char *file,
               const struct web_wishes *wishes, struct failure *failure);
void moves_release(struct moves *moves);

#endif
