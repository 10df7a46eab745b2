#include "backends/nginx/owners.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "backends/machine/machine.h"
#include "backends/ways/who.h"
#include "core/base/text.h"

int owners_find(struct owners *owners, const struct machine *machine, struct failure *failure)
{
    *owners = (struct owners){0};
    if (*machine->root)
        return 0;
    if (masters_find(&owners->masters, &owners->count, failure) != 0)
        return -1;
    if (sockdiag_list(&owners->socks, failure) != 0) {
        masters_release(owners->masters, owners->count);
        return -1;
    }
    holders_find(&owners->holders, NULL);
    return 0;
}

void owners_release(struct owners *owners)
{
    masters_release(owners->masters, owners->count);
    holders_release(&owners->holders);
    socks_release(&owners->socks);
    *owners = (struct owners){0};
}

static bool owners_is_nginx(const struct owners *owners, const struct sock *sock)
{
    for (size_t i = 0; i < owners->count; i++)
        if (holders_have(&owners->holders, sock->inode, owners->masters[i].pid))
            return true;
    return false;
}

/* After a reload a worker holds what its master has closed, until its last visitor has gone. */
static bool owners_ends(const struct owners *owners, const struct sock *sock)
{
    struct process_place place;
    const struct holder *holder = holders_of(&owners->holders, sock->inode);
    if (!holder || !process_place(holder->pid, &place))
        return false;
    for (size_t i = 0; i < owners->count; i++)
        if (owners->masters[i].pid == place.parent)
            return true;
    return false;
}

static const struct sock *owners_sock(const struct owners *owners, enum protocol protocol, uint16_t port,
                                      bool nginx)
{
    for (size_t i = 0; i < owners->socks.count; i++) {
        const struct sock *sock = &owners->socks.items[i];
        if (sock->state == SOCK_LISTENS && sock->protocol == protocol && sock->local_port == port &&
            owners_is_nginx(owners, sock) == nginx && (nginx || !owners_ends(owners, sock)))
            return sock;
    }
    return NULL;
}

const struct sock *owners_nginx(const struct owners *owners, enum protocol protocol, uint16_t port)
{
    return owners_sock(owners, protocol, port, true);
}

const struct sock *owners_other(const struct owners *owners, enum protocol protocol, uint16_t port)
{
    return owners_sock(owners, protocol, port, false);
}

static bool owners_same_program(pid_t pid, const struct stat *program)
{
    char path[64];
    struct stat about;
    snprintf(path, sizeof(path), "/proc/%d/exe", (int)pid);
    return stat(path, &about) == 0 && about.st_dev == program->st_dev && about.st_ino == program->st_ino;
}

int owners_runs(const struct owners *owners, const struct master *master, enum protocol protocol, int family,
                uint16_t port)
{
    struct stat program;
    const struct holder *end = owners->holders.items + owners->holders.count;
    if (stat(master->program, &program) != 0)
        return -1;
    for (size_t i = 0; i < owners->socks.count; i++) {
        const struct sock *sock = &owners->socks.items[i];
        const struct holder *holder = holders_of(&owners->holders, sock->inode);
        if (sock->state != SOCK_LISTENS || !sock_takes(sock, protocol, family, port))
            continue;
        for (; holder && holder < end && holder->inode == sock->inode; holder++)
            if (owners_same_program(holder->pid, &program))
                return 1;
    }
    return 0;
}

/* Its user, by number where it has no name here. */
static char *owners_user(pid_t pid)
{
    char path[64];
    struct stat about;
    snprintf(path, sizeof(path), "/proc/%d", (int)pid);
    if (stat(path, &about) != 0)
        return xstrdup("another user");
    char *name = who_is(about.st_uid), *said = text_safe(name);
    free(name);
    return said;
}

char *owners_name(const struct owners *owners, const struct sock *sock)
{
    char name[32];
    const struct holder *holder = holders_of(&owners->holders, sock->inode);
    if (!holder)
        return xstrdup("another program");
    process_name(holder->pid, name);
    if (!master_is_called_nginx(holder->pid))
        return *name ? xasprintf("'%s'", name) : xstrdup("another program");
    char *user = owners_user(holder->pid);
    char *said =
        xasprintf("a program that calls itself nginx and that root does not answer for (process %d of "
                  "'%s')",
                  (int)holder->pid, user);
    free(user);
    return said;
}
