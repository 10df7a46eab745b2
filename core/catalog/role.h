/* Roles: what a host of a product is. A catalog names them and says by traits how the program treats such a
 * host; C knows the traits, never a role. The same name in two products is the same role. */
#ifndef CORE_CATALOG_ROLE_H
#define CORE_CATALOG_ROLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/catalog/version.h"

enum { ROLES_MOST = 32 };

/* A role is its index in catalog.roles, and in the `roles` of every product. */
typedef uint32_t role_set; /* bit 1u << role */

#define TRAITS(ROW)                                                                                          \
    ROW(MAIN, "main")                 /* counted as `servers`; permanent standbys link to it */              \
    ROW(STANDBY, "standby")           /* links to the main ones */                                           \
    ROW(DMZ, "dmz")                   /* opens nothing towards main and standby, and denies what goes out */ \
    ROW(CLIENT, "client")             /* runs applications, whatever it says */                              \
    ROW(APPLICATIONS, "applications") /* may run applications; it then is a client too */                    \
    ROW(WORKSTATION, "workstation")   /* a person's machine: `admin` gives it no rule */                     \
    ROW(GATEWAY, "gateway")           /* has zones, needs no address, is no end of the product */            \
    ROW(DEVICE,                                                                                              \
        "device") /* a box with services of its own towards its surroundings, and the vendor's firewall */   \
    ROW(SECURITY, "security")   /* has security modes, which decide its policies */                          \
    ROW(WEB_PORTS, "web-ports") /* its web pages are nginx's, and can be moved */

#define TRAIT_ENUM(NAME, WORD) TRAIT_##NAME,
enum trait { TRAITS(TRAIT_ENUM) TRAIT_COUNT };
#undef TRAIT_ENUM

struct role_fact {
    bool known; /* the product has this role */
    const char *name, *title, *plural, *help;
    unsigned traits;           /* bits 1u << TRAIT_… */
    struct version minimum;    /* below it a host of this role is an error; not known = none */
    struct version unknown_is; /* what an unknown version counts as; not known = sorts before all */
    role_set uses;             /* roles that it may name in `uses` */
    role_set uses_default[2];  /* all hosts of the first set if there is one, else of the second */
    unsigned apps_default;     /* bits of product.apps */
};

/* The roles of all products. */
struct role_table {
    const char *names[ROLES_MOST];
    unsigned traits[ROLES_MOST]; /* of whoever named it first: what a product has that says no `traits` */
    size_t count;
};

static inline role_set role_bit(unsigned role)
{
    return (role_set)1 << role;
}

static inline bool role_has(const struct role_fact *fact, enum trait trait)
{
    return fact->traits >> trait & 1;
}

#endif
