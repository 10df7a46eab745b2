/* Roles: what a host is. */
#ifndef CORE_CATALOG_ROLE_H
#define CORE_CATALOG_ROLE_H

enum role {
    ROLE_SERVER,
    ROLE_PERMANENT_STANDBY,
    ROLE_DMZ_STANDBY,
    ROLE_CLIENT,
    ROLE_WEB_CLIENT,
    ROLE_WEB_SERVER,
    ROLE_GATEWAY,
    ROLE_SMARTSERVER,
    ROLE_COUNT
};

typedef unsigned role_set; /* bit 1u << ROLE_… */

const char *role_name(enum role role);
int role_parse(const char *text, enum role *role); /* -1: unknown */

#endif
