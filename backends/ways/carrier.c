#include "backends/ways/carrier.h"

#include <stdio.h>
#include <string.h>

#include "backends/ways/tunnel.h"
#include "core/base/text.h"

enum { CARRIERS_DEEP = 4, CARRIERS_AT_MOST = 256 };

/* The ways to be filled, and the one whose carriers are looked for. */
struct carrying {
    const struct ways_look *look;
    struct ways *ways;
    size_t *cap;
    size_t number; /* of the carried way, from 1 */
    const char *through;
};

struct way way_of(const struct ways_look *look, const struct sock *sock)
{
    bool in = look_came_in(look, sock), bound = sock->state == SOCK_LISTENS;
    struct prefix own = bound && sock->local.length == 0 ? (struct prefix){0} : sock->local;
    struct prefix other = bound ? (struct prefix){0} : sock->peer;
    struct way way = {.from = in ? other : own,
                      .to = in ? own : other,
                      .peer_port = in ? sock->peer_port : sock->local_port,
                      .port = in ? sock->local_port : sock->peer_port,
                      .protocol = sock->protocol,
                      .direction = in ? DIRECTION_IN : DIRECTION_OUT,
                      .age_ms = -1};
    const struct holder *holder = look_holder(look, sock, NULL);
    if (holder)
        process_name(holder->pid, way.process);
    return way;
}

static void carrier_put(const struct carrying *carrying, struct way carrier)
{
    struct ways *ways = carrying->ways;
    if (ways->count >= CARRIERS_AT_MOST)
        return;
    carrier.carries = carrying->number;
    snprintf(carrier.through, sizeof(carrier.through), "%s", carrying->through);
    ways->items = xgrow(ways->items, ways->count, carrying->cap, sizeof(*ways->items));
    ways->items[ways->count++] = carrier;
}

static void carrier_unseen(const struct carrying *carrying)
{
    carrier_put(carrying, (struct way){.unseen = true, .age_ms = -1});
}

static bool is_outside(const struct ways_look *look, const struct sock *sock)
{
    if (sock->protocol == PROTOCOL_TCP)
        return sock->state == SOCK_ESTABLISHED && !look_is_local(look, &sock->peer);
    return !(sock->local.length && prefix_is_loopback(&sock->local)) &&
           !(sock->state == SOCK_ESTABLISHED && look_is_local(look, &sock->peer));
}

static size_t carrier_add_sockets(const struct carrying *carrying, pid_t pid, enum protocol protocol)
{
    const struct ways_look *look = carrying->look;
    size_t found = 0;
    for (size_t i = 0; i < look->socks.count; i++) {
        const struct sock *sock = &look->socks.items[i];
        if (sock->protocol != protocol || !is_outside(look, sock) ||
            !holders_have(&look->holders, sock->inode, pid))
            continue;
        carrier_put(carrying, way_of(look, sock));
        found++;
    }
    return found;
}

/* What `pid` talks over the network with, or else who started it. `all`: UDP beside TCP, as a VPN may use either. */
static size_t carrier_add_process(const struct carrying *carrying, pid_t pid, bool all)
{
    struct process_place place;
    for (size_t steps = 0; pid > 1 && steps < SESSION_DEPTH; steps++, pid = place.parent) {
        size_t found = carrier_add_sockets(carrying, pid, PROTOCOL_TCP);
        if (all || found == 0)
            found += carrier_add_sockets(carrying, pid, PROTOCOL_UDP);
        if (found || !process_place(pid, &place))
            return found;
    }
    return 0;
}

/* The far end is a program of this machine. */
static void carrier_add_far_end(struct carrying *carrying, const struct way *way)
{
    const struct ways_look *look = carrying->look;
    carrying->through = "loopback";
    for (size_t i = 0; i < look->socks.count; i++) {
        const struct sock *sock = &look->socks.items[i];
        if (sock->protocol != way->protocol || sock->state != SOCK_ESTABLISHED ||
            sock->local_port != way->peer_port || sock->peer_port != way->port ||
            prefix_compare(&sock->local, &way->from) != 0)
            continue;
        if (look_unseen(look, sock))
            carrier_unseen(carrying);
        for (const struct holder *holder = NULL; (holder = look_holder(look, sock, holder));)
            carrier_add_process(carrying, holder->pid, false);
        return;
    }
    if (!look->holders.whole)
        carrier_unseen(carrying);
}

/* A kernel's tunnel without a word about its other end: its sockets are those that no process holds. */
static size_t carrier_add_kernels(const struct carrying *carrying)
{
    const struct ways_look *look = carrying->look;
    size_t found = 0;
    for (size_t i = 0; i < look->socks.count; i++) {
        const struct sock *sock = &look->socks.items[i];
        if (sock->protocol != PROTOCOL_UDP || !is_outside(look, sock) || look_holder(look, sock, NULL))
            continue;
        carrier_put(carrying, way_of(look, sock));
        found++;
    }
    return found;
}

static void carrier_add_tunnel(const struct carrying *carrying, const struct tunnel *tunnel)
{
    size_t found = 0;
    for (size_t i = 0; tunnel->sort == TUNNEL_PROCESS && i < tunnel->count; i++)
        found += carrier_add_process(carrying, tunnel->pids[i], true);
    if (tunnel->sort == TUNNEL_KERNEL && tunnel->remote.family) {
        carrier_put(carrying, (struct way){.from = tunnel->remote,
                                           .to = tunnel->local,
                                           .port = tunnel->port,
                                           .protocol = tunnel->protocol,
                                           .direction = DIRECTION_IN,
                                           .age_ms = -1});
        found++;
    } else if (tunnel->sort == TUNNEL_KERNEL) {
        found += carrier_add_kernels(carrying);
    }
    /* PPP over a telephone line or a card has none; every other tunnel has. */
    if (found == 0 && strcmp(tunnel->kind, "ppp") != 0)
        carrier_unseen(carrying);
}

static void carrier_find(struct carrying *carrying, const struct way *way, uint32_t interface)
{
    const struct prefix *other = way->direction == DIRECTION_IN ? &way->from : &way->to;
    struct tunnel tunnel;
    if (!other->family)
        return;
    if (look_is_local(carrying->look, other)) {
        carrier_add_far_end(carrying, way);
        return;
    }
    tunnel_towards(other, interface, &tunnel);
    const struct carrying through = {carrying->look, carrying->ways, carrying->cap, carrying->number,
                                     tunnel.device};
    if (tunnel.sort != TUNNEL_NONE)
        carrier_add_tunnel(&through, &tunnel);
}

static uint32_t interface_of(const struct ways_look *look, const struct way *way)
{
    for (size_t i = 0; i < look->socks.count; i++) {
        const struct sock *sock = &look->socks.items[i];
        if (sock->interface && sock->protocol == way->protocol && sock->local_port == way->port &&
            sock->peer_port == way->peer_port && prefix_compare(&sock->peer, &way->from) == 0)
            return sock->interface;
    }
    return 0;
}

static size_t depth_of(const struct ways *ways, const struct way *way)
{
    size_t depth = 0;
    for (; way->carries; way = &ways->items[way->carries - 1])
        depth++;
    return depth;
}

void carriers_add(const struct ways_look *look, struct ways *ways, size_t *cap)
{
    for (size_t i = 0; i < ways->count; i++) {
        struct way way = ways->items[i]; /* by value: the list grows */
        struct carrying carrying = {look, ways, cap, i + 1, ""};
        if (!(way.carries && way.unseen) && depth_of(ways, &way) < CARRIERS_DEEP)
            carrier_find(&carrying, &way, interface_of(look, &way));
    }
}
