#include "backends/nginx/moves.h"

#include <poll.h>
#include <stdlib.h>

#include "backends/nginx/owners.h"
#include "backends/nginx/remarks.h"
#include "backends/nginx/token.h"

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
        wishes->items[wishes->count++] = (struct web_wish){.service = service->id,
                                                           .tls = service->port_tls,
                                                           .usual = service->ports.first,
                                                           .wanted = wanted.first};
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

static bool wish_moves(const struct web *web, size_t i)
{
    return web->live[i] && web->live[i] != web->wishes.items[i].wanted;
}

/* What nobody but nginx itself can read may be on the old port, or on the new one. */
static int check_known(const struct web *web, struct failure *failure)
{
    for (size_t i = 0; web->listens.unknown && i < web->wishes.count; i++)
        if (wish_moves(web, i) || web->wishes.items[i].wanted != web->wishes.items[i].usual)
            return fail(failure, FAILURE_REFUSED,
                        "'%s' line %d: the address of this 'listen' cannot be read (a variable, or none that "
                        "nginx takes): write the port into it",
                        web->path, token_line(web->old, web->listens.unknown_at));
    return 0;
}

/* A port of `stream` or `mail` is not shared: pages behind it do not move with it, and none can move to it. */
static int check_foreign(const struct web *web, struct failure *failure)
{
    for (size_t k = 0; k < web->listens.count; k++) {
        const struct listen *listen = &web->listens.items[k];
        for (size_t i = 0; listen->foreign && !listen->quic && i < web->wishes.count; i++) {
            const struct web_wish *wish = &web->wishes.items[i];
            bool there = listen->port <= wish->usual && wish->usual <= listen->last;
            bool wanted = listen->port <= wish->wanted && wish->wanted <= listen->last;
            if (wish->wanted != wish->usual && (there || wanted))
                return fail(failure, FAILURE_REFUSED,
                            "'%s' line %d: port %u is that of a 'server' in 'stream' or 'mail', which passes "
                            "on what comes: move it by hand",
                            web->path, token_line(web->old, listen->start), listen->port);
        }
    }
    return 0;
}

