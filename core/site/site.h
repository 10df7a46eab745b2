/* A site that was checked: every name resolved, every default filled in. Immutable; lives in its own arena.
 *
 * Fields of problems, for the forms: a key of the site (`version`), `hosts.NAME.KEY`, `admin.N.KEY` and
 * `extra.NAME.KEY` (N counts from 0; `hosts.#N`, `extra.#N` where the name is missing, wrong or somebody
 * else's). Behind a map's key stands the entry: `services.mqtt`, `hosts.fw-1.zones.eth0`, `policy.log`.
 * Behind a list stands the item, from 0: `hosts.srv-a.address.1`, `hosts.fw-1.zones.eth0.0`; without it the
 * list as a whole is meant. */
#ifndef CORE_SITE_SITE_H
#define CORE_SITE_SITE_H

#include "core/base/arena.h"
#include "core/base/problem.h"
#include "core/catalog/catalog.h"
#include "core/draft/draft.h"
#include "core/net/net.h"

struct host;

struct hosts {
    const struct host **items;
    size_t count;
};

struct zone {
    const char *interface;
    struct prefixes networks;
    bool any; /* everything else */
};

enum security { SECURITY_NONE, SECURITY_STANDARD, SECURITY_ENHANCED };

/* What the site, then the host, said about one service of the host's product. */
struct service_state {
    bool said;               /* the site or the host switched it; else the pattern's own default decides */
    bool on;                 /* if said */
    bool own;                /* it was the host itself that said it */
    struct place place;      /* of the word, if said */
    struct prefixes allowed; /* allow-from; none = anywhere */
    bool narrowed;           /* allow-from was given (it may be empty: nobody) */
};

/* A port set by the site or the host; the catalog's default otherwise. */
struct port_setting {
    const char *setting;
    struct ports ports;
    bool own;           /* it was the host itself that said it */
    struct place place; /* of the number */
};

/* Rules of somebody else that the technician decided about, as the backend shows them. */
struct choices {
    const char **items;
    size_t count;
};

struct host {
    const char *name;
    size_t index;  /* in site.hosts: the file's order */
    unsigned role; /* its number in the catalog */
    const struct product *product;
    struct version version; /* as given; see site_version for what it counts as */
    struct prefixes addresses;
    struct hosts uses, links;
    unsigned apps;     /* bits of product->apps; a server has them only when given */
    bool is_client;    /* a client, or a server with apps */
    unsigned sessions; /* how many people run its applications at once on one machine; 1 unless given */
    enum security security;
    const char *interface; /* NULL = none */
    struct zone *zones;
    size_t zone_count;
    struct service_state *services; /* product->service_count of them */
    struct port_setting *ports;
    size_t port_count;
    struct choices kept, dropped; /* `not-ours`: stay whatever the plan wants; go away */
    struct place place;
};

struct admin {
    const char *service;
    struct ports port;
    struct prefixes from;
    struct place place;
};

/* One end of an extra: a host, an address, or (both NULL / family 0) anywhere. */
struct extra_end {
    const struct host *host;
    struct prefix address; /* family 0 = not given */
};

struct extra {
    const char *name, *why;
    struct extra_end from, to;
    enum protocol protocol;
    struct ports ports;
    struct place place;
};

enum logging { LOG_OFF, LOG_BLOCKED };

struct site {
    const char *name, *file;
    const struct catalog *catalog;
    const struct product *product;   /* the default */
    const struct topology *topology; /* NULL where the product has none */
    bool legacy_os;
    struct host *hosts;
    size_t host_count;
    const struct host **by_name; /* sorted, for site_host */
    struct admin *admins;
    size_t admin_count;
    struct extra *extras;
    size_t extra_count;
    enum verdict incoming, outgoing, forward; /* the site's word; plan_policy says what holds at a host */
    bool incoming_said, outgoing_said, forward_said;
    enum logging log;
    struct arena arena;
};

/* Checks a draft (core/site/check/). 0: `site` may be used (warnings and notes may have been
 * added); -1: at least one error, `site` is released and zero. The draft may be changed or released
 * afterwards; the catalog must outlive the site. */
int site_check(struct site *site, const struct draft *draft, const struct catalog *catalog,
               struct problems *problems);
void site_release(struct site *site);

static inline const struct role_fact *host_role(const struct host *host)
{
    return &host->product->roles[host->role];
}
static inline bool host_is(const struct host *host, enum trait trait)
{
    return role_has(host_role(host), trait);
}
/* What a host of the DMZ never opens a connection to. */
static inline bool host_is_inner(const struct host *host)
{
    return host_is(host, TRAIT_MAIN) || host_is(host, TRAIT_STANDBY);
}
/* Main, standby or in the DMZ: it holds the product's data. */
static inline bool host_is_server(const struct host *host)
{
    return host_is_inner(host) || host_is(host, TRAIT_DMZ);
}

const struct host *site_host(const struct site *site, const char *name);
/* The one host that has one of `count` addresses of this machine; NULL if none or (*many) several. */
const struct host *site_find_self(const struct site *site, const struct prefix *own, size_t count,
                                  bool *many);
/* The version that counts: unknown becomes the role's `unknown_is`. */
struct version site_version(const struct host *host);
/* Whether one of the choices is this text. */
bool site_chose(const struct choices *choices, const char *text);
/* The ports that `setting` has at the host, or `fallback` if nobody set it. */
struct ports site_ports(const struct host *host, const char *setting, struct ports fallback);
/* Whether the host has the service `id` on another port than usual. */
bool site_moved(const struct host *host, const char *id);
/* Whether two hosts have an address family in common; hosts without addresses (gateways) fit all. */
bool site_common_family(const struct host *a, const struct host *b);

#endif
