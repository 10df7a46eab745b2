#include <stdlib.h>
#include <string.h>

#include "backends/ways/listeners.h"
#include "backends/ways/process.h"
#include "backends/ways/sockdiag.h"
#include "core/base/text.h"

static struct listener of_socket(const struct sock *sock, const struct holders *holders)
{
    struct listener listener = {.protocol = sock->protocol, .port = sock->local_port, .address = sock->local};
    const struct holder *holder = holders_of(holders, sock->inode);
    if (holder)
        process_name(holder->pid, listener.process);
    return listener;
}

static int ways_listeners_compare(const void *a, const void *b)
{
    const struct listener *left = a, *right = b;
    if (left->protocol != right->protocol)
        return left->protocol < right->protocol ? -1 : 1;
    if (left->port != right->port)
        return left->port < right->port ? -1 : 1;
    return prefix_compare(&left->address, &right->address);
}

int listeners_find(struct listener **listeners, size_t *count, struct failure *failure)
{
    struct socks socks;
    struct holders holders;
    *listeners = NULL;
    *count = 0;
    if (sockdiag_list(&socks, failure) != 0)
        return -1;
    holders_find(&holders, NULL);
    *listeners = xcalloc(socks.count, sizeof(**listeners));
    for (size_t i = 0; i < socks.count; i++)
        if (socks.items[i].state == SOCK_LISTENS)
            (*listeners)[(*count)++] = of_socket(&socks.items[i], &holders);
    qsort(*listeners, *count, sizeof(**listeners), ways_listeners_compare);
    holders_release(&holders);
    socks_release(&socks);
    return 0;
}