static int check_listens(const struct moves *moves, struct failure *failure)
{
    const struct web *web = &moves->web;
    if (web->there && (check_known(web, failure) != 0 || check_foreign(web, failure) != 0))
        return -1;
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

static bool nginx_moves_quic(const struct listens *listens)
{
    for (size_t i = 0; i < listens->count; i++)
        if (listens->items[i].quic)
            return true;
    return false;
}

/* nginx -t does not see that another program has the port. */
static int check_free_of(const struct moves *moves, const struct owners *owners, struct failure *failure)
{
    const struct web *web = &moves->web;
    bool quic = nginx_moves_quic(&web->listens);
    for (size_t i = 0; i < web->wishes.count; i++) {
        const struct web_wish *wish = &web->wishes.items[i];
        const struct sock *sock =
            wish_moves(web, i) ? owners_other(owners, PROTOCOL_TCP, wish->wanted) : NULL;
        if (!sock && quic && wish->tls && wish_moves(web, i))
            sock = owners_other(owners, PROTOCOL_UDP, wish->wanted);
        if (!sock)
            continue;
        char *who = owners_name(owners, sock);
        fail(failure, FAILURE_REFUSED, "port %u for '%s' is not free: %s listens on it; %s", wish->wanted,
             wish->service, who,
             moves->home ? "stop it first, the web pages go back there" : "choose another port");
        free(who);
        return -1;
    }
    return 0;
}

/* A worker of nginx that ends, after a reload a moment ago, may still have a socket: a few looks. On success the
 * caller releases `owners`. */
static int check_free(const struct moves *moves, const struct machine *machine, struct owners *owners,
                      struct failure *failure)
{
    for (int look = 0;; look++) {
        *failure = (struct failure){0};
        *owners = (struct owners){0};
        if (!moves->web.there)
            return 0;
        if (owners_find(owners, machine, failure) != 0)
            return -1;
        if (!moves->any || check_free_of(moves, owners, failure) == 0)
            return 0;
        owners_release(owners);
        if (look == 20)
            return -1;
        poll(NULL, 0, 50);
    }
}

static struct port_move moves_from(const struct web *web, const struct web_wish *wish, uint16_t from,
                                   const struct owners *owners)
{
    return (struct port_move){.service = wish->service,
                              .file = web->path,
                              .from = from,
                              .to = wish->wanted,
                              .udp = owners_nginx(owners, PROTOCOL_UDP, from),
                              .udp_taken = owners_other(owners, PROTOCOL_UDP, from)};
}

/* After a factory restore the firewall lets in the usual port, and nobody listens there. */
static bool moves_left_over(const struct web *web, size_t i, const struct owners *owners)
{
    const struct web_wish *wish = &web->wishes.items[i];
    for (size_t k = 0; k < web->wishes.count; k++)
        if (web->live[k] == wish->usual || web->wishes.items[k].wanted == wish->usual)
            return false;
    return web->live[i] && !owners_other(owners, PROTOCOL_TCP, wish->usual);
}

/* Beside nginx it is let in by the same rules; without nginx the pages are not of this file. */
static int moves_check_alone(const struct web_wish *wish, uint16_t from, const struct owners *owners,
                             struct failure *failure)
{
    const struct sock *other = owners_other(owners, PROTOCOL_TCP, from);
    if (!other)
        return 0;
    char *who = owners_name(owners, other);
    if (owners_nginx(owners, PROTOCOL_TCP, from))
        fail(failure, FAILURE_REFUSED,
             "%s listens on port %u beside nginx, so the rules about '%s' are its rules too: let it listen "
             "elsewhere first",
             who, from, wish->service);
    else
        fail(failure, FAILURE_REFUSED,
             "%s listens on port %u, and no nginx of root's does: nginx's file would move nothing there", who,
             from);
    free(who);
    return -1;
}

static int plan_moves(struct moves *moves, const struct plan *plan, const struct owners *owners,
                      struct failure *failure)
{
    struct port_move found[2 * WEB_WISHES];
    size_t count = 0;
    const struct web *web = &moves->web;
    for (size_t i = 0; web->there && i < web->wishes.count; i++) {
        const struct web_wish *wish = &web->wishes.items[i];
        if (wish_moves(web, i)) {
            if (moves_check_alone(wish, web->live[i], owners, failure) != 0)
                return -1;
            found[count++] = moves_from(web, wish, web->live[i], owners);
        }
        /* A site says itself what becomes of the rules on the usual port. */
        if (plan->ports_only && moves_left_over(web, i, owners)) {
            found[count] = moves_from(web, wish, wish->usual, owners);
            found[count++].left_over = true;
        }
    }
    plan_moving(&moves->fresh, plan, found, count);
    if (moves->any)
        plan_bridge(&moves->bridge, &moves->fresh);
    return 0;
}

static int nginx_moves_check(struct moves *moves, const struct machine *machine, const struct plan *plan,
                             struct failure *failure)
{
    struct owners owners;
    if (check_free(moves, machine, &owners, failure) != 0)
        return -1;
    int done = moves->any ? remarks_make(&moves->web, machine, failure) : 0;
    if (done == 0)
        done = plan_moves(moves, plan, &owners, failure);
    owners_release(&owners);
    return done;
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
    if (nginx_moves_check(moves, machine, plan, failure) != 0) {
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
    struct owners owners;
    int done = check_free(moves, machine, &owners, failure);
    if (done == 0)
        owners_release(&owners);
    if (done == 0 && moves->any)
        done = remarks_make(&moves->web, machine, failure);
    if (done != 0)
        moves_release(moves);
    return done;
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
        wishes.items[wishes.count++] = (struct web_wish){.service = service->id,
                                                         .tls = service->port_tls,
                                                         .usual = service->ports.first,
                                                         .wanted = service->ports.first};
    }
    if (!wishes.count)
        return 0;
    if (web_look(&web, machine, file, &wishes, failure) != 0)
        return -1;
    for (size_t i = 0; web.there && i < wishes.count && seen->port_count < SEEN_PORTS; i++)
        if (web.live[i])
            seen->ports[seen->port_count++] = (struct seen_port){wishes.items[i].service, web.live[i]};
    web_release(&web);
    return 0;
}
