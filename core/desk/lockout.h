/* A way in that a plan would cut for a new login: why an apply was refused, as values. */
#ifndef CORE_DESK_LOCKOUT_H
#define CORE_DESK_LOCKOUT_H

#include <stdbool.h>
#include <stddef.h>

#include "core/net/net.h"
#include "core/plan/decider.h"

struct lockout {
    struct prefix peer; /* a single address; family 0: not known, or no login was found at all */
    uint16_t port;      /* of the login, or of what carries it; 0 = any */
    bool mine;          /* the technician's own session */
    enum decider by;    /* what would drop a new login */
    size_t rule;        /* its number in the plan, from 1; 0 = none */
    char name[65];      /* the service of the rule, the title of the always-there rule; "" for the policy */
};

#endif
