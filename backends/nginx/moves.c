#include "backends/nginx/moves.h"

#include <poll.h>
#include <stdlib.h>
#include <string.h>

#include "backends/nginx/master.h"
#include "backends/nginx/remarks.h"
#include "backends/nginx/token.h"
#include "backends/ways/listeners.h"
#include "backends/ways/process.h"
#include "core/base/text.h"

/* The services whose port a file of the machine holds, and the first such file. */
static const char *nginx_moves_gather(const struct plan *plan, struct web_wishes *wishes)
{
    const struct product *product = plan->host->product;
    const char *file = NULL;
    for (size_t i = 0; plan->device && i < product->service_count; i++) {
        const struct service *service = &product->services[i];
        if (!service->port_file || !service->setting || wishes->count == WEB_WISHES)
            continue;
        struct ports wanted = site_ports(plan->host, service->setting, service->ports);
        wishes->items[wishes->count++] =
            (struct web_wish){service->id, service->port_tls, service->ports.first, wanted.first};
        file = file ? file : service->port_file;
    }
    return file;
}

/* Without the file nobody can tell where the pages are; only a machine that has none, and shall have them
 * where they are by default, goes without. */
static int check_there(const struct moves *moves, const struct machine *machine, const struct plan *plan,
                       bool named, struct failure *failure)
{
    if (moves->web.there || (plan->move_count == 0 && !named))
        return 0;
    return fail(failure, FAILURE_REFUSED,
                "'%s%s' is not there, so the web ports cannot be moved: name nginx's file with --nginx FILE",
                machine->root, moves->web.path);
}

static int check_listens(const struct moves *moves, struct failure *failure)
{
    const struct web *web = &moves->web;
    for (size_t i = 0; web->there && i < web->wishes.count; i++) {
        const struct web_wish *wish = &web->wishes.items[i];
        if (web->listens.silent_count && !wish->tls && wish->wanted != wish->usual &&
            (web->live[i] == 80 || !web->live[i]))
            return fail(
                failure, FAILURE_REFUSED,
                "'%s' line %d: this 'server' has no 'listen' of its own, so nginx gives it port 80, or "
                "another file does: write a 'listen' into it",
                web->path, token_line(web->old, web->listens.silent[0]));
        if (!web->live[i] && wish->wanted != wish->usual)
            return fail(failure, FAILURE_REFUSED,
                        "'%s' has no 'listen' of '%s' whose port could become %u: look at the file",
                        web->path, wish->service, wish->wanted);
    }
    return 0;
}

/* A service that moves to the socket's port; NULL: none does. */
static const struct web_wish *nginx_moves_to(const struct moves *moves, const struct sock *sock)
{
    for (size_t i = 0; i < moves->web.wishes.count; i++) {
        const struct web_wish *wish = &moves->web.wishes.items[i];
        if (moves->web.live[i] != wish->wanted && sock->local_port == wish->wanted)
            return wish;
    }
    return NULL;
}

static bool nginx_moves_quic(const struct listens *listens)
{
    for (size_t i = 0; i < listens->count; i++)
        if (listens->items[i].quic)
            return true;
    return false;
}

/* nginx -t does not see that another program has the port. */
static int check_free_of(const struct moves *moves, const struct socks *socks, const struct holders *holders,
                         const struct master *masters, size_t count, struct failure *failure)
{
    bool quic = nginx_moves_quic(&moves->web.listens);
    for (size_t i = 0; i < socks->count; i++) {
        const struct sock *sock = &socks->items[i];
        const struct web_wish *wish = nginx_moves_to(moves, sock);
        const struct holder *holder = holders_of(holders, sock->inode);
        char name[32] = "";
        if (!wish || sock->state != SOCK_LISTENS || (sock->protocol != PROTOCOL_TCP && !(quic && wish->tls)))
            continue;
        bool own = false;
        for (size_t k = 0; k < count; k++)
            own = own || holders_have(holders, sock->inode, masters[k].pid);
        if (own)
            continue;
        if (holder)
            process_name(holder->pid, name);
        return fail(failure, FAILURE_REFUSED, "port %u for '%s' is not free: '%s' listens on it; %s",
                    wish->wanted, wish->service, *name ? name : "another program",
                    moves->home ? "stop it first, the web pages go back there" : "choose another port");
    }
    return 0;
}

static int check_free_now(const struct moves *moves, struct failure *failure)
{
    struct master *masters;
    struct socks socks;
    struct holders holders;
    size_t count;
    if (masters_find(&masters, &count, failure) != 0)
        return -1;
    int done = sockdiag_list(&socks, failure);
    if (done == 0) {
        holders_find(&holders, NULL);
        done = check_free_of(moves, &socks, &holders, masters, count, failure);
        holders_release(&holders);
        socks_release(&socks);
    }
    masters_release(masters, count);
    return done;
}

/* A worker of nginx that ends, after a reload a moment ago, may still have a socket: a few looks. */
static int check_free(const struct moves *moves, struct failure *failure)
{
    int done = 0;
    for (int look = 0; moves->any && look < 20; look++) {
        *failure = (struct failure){0};
        done = check_free_now(moves, failure);
        if (done == 0)
            break;
        poll(NULL, 0, 50);
    }
    return done;
}

/* Who has a port beside nginx, and whether nginx has it by udp too. */
struct moves_holders {
    struct listener *items;
    size_t count;
};

static bool moves_held(const struct moves_holders *holders, unsigned port, enum protocol protocol,
                       bool by_nginx)
{
    for (size_t i = 0; i < holders->count; i++) {
        const struct listener *holder = &holders->items[i];
        if (holder->port == port && holder->protocol == protocol &&
            (strcmp(holder->process, "nginx") == 0) == by_nginx)
            return true;
    }
    return false;
}

