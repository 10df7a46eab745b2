#include "backends/ways/ways.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "backends/ways/carrier.h"
#include "backends/ways/doors.h"
#include "core/base/text.h"

/* Whether `sock`, held by the SSH server `pid`, is the connection of its client: somebody else listens on its
 * port, or nobody any more. What the session itself opened or listens on is a forwarding of the technician's. */
static bool is_client(const struct ways_look *look, const struct sock *sock, pid_t pid)
{
    bool listened = false;
    for (size_t i = 0; i < look->socks.count; i++) {
        const struct sock *other = &look->socks.items[i];
        if (other->protocol != PROTOCOL_TCP || other->state != SOCK_LISTENS ||
            other->local_port != sock->local_port)
            continue;
        if (!holders_have(&look->holders, other->inode, pid))
            return true;
        listened = true;
    }
    return !listened && look_came_in(look, sock);
}

static void note_age(struct way *way, pid_t pid)
{
    int64_t started = process_started(pid), age = machine_boottime() - started;
    if (started >= 0 && age > way->age_ms)
        way->age_ms = age;
}

/* Whether `pid`, which holds the connection, makes a way in of it. */
static bool add_holder_to(struct way *way, const struct ways_look *look, const struct sock *sock, pid_t pid)
{
    bool mine = session_has(&look->session, pid), sshd = process_is_sshd(pid);
    if (!mine && !process_lets_in(pid))
        return false;
    if (sshd ? !is_client(look, sock, pid) : !look_came_in(look, sock))
        return false;
    way->mine = way->mine || mine;
    way->ssh = way->ssh || sshd;
    way->login = way->login || (sshd ? process_serves_login(pid) : mine);
    note_age(way, pid);
    return true;
}

static void ways_add(struct ways *ways, size_t *cap, const struct way *way)
{
    ways->items = xgrow(ways->items, ways->count, cap, sizeof(*ways->items));
    ways->items[ways->count++] = *way;
}

static void add_way(struct ways *ways, size_t *cap, const struct ways_look *look, const struct sock *sock)
{
    struct way way = way_of(look, sock);
    bool is = false;
    for (const struct holder *holder = NULL; (holder = look_holder(look, sock, holder));)
        if (add_holder_to(&way, look, sock, holder->pid))
            is = true;
    /* Nobody can say that it is none. */
    if (look_unseen(look, sock) && look_came_in(look, sock))
        is = way.unseen = way.login = true;
    if (is && way.direction == DIRECTION_IN)
        ways_add(ways, cap, &way);
}

/* Whether a socket that is not like a login's is this session's all the same: mosh, an agent that dials out, a pipe
 * to a program beside. An SSH server's own are forwardings. */
static bool is_lesser(const struct ways_look *look, const struct sock *sock)
{
    bool tcp = sock->protocol == PROTOCOL_TCP, came_in = look_came_in(look, sock);
    if (prefix_is_loopback(&sock->local) || (tcp && sock->state != SOCK_ESTABLISHED) ||
        (!came_in && look_is_local(look, &sock->peer)))
        return false;
    for (const struct holder *holder = NULL; (holder = look_holder(look, sock, holder));)
        if (!process_is_sshd(holder->pid) &&
            (session_has(&look->session, holder->pid) ||
             (tcp && came_in && session_shares(&look->session, holder->pid))))
            return true;
    return false;
}

static void add_lesser(struct ways *ways, size_t *cap, const struct ways_look *look)
{
    for (size_t i = 0; i < ways->count; i++)
        if (ways->items[i].mine)
            return;
    for (size_t i = 0; i < look->socks.count && !*look->session.console; i++) {
        struct way way = way_of(look, &look->socks.items[i]);
        way.mine = way.login = true;
        if (is_lesser(look, &look->socks.items[i]))
            ways_add(ways, cap, &way);
    }
}

static bool same_connection(const struct way *a, const struct way *b)
{
    return a->port == b->port && a->peer_port == b->peer_port && prefix_compare(&a->from, &b->from) == 0 &&
           prefix_compare(&a->to, &b->to) == 0;
}

/* An address as SSH_CONNECTION writes it: `::ffff:10.0.0.1` and `fe80::1%eth0` too. */
static int ways_parse_address(char *text, struct prefix *address)
{
    const char *why;
    text[strcspn(text, "%")] = '\0';
    return prefix_parse(strncasecmp(text, "::ffff:", 7) == 0 && strchr(text, '.') ? text + 7 : text, address,
                        &why);
}

/* SSH_CONNECTION: `from port to port`. tmux keeps that of a login long gone, so it only ever points at a way
 * that was found. */
