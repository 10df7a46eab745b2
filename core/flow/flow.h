/* Flows: who talks to whom, over the whole site. Derived, never written by hand; the same
 * site gives the same flows in the same order. */
#ifndef CORE_FLOW_FLOW_H
#define CORE_FLOW_FLOW_H

#include "core/site/site.h"

/* One end: a host, an address (admin, extra, allow-from), or anywhere (both unset). */
struct end {
    const struct host *host;
    struct prefix address; /* family 0 = not given */
};

struct flow {
    const char *service;           /* id; `admin` entries' own service name, or an extra's name */
    const struct service *catalog; /* the catalog's entry; NULL for admin and extra */
    const struct pattern *pattern; /* of the catalog's entry; NULL likewise */
    struct end from, to;
    enum protocol protocol;
    struct ports ports;
    enum verdict verdict;
    const char *interface; /* at the device (mqtt); NULL = any */
    const char *reason, *source;
    enum certainty certainty;
    struct place place; /* of the extra or admin entry, else of the initiator */
};

struct flows {
    const struct site *site; /* whose flows these are */
    struct flow *items;
    size_t count, cap;
    struct standings *standings; /* standing.h */
    struct arena arena;          /* what was made while deriving */
};

/* Derives all flows: denies first, then the catalog's order, then by initiator and listener in file order,
 * admin and extra by entry. -1: an error in `problems` that only shows here (a flow without a common family,
 * D to M through an address, ports that clash). The flows refer to the site, which must outlive them; advice
 * about them is asked for apart (core/advice/advice.h). */
int flows_derive(struct flows *flows, const struct site *site, struct problems *problems);
void flows_release(struct flows *flows);

/* The end's name as JSON and comments show it: host name, address, or `anywhere`. */
const char *end_name(const struct end *end, char buffer[PREFIX_TEXT]);
/* The end's addresses; none = anywhere (or a host without any). */
struct prefixes end_addresses(const struct end *end);

#endif