static struct port_move moves_from(const struct web *web, const struct web_wish *wish, unsigned from,
                                   const struct moves_holders *holders)
{
    return (struct port_move){.service = wish->service,
                              .file = web->path,
                              .from = (uint16_t)from,
                              .to = (uint16_t)wish->wanted,
                              .udp = moves_held(holders, from, PROTOCOL_UDP, true),
                              .udp_taken = moves_held(holders, from, PROTOCOL_UDP, false)};
}

/* After a factory restore the firewall lets in the usual port, and nobody listens there. */
static bool moves_left_over(const struct web *web, size_t i, const struct moves_holders *holders)
{
    const struct web_wish *wish = &web->wishes.items[i];
    for (size_t k = 0; k < web->wishes.count; k++)
        if (web->live[k] == wish->usual || web->wishes.items[k].wanted == wish->usual)
            return false;
    return web->live[i] && !moves_held(holders, wish->usual, PROTOCOL_TCP, false);
}

/* By one rule both are let in. */
static int moves_check_alone(const struct web_wish *wish, unsigned from, const struct moves_holders *holders,
                             struct failure *failure)
{
    if (!moves_held(holders, from, PROTOCOL_TCP, true) || !moves_held(holders, from, PROTOCOL_TCP, false))
        return 0;
    return fail(failure, FAILURE_REFUSED,
                "another program listens on port %u beside nginx, so the rules about '%s' are its rules too: "
                "let it listen elsewhere first",
                from, wish->service);
}

static int plan_moves(struct moves *moves, const struct plan *plan, struct failure *failure)
{
    struct port_move found[2 * WEB_WISHES];
    size_t count = 0;
    struct moves_holders holders = {0};
    const struct web *web = &moves->web;
    if (web->there && listeners_find(&holders.items, &holders.count, failure) != 0)
        return -1;
    int done = 0;
    for (size_t i = 0; done == 0 && i < web->wishes.count; i++) {
        const struct web_wish *wish = &web->wishes.items[i];
        if (web->live[i] && web->live[i] != wish->wanted)
            done = moves_check_alone(wish, web->live[i], &holders, failure);
        if (web->live[i] && web->live[i] != wish->wanted)
            found[count++] = moves_from(web, wish, web->live[i], &holders);
        /* A site says itself what becomes of the rules on the usual port. */
        if (plan->ports_only && moves_left_over(web, i, &holders)) {
            found[count] = moves_from(web, wish, wish->usual, &holders);
            found[count++].left_over = true;
        }
    }
    free(holders.items);
    if (done != 0)
        return -1;
    plan_moving(&moves->fresh, plan, found, count);
    if (moves->any)
        plan_bridge(&moves->bridge, &moves->fresh);
    return 0;
}

int moves_make(struct moves *moves, const struct machine *machine, const struct plan *plan,
               const struct moves_wish *wish, struct failure *failure)
{
    struct web_wishes wishes = {.fix_redirect = wish->fix_redirect};
    const char *file = nginx_moves_gather(plan, &wishes);
    *moves = (struct moves){0};
    if (!file) {
        plan_moving(&moves->fresh, plan, plan->moves, plan->move_count);
        return 0;
    }
    if (web_read(&moves->web, machine, wish->file ? wish->file : file, &wishes, failure) != 0)
        return -1;
    if (check_there(moves, machine, plan, wish->file != NULL, failure) != 0 ||
        check_listens(moves, failure) != 0) {
        moves_release(moves);
        return -1;
    }
    moves->any = moves->web.there && moves->web.changes;
    if (check_free(moves, failure) != 0 || (moves->any && remarks_make(&moves->web, machine, failure) != 0) ||
        plan_moves(moves, plan, failure) != 0) {
        moves_release(moves);
        return -1;
    }
    return 0;
}

int moves_home(struct moves *moves, const struct machine *machine, const char *file,
               const struct web_wishes *wishes, struct failure *failure)
{
    *moves = (struct moves){.home = true};
    if (web_read(&moves->web, machine, file, wishes, failure) != 0)
        return -1;
    moves->any = moves->web.there && moves->web.changes;
    if (!moves->web.there)
        problem_add(&moves->web.remarks, PROBLEM_NOT_PUT_BACK, (struct place){0},
                    "'%s%s' is not there any more: the web ports do not go back to what they were",
                    machine->root, file);
    if (check_free(moves, failure) == 0 && (!moves->any || remarks_make(&moves->web, machine, failure) == 0))
        return 0;
    moves_release(moves);
    return -1;
}

void moves_release(struct moves *moves)
{
    web_release(&moves->web);
    plan_release(&moves->fresh);
    plan_release(&moves->bridge);
    *moves = (struct moves){0};
}

int moves_ports(const struct machine *machine, const struct product *product, const char *file,
                struct seen *seen, struct failure *failure)
{
    struct web_wishes wishes = {0};
    struct web web;
    for (size_t i = 0; i < product->service_count && wishes.count < WEB_WISHES; i++) {
        const struct service *service = &product->services[i];
        if (!service->port_file)
            continue;
        file = file ? file : service->port_file;
        wishes.items[wishes.count++] =
            (struct web_wish){service->id, service->port_tls, service->ports.first, service->ports.first};
    }
    if (!wishes.count)
        return 0;
    if (web_read(&web, machine, file, &wishes, failure) != 0)
        return -1;
    for (size_t i = 0; web.there && i < wishes.count && seen->port_count < SEEN_PORTS; i++)
        if (web.live[i])
            seen->ports[seen->port_count++] = (struct seen_port){wishes.items[i].service, web.live[i]};
    web_release(&web);
    return 0;
}
