/* The catalog: what is known of a product. Data, read from YAML (core/catalog/ compiled in, more from folders
 * and files).
 *
 * A service says who listens, who opens, on which ports and why. How a service becomes flows is said by its
 * patterns: each is one relation between hosts of some roles. C knows the relations and the traits of roles,
 * never a product's facts.
 */
#ifndef CORE_CATALOG_CATALOG_H
#define CORE_CATALOG_CATALOG_H

#include <stdbool.h>
#include <stddef.h>

#include "core/base/arena.h"
#include "core/base/problem.h"
#include "core/catalog/builtin.h"
#include "core/catalog/certainty.h"
#include "core/catalog/role.h"
#include "core/catalog/version.h"
#include "core/net/net.h"

/* How two hosts stand to each other. */
enum relation {
    RELATION_USES,     /* the opener uses the listener */
    RELATION_USED_BY,  /* the listener uses the opener: the way back */
    RELATION_PARTNERS, /* ordered pairs of different hosts of these roles */
    RELATION_LINKED, /* a permanent standby and a server it links to, both ways by opener and listener role */
    RELATION_OTHERS, /* each opener, each other host of the listener's roles (denies, M to D) */
    RELATION_DEVICE  /* a device and its surroundings: `direction` */
};

enum device_direction { DEVICE_IN, DEVICE_OUT, DEVICE_BOTH };

/* Whose switch decides whether a pattern is on. At either end: an end's own `off` closes it, an end's own `on`
 * opens it, and else the site's word counts. */
enum switch_at { SWITCH_AT_LISTENER, SWITCH_AT_OPENER, SWITCH_AT_EITHER };

/* When a pattern is on if the site says nothing. */
enum default_state { DEFAULT_OFF, DEFAULT_ON, DEFAULT_FOLLOWS };

struct pattern {
    enum relation relation;
    role_set openers, listeners; /* a server with apps counts as a client too */
    struct version_range opener_version, listener_version;
    struct version either_before; /* min of both ends < this; not known = no condition */
    unsigned apps; /* bits of product.apps that the client end must have one of; 0 = no condition */
    enum default_state state; /* before the site's own switch */
    size_t
        follows[4]; /* DEFAULT_FOLLOWS: on when one of these services is on at the switch's host (indexes) */
    size_t follows_count;
    enum switch_at switch_at; /* YAML `switch-at`: to, from, either */
    struct version_range
        follows_version; /* DEFAULT_FOLLOWS only when the web-server end is in it, else DEFAULT_OFF */
    const char *setting; /* key of `ports` that gives the port, at the listener; NULL = fixed `ports` */
    struct ports ports, legacy_ports; /* legacy_ports: with `server-os: legacy`; none = the same */
    enum certainty certainty;
    const char *reason, *source; /* source: as it is shown, doubt included */
    const char *doubt;           /* what was made of a page that contradicts itself or is silent; NULL */
    const char *
        otherwise; /* code of the advice when only the version condition of the listener fails; NULL = none */
};

struct service {
    const char *id, *title;
    size_t index; /* in product.services: the order of plans */
    enum protocol protocol;
    enum verdict verdict;
    struct ports ports;  /* default; none for icmp and any */
    const char *setting; /* key of `ports`; NULL = cannot be set. `server-link` has "client-server" */
    bool switchable;     /* may stand under `services` */
    bool managed;        /* false: shown, never a flow (dhcp) */
    const char
        *follows; /* on exactly when this service is on, and uses its allow-from (bacnet-clients); NULL */
    bool default_on;
    enum device_direction direction; /* of a device's service */
    bool narrow_in_only;             /* allow-from narrows inbound only (mdns) */
    bool on_interface;               /* the host's `interface` narrows it (mqtt, mqtts) */
    const char *where_set;           /* where the product sets the port; NULL = cannot */
    const char
        *where_set_before; /* what versions before `where_set_since` call that place; NULL = the same */
    struct version where_set_since;
    const char *port_file; /* YAML `port-file`: the file of the machine that holds the port, so that another
                              port is a port move (nginx: http, https); NULL = none */
    bool port_tls;         /* YAML `port-tls`: of the ports in that file it is the one that speaks TLS */
    bool browser;          /* YAML `browser`: browsers come here, and refuse some ports (`browser-blocked`) */
    const char *warn_off;  /* YAML `warn-off`: said at once when somebody switches it off; NULL = nothing */
    const char *not_enhanced; /* YAML `not-enhanced`: why it cannot be on with enhanced security, and the way
                                 out (ip-852); NULL = it can */
    const char *why, *closed, *help; /* closed: what breaks, "not documented" where the vendor says nothing */
    const char *source, *doubt;      /* as in struct pattern */
    enum certainty certainty;
    struct pattern *patterns;
    size_t pattern_count;
};

/* Where a product of this version sets the service's port, in its own words; both where the version is not
 * known. The caller frees it. NULL: it cannot be set. */
char *service_where_set(const struct service *service, const struct version *version);

/* A port that the product itself uses and that never gets a rule. Ports {0, 0}: another one at
 * every start, cannot be checked. */
struct internal {
    const char *title, *source;
    enum protocol protocol;
    struct ports ports;
    struct version_range version;
};

/* How many hosts of a role a redundancy takes. */
struct topology {
    const char *id, *title, *source; /* single, hot-standby, triple-standby */
    size_t servers;                  /* exactly */
    size_t permanent_max, dmz_max;   /* at most; (size_t)-1 = any number */
    size_t links_max;                /* servers that one permanent standby may link to; 0 = all */
    bool links_needed;               /* `links` is compulsory */
};

