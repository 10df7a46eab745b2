/* Traffic: what a rule is about, as values. */
#ifndef CORE_PLAN_TRAFFIC_H
#define CORE_PLAN_TRAFFIC_H

#include "core/net/addresses.h"
#include "core/net/port_list.h"
#include "core/net/ranges.h"

/* Which new packets a rule is about, and what becomes of them. */
struct traffic {
    enum direction direction;
    enum verdict verdict;
    enum protocol protocol;
    unsigned families; /* FAMILIES_4, FAMILIES_6 or both */
    struct port_list ports;
    struct ranges peers[2]; /* who is at the other end, of IPv4 and of IPv6, as far as that is told */
    char interface[16];     /* where it comes in, or goes out; "" = any */
};

/* Peers and interface aside. */
bool traffic_equal(const struct traffic *a, const struct traffic *b);

#endif
