#include "backends/ways/look.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "backends/machine/machine.h"
#include "core/base/text.h"

static void read_ephemeral(struct ways_look *look)
{
    const struct machine kernel = {.root = ""};
    char *text;
    look->first = 32768;
    look->last = 60999;
    if (machine_read(&kernel, "/proc/sys/net/ipv4/ip_local_port_range", 64, &text, NULL) != 0)
        return;
    if (sscanf(text, "%u %u", &look->first, &look->last) != 2)
        look->last = 65535;
    free(text);
}

static void note_listens(struct ways_look *look)
{
    look->listens = xcalloc(UINT16_MAX + 1, sizeof(*look->listens));
    for (size_t i = 0; i < look->socks.count; i++)
        if (look->socks.items[i].protocol == PROTOCOL_TCP && look->socks.items[i].state == SOCK_LISTENS)
            look->listens[look->socks.items[i].local_port] = true;
}

static bool has_unheld(const struct ways_look *look)
{
    for (size_t i = 0; i < look->socks.count; i++)
        if (look->socks.items[i].inode && !holders_of(&look->holders, look->socks.items[i].inode))
            return true;
    return false;
}

static int look_by_inode(const void *a, const void *b)
{
    const struct sock *left = a, *right = b;
    return left->inode < right->inode ? -1 : left->inode > right->inode;
}

/* A connection that ended between the two looks has nobody who holds it, and none that is hidden. */
static int drop_ended(struct ways_look *look, struct failure *failure)
{
    struct socks now;
    size_t left = 0;
    if (sockdiag_list(&now, failure) != 0)
        return -1;
    if (now.count)
        qsort(now.items, now.count, sizeof(*now.items), look_by_inode);
    for (size_t i = 0; i < look->socks.count; i++) {
        const struct sock *sock = &look->socks.items[i];
        bool stays = !sock->inode || holders_of(&look->holders, sock->inode) ||
                     (now.count && bsearch(sock, now.items, now.count, sizeof(*now.items), look_by_inode));
        if (stays)
            look->socks.items[left++] = *sock;
    }
    look->socks.count = left;
    socks_release(&now);
    return 0;
}

int look_at(struct ways_look *look, struct failure *failure)
{
    *look = (struct ways_look){0};
    session_find(&look->session);
    read_ephemeral(look);
    int done = machine_every_address(&look->own, &look->own_count);
    if (done != 0)
        fail(failure, FAILURE_MACHINE, "the addresses of this machine cannot be read: %s", strerror(errno));
    if (done == 0)
        done = sockdiag_list(&look->socks, failure);
    note_listens(look);
    holders_find(&look->holders, NULL);
    /* One that was handed on from a process not yet looked at to one looked at before is found now. */
    if (has_unheld(look)) {
        holders_release(&look->holders);
        holders_find(&look->holders, NULL);
        if (done == 0)
            done = drop_ended(look, failure);
    }
    if (done != 0)
        look_release(look);
    return done;
}

void look_release(struct ways_look *look)
{
    socks_release(&look->socks);
    holders_release(&look->holders);
    free(look->own);
    free(look->listens);
    *look = (struct ways_look){0};
}

bool look_is_local(const struct ways_look *look, const struct prefix *address)
{
    if (prefix_is_loopback(address))
        return true;
    for (size_t i = 0; i < look->own_count; i++)
        if (prefix_compare(&look->own[i], address) == 0)
            return true;
    return false;
}

bool look_came_in(const struct ways_look *look, const struct sock *sock)
{
    if (sock->state == SOCK_LISTENS)
        return true;
    bool ephemeral = sock->local_port >= look->first && sock->local_port <= look->last;
    if (sock->protocol == PROTOCOL_TCP && look->listens[sock->local_port])
        return true;
    return !ephemeral;
}

bool look_unseen(const struct ways_look *look, const struct sock *sock)
{
    return sock->inode && !look->holders.whole && !holders_of(&look->holders, sock->inode);
}

const struct holder *look_holder(const struct ways_look *look, const struct sock *sock,
                                 const struct holder *after)
{
    const struct holder *next = after ? after + 1 : holders_of(&look->holders, sock->inode);
    bool is = next && next < look->holders.items + look->holders.count && next->inode == sock->inode;
    return is ? next : NULL;
}