static void mark_told(struct ways *ways)
{
    const char *told = getenv("SSH_CONNECTION");
    struct way way;
    char from[64], to[64];
    if (!told || sscanf(told, "%63s %" SCNu16 " %63s %" SCNu16, from, &way.peer_port, to, &way.port) != 4 ||
        ways_parse_address(from, &way.from) != 0 || ways_parse_address(to, &way.to) != 0)
        return;
    for (size_t i = 0; i < ways->count; i++)
        ways->items[i].mine = ways->items[i].mine || same_connection(&ways->items[i], &way);
}

/* A stranger who knocks must not decide over a plan: who has not logged in counts only where nobody has. */
static void drop_strangers(struct ways *ways)
{
    size_t kept = 0;
    bool known = false;
    for (size_t i = 0; i < ways->count; i++)
        known = known || ways->items[i].login;
    for (size_t i = 0; i < ways->count; i++)
        if (!known || ways->items[i].login)
            ways->items[kept++] = ways->items[i];
    ways->count = kept;
}

static void find_all(struct ways *ways, const struct ways_look *look, bool strangers)
{
    size_t cap = 0;
    for (size_t i = 0; i < look->socks.count; i++) {
        const struct sock *sock = &look->socks.items[i];
        if (sock->protocol != PROTOCOL_TCP || sock->state != SOCK_ESTABLISHED)
            continue;
        ways->looked_at++;
        add_way(ways, &cap, look, sock);
    }
    mark_told(ways);
    add_lesser(ways, &cap, look);
    if (!strangers)
        drop_strangers(ways);
    carriers_add(look, ways, &cap);
    snprintf(ways->console, sizeof(ways->console), "%s", look->session.console);
}

static int ways_find_all(struct ways *ways, bool strangers, struct failure *failure)
{
    struct ways_look look;
    *ways = (struct ways){0};
    if (look_at(&look, failure) != 0)
        return -1;
    find_all(ways, &look, strangers);
    if (ways->count == 0)
        doors_find(&look, ways);
    look_release(&look);
    return 0;
}

int ways_find(const struct machine *machine, struct ways *ways, struct failure *failure)
{
    (void)machine;
    return ways_find_all(ways, false, failure);
}

bool ways_none(const struct ways *ways)
{
    return ways->count == 0 && (*ways->console || ways->door_count == 0);
}

static bool was_there(const struct way *way, const struct ways *before)
{
    for (size_t i = 0; before && i < before->count; i++)
        if (same_connection(way, &before->items[i]))
            return true;
    return false;
}

/* Whether `way` proves something: it was not there before, and is a login or at least from where somebody was
 * before. */
static bool is_proof(const struct way *way, const struct ways *before)
{
    bool from_known = way->login || !before || before->count == 0;
    if (was_there(way, before))
        return false;
    for (size_t i = 0; before && i < before->count; i++)
        from_known = from_known || prefix_compare(&way->from, &before->items[i].from) == 0;
    return from_known;
}

/* A tunnel that was open before proves nothing; of one without connections nobody can tell. */
static bool is_carried_anew(const struct ways *now, size_t number, const struct ways *before)
{
    for (size_t i = 0; i < now->count; i++) {
        const struct way *carrier = &now->items[i];
        if (carrier->carries == number &&
            (carrier->unseen || carrier->protocol != PROTOCOL_TCP || was_there(carrier, before) ||
             !is_carried_anew(now, i + 1, before)))
            return false;
    }
    return true;
}

bool ways_new_login(const struct machine *machine, int64_t since_ms, const struct ways *before)
{
    struct failure ignored = {0};
    struct ways now;
    bool found = false;
    (void)machine;
    if (ways_find_all(&now, true, &ignored) != 0)
        return false;
    int64_t since = machine_boottime() - since_ms;
    for (size_t i = 0; i < now.count && !found; i++) {
        const struct way *way = &now.items[i];
        found = !way->carries && way->age_ms >= 0 && way->age_ms < since && is_proof(way, before) &&
                is_carried_anew(&now, i + 1, before);
    }
    ways_release(&now);
    return found;
}

char *ways_from(const struct ways *ways)
{
    char buffer[PREFIX_TEXT];
    const struct way *way = ways->count ? &ways->items[0] : NULL;
    size_t logins = 0;
    bool many = false;
    for (size_t i = 0; i < ways->count && !ways->items[i].carries; i++) {
        logins++;
        many = many || prefix_compare(&ways->items[i].from, &ways->items[0].from) != 0;
        if (ways->items[i].mine && !way->mine)
            way = &ways->items[i];
    }
    if (!way || !way->from.family)
        return xstrdup(*ways->console ? "console" : "");
    /* Inside tmux nobody can tell which of several logins typed it. */
    if (many && !way->mine)
        return xasprintf("one of %zu logins", logins);
    return xstrdup(prefix_format(&way->from, buffer));
}

void ways_release(struct ways *ways)
{
    free(ways->items);
    free(ways->doors);
    *ways = (struct ways){0};
}
