/* What the rooms of flows_derive share: the flows being made, and who stands how to whom, found once. */
#ifndef CORE_FLOW_DERIVATION_H
#define CORE_FLOW_DERIVATION_H

#include "core/flow/flow.h"
#include "core/net/prefixes.h"

struct derivation {
    struct flows *flows;
    const struct site *site;
    struct problems *problems;
    struct arena arena;               /* lives as long as the deriving */
    struct hosts by_role[ROLES_MOST]; /* in file order */
    struct hosts *used_by;            /* by host index: who names it in `uses`, in file order */
    struct hosts *linked_by;          /* by host index: who names it in `links` */
    unsigned *families;               /* by host index; a host without addresses fits all */
    bool *inside_dmz;                 /* by host index: a DMZ standby, or an address within one's */
    struct prefixes dmz, inner;       /* addresses of the DMZ standbys; of servers and permanent standbys.
                                         Sorted, none within another */
};

void derivation_init(struct derivation *derivation, struct flows *flows, const struct site *site,
                     struct problems *problems);
void derivation_release(struct derivation *derivation);

/* Whether `host` is of one of `roles`; a server with apps is a client too. */
bool host_plays(const struct host *host, role_set roles);
/* The service that decides whether `service` is on (bacnet for bacnet-clients), or NULL. */
const struct service *service_leader(const struct host *host, const struct service *service);
/* Whether `service` is on at `host`: the host's or the site's word, else what `pattern` says. */
bool pattern_on(const struct host *host, const struct service *service, const struct pattern *pattern);
/* The same, by the pattern for the host's role. */
bool service_on(const struct host *host, const struct service *service);
/* Whose allow-from narrows a device's service; NULL: anywhere. */
const struct service_state *service_narrowed(const struct host *host, const struct service *service,
                                             bool inbound);
/* The ports of `pattern` at the end whose settings count. */
struct ports pattern_ports(const struct site *site, const struct host *host, const struct service *service,
                           const struct pattern *pattern);

/* Adds a flow and checks what must hold of each: a common family, and nothing from a DMZ standby inwards. */
void flow_add(struct derivation *derivation, struct flow flow);
/* Whether its ends have IPv4 or IPv6 in common. */
bool flow_shares_family(const struct derivation *derivation, const struct flow *flow);
/* A flow that `pattern` of `service` describes, without its ends and ports. */
struct flow flow_of(const struct service *service, const struct pattern *pattern);

/* The flows of one service between hosts of the site. */
void flows_between(struct derivation *derivation, const struct product *product,
                   const struct service *service);
/* The flows of one service between devices and their surroundings. */
void flows_of_devices(struct derivation *derivation, const struct product *product,
                      const struct service *service);
void flows_of_admins(struct derivation *derivation);
void flows_of_extras(struct derivation *derivation);
/* Services of one listener that want the same port. */
void flows_clash(struct derivation *derivation);
/* Adds an error if `flow` lets something of a DMZ standby open connections inwards. */
void flow_check_dmz(struct derivation *derivation, const struct flow *flow);

#endif
