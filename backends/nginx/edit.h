/* Moving ports in a configuration file: the port of a `listen` is exchanged and nothing else of the file is.
 *
 * A move has two forms. The bridge listens on the old and the new port, so that no way back leaves the pages
 * dead; the final form listens on the new one alone. */
#ifndef BACKENDS_NGINX_EDIT_H
#define BACKENDS_NGINX_EDIT_H

#include "backends/nginx/listens.h"

/* One service of nginx and the port that it shall have. */
struct web_wish {
    const char *service; /* the catalog's id; borrowed */
    bool tls;
    uint16_t usual, wanted; /* the catalog's port; the one that is wanted */
    uint16_t known;         /* where the last move of this file left it; 0: none is known */
};

enum { WEB_WISHES = 4 };

struct web_wishes {
    struct web_wish items[WEB_WISHES];
    size_t count;
    bool fix_redirect; /* the redirects shall name the wanted ports */
};

/* The port that an address without one means. */
static inline uint16_t web_usual(bool tls)
{
    return tls ? 443 : 80;
}

enum edit_form { EDIT_BRIDGE, EDIT_FINAL };

/* Whether a `listen` is the service's: of its kind, and on the usual port, the wanted or the known one; where the
 * file has none of these, on the port of the first one of its kind. Others stay as they are. */
bool listen_edit_belongs(const struct listens *listens, const struct web_wish *wish,
                         const struct listen *listen);
/* The port that the service has in the file and shall not keep; the wanted port if there is none; 0: it has
 * none at all. */
uint16_t listen_edit_live(const struct listens *listens, const struct web_wish *wish);
/* Whether a redirect still leads to the port that a service has left when the file is in its final form. */
bool listen_edit_misleads(const struct listens *listens, const struct web_wishes *wishes,
                          const struct redirect *redirect);
/* The text in one of its forms; the caller frees it. */
char *listen_edit_text(const char *text, size_t length, const struct listens *listens,
                       const struct web_wishes *wishes, enum edit_form form);

#endif
