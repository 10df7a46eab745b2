/* Services, ports and allow-from: said for the site, and over it for one host. For core/site/check/ alone. */
#ifndef CORE_SITE_SETTINGS_H
#define CORE_SITE_SETTINGS_H

#include "core/site/check/check.h"

/* What a setting lands in: the site's own state of one product, or one host's. */
struct target {
    const struct product *product;
    struct service_state *states; /* product->service_count */
    struct port_setting *ports;   /* room for one of each service */
    size_t port_count;
};

/* Where settings come from, and where they go: each lands in every target whose product knows it. */
struct settle {
    const struct owner *owner;
    struct target *targets;
    size_t target_count;
};

/* The service in the first product that has it; an error if none has. */
const struct service *settle_service(struct check *check, const struct settle *settle, struct spot spot,
                                     const char *id, bool (*offered)(const struct service *));

void settle_switches(struct check *check, const struct settle *settle, const struct settings *settings);
void settle_ports(struct check *check, const struct settle *settle, const struct settings *settings);
void settle_allowed(struct check *check, const struct settle *settle, const struct listings *listings);

#endif