/* When an advice is given; ASKED: C meets the situation and asks for the words by their code. */
enum advice_when {
    WHEN_ASKED,
    WHEN_ALWAYS,
    WHEN_PORT_MOVED,    /* one of the services has another port than the catalog's */
    WHEN_SERVICE_ON,    /* one of them is on */
    WHEN_SERVICE_OFF,   /* one of them is off */
    WHEN_ENHANCED,      /* enhanced security is on */
    WHEN_APP_UNSURE,    /* a client runs one of `apps`, and an end is old enough for the service */
    WHEN_USES_ONLY,     /* a host of `roles` uses hosts of `used` alone, none of which serves the service */
    WHEN_EXTRA,         /* the site has an extra flow of that name */
    WHEN_FLOW,          /* a flow of the service */
    WHEN_FLOW_DISPUTED, /* a disputed one */
    WHEN_TOO_FEW_PORTS, /* one with fewer ports than the listener has applications that take one; on the ports
                           of the setting that is named first */
    WHEN_NO_FLOW,       /* a host of `roles` and one of `used` have no flow between them, either way */
    WHEN_PORT_SET,      /* one of the services has another port, which must be set in the product too */
    WHEN_COUNT
};

/* Words about a situation: the code, how bad, the words (never with a `%`), and when they are said. */
struct advice {
    const char *code;
    enum severity severity;
    const char *message, *source;
    enum advice_when when;
    bool once;             /* said of the site, not of each host */
    bool mended;           /* by --fix-redirect: it is then not said */
    const char **services; /* ids */
    size_t service_count;
    struct version_range version; /* of the host */
    unsigned apps;                /* bits of product.apps */
    role_set roles, used;
    const char *extra;
};

/* A port that `extra` offers by name. */
struct suggestion {
    const char *name, *title, *source;
    enum protocol protocol;
    struct ports ports; /* none = no default */
    role_set from, to;  /* whose first host an end is taken to be; 0 = the technician says */
};

struct app_title {
    const char *app, *title;
};

/* What the product says about an answer of the forms. */
struct field_fact {
    const char *field; /* the last key of its path: `security`, `address` */
    const char *help, *source;
};

/* A public page that facts are from. */
struct source_page {
    const char *id, *kind, *title, *publisher, *date;
    const char *url; /* NULL = none is known */
};

struct product {
    const char *id, *title;
    enum version_scheme scheme;
    struct role_fact roles[ROLES_MOST]; /* by the catalog's numbers */
    role_set with[TRAIT_COUNT];         /* its roles that have the trait */
    const char **apps;
    size_t app_count;
    unsigned app_ports;           /* bits of the apps that each take a port of the advise range */
    const char **version_choices; /* offered by the form, newest first */
    size_t version_choice_count;
    struct service *services;
    size_t service_count;
    struct source_page *sources;
    size_t source_count;
    struct builtin *builtins; /* YAML `always`: of its own, at hosts of their roles */
    size_t builtin_count;
    struct internal *internals;
    size_t internal_count;
    struct topology *topologies;
    size_t topology_count;
    struct advice *advices;
    size_t advice_count;
    struct app_title *app_titles;
    size_t app_title_count;
    struct field_fact *field_facts;
    size_t field_fact_count;
    struct suggestion *suggestions;
    size_t suggestion_count;
    struct version enhanced_from; /* device: first version with enhanced security; not known = none */
    struct ports *safe_ports;     /* device: values that `safe_ports_setting` may take without a warning */
    size_t safe_port_count;
    const char *safe_ports_setting;
    struct ports *browser_blocked; /* YAML `browser-blocked`: ports that no browser opens */
    size_t browser_blocked_count;
};

struct catalog {
    struct role_table roles;
    struct product *products;
    size_t product_count, product_cap;
    struct arena arena; /* what was read, and the trees of the files it points into */
};

/* The compiled-in catalogs. A broken one is a bug: its problems are added and -1 returned. */
int catalog_init(struct catalog *catalog, struct problems *problems);
/* Adds (or, same product id, extends and overrides service by service) from `length` bytes. -1 and errors:
 * the catalog is as before. */
int catalog_add(struct catalog *catalog, const char *file, const char *text, size_t length,
                struct problems *problems);
void catalog_release(struct catalog *catalog);

const struct product *catalog_product(const struct catalog *catalog, const char *id);
const struct service *product_service(const struct product *product, const char *id);
const struct topology *product_topology(const struct product *product, const char *id);
const struct advice *product_advice(const struct product *product, const char *code);
/* The number of the role called `name`; -1: no product, or not this one, has it. */
int catalog_role(const struct catalog *catalog, const char *name);
int product_role(const struct product *product, const char *name);
/* The first role with the trait; -1: none. */
int product_role_with(const struct product *product, enum trait trait);
static inline bool product_has(const struct product *product, enum trait trait)
{
    return product->with[trait] != 0;
}
/* What the product says about the answer at this path of the forms (`hosts.srv-a.security`); NULL: nothing. */
const struct field_fact *product_field(const struct product *product, const char *path);
/* What people call the app; its id where the catalog says no more. */
const char *product_app_title(const struct product *product, const char *app);
/* Bit of the app, 0 if unknown. */
unsigned product_app(const struct product *product, const char *app);

#endif
