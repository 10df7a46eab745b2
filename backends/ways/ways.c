#include "backends/ways/ways.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "backends/ways/process.h"
#include "backends/ways/sockdiag.h"
#include "core/base/text.h"

/* One look at the machine. */
struct ways_view {
    struct socks socks;
    struct holders holders; /* of SSH servers only */
};

static int ways_look(struct ways_view *view, struct failure *failure)
{
    /* Holders first: a connection accepted in between is then not yet a way in, instead of one without a
     * holder. */
    holders_find(&view->holders, process_is_sshd);
    if (sockdiag_list(&view->socks, failure) == 0)
        return 0;
    holders_release(&view->holders);
    return -1;
}

static void look_away(struct ways_view *view)
{
    socks_release(&view->socks);
    holders_release(&view->holders);
}

/* Ports from which this machine opens connections of its own. */
static bool is_ephemeral(uint16_t port)
{
    const struct machine kernel = {.root = ""};
    unsigned first = 32768, last = 60999;
    char *text;
    if (machine_read(&kernel, "/proc/sys/net/ipv4/ip_local_port_range", 64, &text, NULL) == 0) {
        if (sscanf(text, "%u %u", &first, &last) != 2)
            last = 65535;
        free(text);
    }
    return port >= first && port <= last;
}

/* Whether `sock`, held by the SSH server `pid`, is the connection of its client: somebody else listens on its
 * port. What the session itself opened or listens on is a forwarding of the technician's. */
static bool is_client(const struct ways_view *view, const struct sock *sock, pid_t pid)
{
    bool listened = false;
    for (size_t i = 0; i < view->socks.count; i++) {
        const struct sock *other = &view->socks.items[i];
        if (other->protocol != PROTOCOL_TCP || other->state != SOCK_LISTENS ||
            other->local_port != sock->local_port)
            continue;
        if (!holders_have(&view->holders, other->inode, pid))
            return true;
        listened = true;
    }
    /* Its server was stopped, the login lives on. */
    return !listened && !is_ephemeral(sock->local_port);
}

static void add_way(struct ways *ways, size_t *cap, const struct ways_view *view, const struct sock *sock)
{
    const struct holder *end = view->holders.items + view->holders.count;
    struct way way = {.from = sock->peer,
                      .to = sock->local,
                      .peer_port = sock->peer_port,
                      .port = sock->local_port,
                      .age_ms = -1};
    bool client = false;
    for (const struct holder *holder = holders_of(&view->holders, sock->inode);
         holder && holder < end && holder->inode == sock->inode; holder++) {
        int64_t started = process_started(holder->pid), age = machine_boottime() - started;
        client = client || is_client(view, sock, holder->pid);
        way.login = way.login || process_serves_login(holder->pid);
        way.mine = way.mine || process_is_above(holder->pid);
        if (started >= 0 && age > way.age_ms)
            way.age_ms = age;
    }
    if (!client)
        return;
    ways->items = xgrow(ways->items, ways->count, cap, sizeof(*ways->items));
    ways->items[ways->count++] = way;
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

static int find_all(struct ways *ways, struct failure *failure)
{
    struct ways_view view;
    size_t cap = 0;
    *ways = (struct ways){0};
    if (ways_look(&view, failure) != 0)
        return -1;
    for (size_t i = 0; i < view.socks.count; i++)
        if (view.socks.items[i].protocol == PROTOCOL_TCP && view.socks.items[i].state == SOCK_ESTABLISHED)
            add_way(ways, &cap, &view, &view.socks.items[i]);
    look_away(&view);
    mark_told(ways);
    return 0;
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

int ways_find(const struct machine *machine, struct ways *ways, struct failure *failure)
{
    (void)machine;
    if (find_all(ways, failure) != 0)
        return -1;
    drop_strangers(ways);
    return 0;
}

const struct way *ways_cut(const struct ways *ways, const struct plan *plan, struct fate *fate)
{
    for (size_t i = 0; plan && i < ways->count; i++) {
        const struct way *way = &ways->items[i];
        const struct packet login = {.direction = DIRECTION_IN,
                                     .from = way->from,
                                     .to = way->to,
                                     .protocol = PROTOCOL_TCP,
                                     .port = way->port};
        *fate = explain(plan, &login);
        if (fate->verdict != VERDICT_ACCEPT)
            return way;
    }
    return NULL;
}

/* Whether `way` proves something: it was not there before, and is a login or at least from where somebody was
 * before. */
static bool is_proof(const struct way *way, const struct ways *before)
{
    bool from_known = way->login || !before || before->count == 0;
    for (size_t i = 0; before && i < before->count; i++) {
        if (same_connection(way, &before->items[i]))
            return false;
        from_known = from_known || prefix_compare(&way->from, &before->items[i].from) == 0;
    }
    return from_known;
}

bool ways_new_login(const struct machine *machine, int64_t since_ms, const struct ways *before)
{
    struct failure ignored = {0};
    struct ways now;
    bool found = false;
    (void)machine;
    if (find_all(&now, &ignored) != 0)
        return false;
    int64_t since = machine_boottime() - since_ms;
    for (size_t i = 0; i < now.count && !found; i++) {
        const struct way *way = &now.items[i];
        found = way->age_ms >= 0 && way->age_ms < since && is_proof(way, before);
    }
    ways_release(&now);
    return found;
}

char *ways_from(const struct ways *ways)
{
    char buffer[PREFIX_TEXT];
    const struct way *way = ways->count ? &ways->items[0] : NULL;
    bool many = false;
    for (size_t i = 1; i < ways->count; i++) {
        many = many || prefix_compare(&ways->items[i].from, &ways->items[0].from) != 0;
        if (ways->items[i].mine && !way->mine)
            way = &ways->items[i];
    }
    if (!way)
        return xstrdup("console");
    /* Inside tmux nobody can tell which of several logins typed it. */
    if (many && !way->mine)
        return xasprintf("one of %zu logins", ways->count);
    return xstrdup(prefix_format(&way->from, buffer));
}

void ways_release(struct ways *ways)
{
    free(ways->items);
    *ways = (struct ways){0};
}
