/* What an apply closes that is in use here: sockets that listen and are let in now, and open connections that would
 * not come back when opened anew. */
#include <stdlib.h>
#include <string.h>

#include "backends/desk/closing.h"
#include "backends/ways/process.h"
#include "core/base/text.h"

/* A rule about everything is one of the loopback, of a state, of a peer: it opens and closes no service. */
static bool closing_is_about(const struct line *line, const struct traffic *traffic)
{
    const struct traffic *said = &line->traffic;
    bool rule = line->kind == LINE_RULE || line->kind == LINE_OTHER || line->kind == LINE_STOCK;
    return rule && said->direction == traffic->direction && said->protocol == traffic->protocol &&
           port_list_overlaps(&said->ports, &traffic->ports);
}

static bool closing_has(const struct lines *lines, const struct traffic *traffic, enum verdict verdict)
{
    for (size_t i = 0; i < lines->count; i++)
        if (lines->items[i].traffic.verdict == verdict && closing_is_about(&lines->items[i], traffic))
            return true;
    return false;
}

/* Who may come through, or anybody at all, is not asked: a narrower rule is not a closed one. */
static bool closing_passes(const struct lines *const lists[], size_t count, const struct traffic *traffic,
                           enum verdict policy)
{
    bool accepts = false, drops = false;
    for (size_t i = 0; i < count; i++) {
        accepts |= closing_has(lists[i], traffic, VERDICT_ACCEPT);
        drops |= closing_has(lists[i], traffic, VERDICT_DROP);
    }
    return accepts || (policy == VERDICT_ACCEPT && !drops);
}

static bool closing_closes(const struct closing *closing, const struct traffic *traffic)
{
    const struct beside *beside = closing->beside;
    const struct lines *const before[] = {closing->live, &beside->same, &beside->removed, &beside->foreign};
    const struct lines *const after[] = {closing->planned, &beside->same, &beside->foreign};
    bool out = traffic->direction == DIRECTION_OUT;
    bool now =
        !closing->active || closing_passes(before, 4, traffic, out ? closing->outgoing : closing->incoming);
    return now && closing->active_then &&
           !closing_passes(after, 3, traffic, out ? closing->outgoing_then : closing->incoming_then);
}

/* Length 0: any address. */
static bool closing_is_local(const struct prefix *address)
{
    return address->length && prefix_is_loopback(address);
}

/* A bound UDP socket waits for answers as often as for questions: it counts where a rule of its own goes. */
static bool closing_counts(const struct closing *closing, const struct sock *sock,
                           const struct traffic *traffic)
{
    if (sock->protocol == PROTOCOL_TCP && closing->left && closing->left->count &&
        port_list_overlaps(closing->left, &(struct port_list){{{sock->local_port, sock->local_port}}, 1}))
        return false;
    return sock->protocol == PROTOCOL_TCP || closing_has(closing->live, traffic, VERDICT_ACCEPT) ||
           closing_has(&closing->beside->removed, traffic, VERDICT_ACCEPT);
}

static bool closing_listens(const struct socks *socks, const struct sock *sock)
{
    for (size_t i = 0; i < socks->count; i++)
        if (socks->items[i].state == SOCK_LISTENS && socks->items[i].protocol == sock->protocol &&
            socks->items[i].local_port == sock->local_port)
            return true;
    return false;
}

/* The same port of another socket, told before. */
static bool closing_told(const struct socks *socks, size_t at)
{
    const struct sock *sock = &socks->items[at];
    for (size_t i = 0; i < at; i++) {
        const struct sock *other = &socks->items[i];
        bool in = sock->state == SOCK_LISTENS;
        if (other->protocol == sock->protocol && (other->state == SOCK_LISTENS) == in &&
            !closing_is_local(&other->local) &&
            (in ? other->local_port == sock->local_port : other->peer_port == sock->peer_port))
            return true;
    }
    return false;
}

static struct traffic closing_traffic(const struct sock *sock, enum direction direction)
{
    uint16_t port = direction == DIRECTION_IN ? sock->local_port : sock->peer_port;
    return (struct traffic){.direction = direction,
                            .protocol = sock->protocol,
                            .families = FAMILIES_ALL,
                            .ports = port_list_of((struct ports){port, port})};
}

