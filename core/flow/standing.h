/* Whether a service is on, where, and why not: one answer for the forms, `check` and `explain`, noted while the
 * flows are derived. */
#ifndef CORE_FLOW_STANDING_H
#define CORE_FLOW_STANDING_H

#include "core/flow/flow.h"

/* How far a service comes between two hosts, or at a device: what stands in the way, from far to near. */
enum service_standing {
    STANDING_NOBODY,  /* no two hosts stand to each other as it needs */
    STANDING_VERSION, /* an end's version does not have it */
    STANDING_NEW,     /* both ends are new enough to do without */
    STANDING_APPS,    /* the client runs nothing that needs it */
    STANDING_OFF,     /* it is switched off */
    STANDING_ON
};

/* What `service` is to `host` as a listener (a device: at all); the host is NULL: the best of the site's. */
enum service_standing standing_of(const struct flows *flows, const struct product *product,
                                  const struct service *service, const struct host *host);
/* The same for what the host opens. */
enum service_standing standing_opened(const struct flows *flows, const struct service *service,
                                      const struct host *host);
/* The nearer of both, as far as a switch at the host has a say in it. */
enum service_standing standing_switched(const struct flows *flows, const struct service *service,
                                        const struct host *host);
/* Where it is on, at most `most` names: `iis-1, srv-a and 2 more`; where it is not, why: `no web-client here
 * uses such a host`. Without a place in front; the caller frees it. */
char *standing_words(const struct flows *flows, const struct product *product, const struct service *service,
                     const struct host *host, size_t most);
/* How many hosts it is on at; *first is the first of them. */
size_t standing_places(const struct flows *flows, const struct product *product,
                       const struct service *service, const struct host **first);
/* The versions of the listener that have it: `2015 R1 to 2019`; NULL: all. The caller frees it. */
char *standing_versions(const struct product *product, const struct service *service);
/* The first service that listens, or could, on the port at the host; NULL: none. */
const struct service *standing_at_port(const struct flows *flows, const struct host *host,
                                       enum protocol protocol, uint16_t port);

/* For the rooms of flows_derive. */
void standings_init(struct flows *flows);
void standing_note(struct flows *flows, const struct host *from, const struct host *to,
                   const struct service *service, enum service_standing standing);
enum service_standing standing_between(const struct host *from, const struct host *to,
                                       const struct service *service, const struct pattern *pattern);
/* As if the listener's version had it. */
enum service_standing standing_but_version(const struct host *from, const struct host *to,
                                           const struct service *service, const struct pattern *pattern);

#endif
