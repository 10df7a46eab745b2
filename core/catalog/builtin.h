/* An always-there rule: no flow of the site asks for it, no switch turns it off. Those of every host stand in
 * core/plan/builtin.c, a product's own in its catalog under `always`. Backends and `explain` walk them. */
#ifndef CORE_CATALOG_BUILTIN_H
#define CORE_CATALOG_BUILTIN_H

#include "core/catalog/certainty.h"
#include "core/catalog/role.h"
#include "core/net/net.h"

/* What it is about; the other matches of struct builtin narrow it. */
enum builtin_about {
    BUILTIN_PACKETS,
    BUILTIN_ESTABLISHED, /* packets of connections that were let through, and the errors about them */
    BUILTIN_IGMP,
    BUILTIN_SPOOFED /* a source of one zone of a gateway on another zone's interface */
};

/* Whom it is for. */
enum builtin_need { BUILTIN_EVERYWHERE, BUILTIN_AT_GATEWAYS, BUILTIN_WITH_GROUPS };

enum builtin_phase { BUILTIN_BEFORE_DENIES, BUILTIN_AFTER_DENIES };

struct builtin {
    const char *id;    /* of the catalog's own; a short name */
    const char *title; /* what decided, as `explain` says it */
    role_set roles;    /* the catalog's own: at hosts of these roles; 0: of no product */
    enum builtin_need need;
    enum builtin_phase phase;
    unsigned directions; /* bits 1u << DIRECTION_… */
    enum verdict verdict;
    enum builtin_about about;
    uint8_t family;                   /* FAMILY_4, FAMILY_6; 0 = both, or what another match says */
    const char *interface;            /* in: it comes in there, out: it goes out there; NULL = any */
    struct prefix from;               /* family 0 = anywhere */
    enum protocol protocol;           /* ICMP without `icmp6`: echo-request of both families */
    struct ports icmp6;               /* types of ICMPv6; none = not said */
    bool hop_limit;                   /* with hop limit 255: nobody forwarded it */
    uint16_t from_port, to_port;      /* 0 = any */
    const char *comment;              /* what a firewall's comment calls it; NULL = nothing */
    const char *why, *source, *doubt; /* as in struct pattern */
    enum certainty certainty;
};

#endif