static void closing_tell(const struct sock *sock, const struct holder *holder, struct problems *checks)
{
    char process[32] = "";
    if (holder)
        process_name(holder->pid, process);
    const char *protocol = protocol_name(sock->protocol);
    char to[PREFIX_TEXT];
    if (sock->state != SOCK_LISTENS)
        problem_add(checks, PROBLEM_CLOSES, (struct place){0},
                    "an open connection to '%s' (%s %u) is let out now and would not be any more: once it "
                    "ends it does not come back",
                    prefix_format(&sock->peer, to), protocol, sock->peer_port);
    else if (sock->protocol == PROTOCOL_TCP && holder && process_is_sshd(holder->pid))
        problem_add(checks, PROBLEM_CLOSES, (struct place){0},
                    "SSH is closed: new logins to port %u are let in now and would not be any more; nobody "
                    "could log in to this machine over the network",
                    sock->local_port);
    else
        problem_add(checks, PROBLEM_CLOSES, (struct place){0},
                    "%s %u is closed, and %s%s%s listens there: it is let in now and would not be any more",
                    protocol, sock->local_port, *process ? "'" : "a program", process, *process ? "'" : "");
}

static bool closing_is_ssh(const struct line *line, struct traffic *traffic)
{
    static const uint16_t usual = 22;
    const struct traffic *said = &line->traffic;
    const struct port_list *ports = &said->ports;
    bool one = ports->count == 1 && ports->items[0].first == ports->items[0].last;
    *traffic = (struct traffic){
        .direction = DIRECTION_IN, .protocol = PROTOCOL_TCP, .families = FAMILIES_ALL, .ports = *ports};
    return one && said->direction == DIRECTION_IN && said->verdict == VERDICT_ACCEPT &&
           (said->protocol == PROTOCOL_TCP || said->protocol == PROTOCOL_ANY) &&
           ports->items[0].first == usual;
}

/* SSH that is switched off is told although no sshd runs now. */
static bool closing_note_ssh(const struct closing *closing, const struct socks *socks,
                             const struct lines *lines, struct problems *checks)
{
    struct traffic traffic;
    struct sock sock = {.protocol = PROTOCOL_TCP, .state = SOCK_LISTENS};
    for (size_t i = 0; i < lines->count; i++) {
        if (!closing_is_ssh(&lines->items[i], &traffic))
            continue;
        sock.local_port = traffic.ports.items[0].first;
        if (closing_listens(socks, &sock) || !closing_closes(closing, &traffic))
            continue;
        problem_add(
            checks, PROBLEM_CLOSES, (struct place){0},
            "SSH is switched off: new logins to port %u are let in now and would not be any more, though "
            "nothing listens there at the moment",
            sock.local_port);
        return true;
    }
    return false;
}

bool closing_kept(const struct closing *closing, const struct traffic *traffic)
{
    return closing_has(&closing->beside->same, traffic, VERDICT_ACCEPT) ||
           closing_has(&closing->beside->foreign, traffic, VERDICT_ACCEPT);
}

void closing_note(const struct closing *closing, const struct ways_look *look, struct problems *checks)
{
    for (size_t i = 0; i < look->socks.count; i++) {
        const struct sock *sock = &look->socks.items[i];
        bool in = sock->state == SOCK_LISTENS;
        const struct traffic traffic = closing_traffic(sock, in ? DIRECTION_IN : DIRECTION_OUT);
        if ((!in && closing->plan) || closing_is_local(&sock->local) || closing_told(&look->socks, i) ||
            (in ? !closing_counts(closing, sock, &traffic) : closing_listens(&look->socks, sock)) ||
            !closing_closes(closing, &traffic))
            continue;
        closing_tell(sock, look_holder(look, sock, NULL), checks);
    }
    if (!closing_note_ssh(closing, &look->socks, closing->live, checks))
        closing_note_ssh(closing, &look->socks, &closing->beside->removed, checks);
}
