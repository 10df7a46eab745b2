/* The plan of one host: its rules in order, each with its flow and reason, its default policies and port
 * moves.
 *
 * The always-there rules (loopback, established, neighbour discovery, DHCP, what a product has besides) are
 * no flows: they stand in `builtins` with their reason and source, and a backend only walks them. */
#ifndef CORE_PLAN_PLAN_H
#define CORE_PLAN_PLAN_H

#include "core/catalog/builtin.h"
#include "core/flow/flow.h"

struct rule {
    enum direction direction;
    enum verdict verdict;
    enum protocol protocol;
    struct ports ports;
    struct prefixes from, to; /* none = anywhere; forward: both ends, pairs of one family each */
    const char *interface;    /* in: where it comes in, out: where it goes out, forward: the initiator's zone;
                                 NULL = any */
    const char *interface_to; /* forward: the listener's zone; else NULL */
    const struct flow *flow;  /* service, reason, source, certainty, names */
};

struct port_move {
    const char *service, *file; /* `http`, `https` */
    uint16_t from, to;
    bool udp;       /* the service answers there over udp too (quic) */
    bool udp_taken; /* another program has the old port's udp */
    bool left_over; /* nobody listens on the old port: its rules alone are there yet */
};

enum { PLAN_BUILTINS = 32 }; /* those of every host, and at most 16 of a product */

struct plan {
    const struct site *site;
    const struct host *host;
    enum verdict incoming, outgoing, forward; /* default policies */
    enum logging log;
    struct rule *rules;
    size_t rule_count, rule_cap;
    /* The denies as a packet meets them that passes through, by its addresses alone: whatever this machine's zones
     * and interfaces are then, and whether it forwards today or not. No rules of their own; in the arena. */
    struct rule *passing;
    size_t passing_count;
    struct port_move *moves;
    size_t move_count;
    const struct builtin *builtins[PLAN_BUILTINS]; /* in the order of the rules */
    size_t builtin_count;
    bool gateway;    /* has zones: forward rules, spoof drops */
    bool device;     /* the vendor's own firewall is on it, with rules for the product's services */
    bool bridge;     /* the moves' old ports are open too: what is live while nginx listens on both */
    bool ports_only; /* of all that is planned the moves alone are wanted: the rest stays as it is there */
    struct arena arena;
};

/* The plan of `host`. Adds what is only seen here (addresses in no zone ...) to `problems`; -1 on an error (a
 * range across zones); release it in either case. Site and flows must outlive the plan. */
int plan_make(struct plan *plan, const struct flows *flows, const struct host *host,
              struct problems *problems);
void plan_release(struct plan *plan);

/* The plan with the moves of one machine in place of those from the catalog's ports. `plan` must outlive the
 * copy; release the copy like any plan. */
void plan_moving(struct plan *copy, const struct plan *plan, const struct port_move *moves, size_t count);
/* The plan with its in rules on the old ports of its moves beside those on the new ones. */
void plan_bridge(struct plan *copy, const struct plan *plan);

/* The zone of a gateway that holds `prefix` (longest match, then `any`); NULL: none; *across: the prefix
 * reaches over several. */
const struct zone *plan_zone(const struct host *gateway, const struct prefix *prefix, bool *across);

#endif
