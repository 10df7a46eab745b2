#include "backends/nginx/proof.h"

#include <inttypes.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "backends/machine/machine.h"
#include "backends/nginx/owners.h"
#include "backends/nginx/speak.h"
#include "core/base/text.h"

enum { ANSWER_MS = 10000, TRY_MS = 50 };

struct proof {
    enum protocol protocol;
    int family;
    uint16_t port;
    unsigned speaks;
    uint16_t left; /* 0: the old port may stay */
};

/* A name may be of either family. */
static int proof_family(const char *text, const struct listen *listen)
{
    char first = text[listen->address];
    if (first == '[')
        return FAMILY_6;
    return first == '*' || (first >= '0' && first <= '9') ? FAMILY_4 : 0;
}

static unsigned proof_speaks(const struct serve *serve, const struct listen *listen, int family)
{
    const struct sock *old = serve->master && !listen->quic
                                 ? master_listens(serve->master, PROTOCOL_TCP, family, listen->port)
                                 : NULL;
    return old ? speak_with(old) : 0;
}

static void proof_add(struct text *made, const struct serve *serve, const struct web *web, size_t wish,
                      const struct listen *listen)
{
    int family = proof_family(web->old, listen);
    uint16_t wanted = web->wishes.items[wish].wanted;
    bool leaves = web->closes[wish] && listen->port != wanted;
    char *line = xasprintf("%u %d %u %u %u\n", listen->quic ? PROTOCOL_UDP : PROTOCOL_TCP, family, wanted,
                           proof_speaks(serve, listen, family), leaves ? listen->port : 0);
    /* Several servers have the same. */
    if (!made->data || !strstr(made->data, line))
        text_add(made, line);
    free(line);
}

char *proof_make(const struct serve *serve, const struct web *web)
{
    struct text made = {0};
    for (size_t i = 0; i < web->listens.count; i++)
        for (size_t k = 0; k < web->wishes.count; k++)
            if (listen_edit_belongs(&web->listens, &web->wishes.items[k], &web->listens.items[i])) {
                proof_add(&made, serve, web, k, &web->listens.items[i]);
                break;
            }
    return text_take(&made);
}

static const char *proof_words(const struct proof *proof)
{
    return proof->family == FAMILY_6 ? " (IPv6)" : proof->family == FAMILY_4 ? " (IPv4)" : "";
}

static const char look[] = "look at its error log";

static int proof_one(const struct master *master, const struct proof *proof, struct failure *failure)
{
    const char *family = proof_words(proof);
    const struct sock *sock = master_listens(master, proof->protocol, proof->family, proof->port);
    if (!sock)
        return fail(failure, FAILURE_REFUSED, "nginx does not listen on %s port %u%s: %s",
                    protocol_name(proof->protocol), proof->port, family, look);
    if (proof->protocol != PROTOCOL_TCP)
        return 0;
    if (proof->speaks ? (speak_with(sock) & proof->speaks) == proof->speaks : speak_connects(sock))
        return 0;
    return fail(failure, FAILURE_REFUSED, "nginx does not answer on port %u%s as it does on the old one: %s",
                proof->port, family, look);
}

/* A worker that ends has its sockets a moment longer than the master. */
static int proof_left(const struct machine *machine, const struct master *master, const struct proof *proof,
                      struct failure *failure)
{
    struct owners owners;
    if (!proof->left)
        return 0;
    if (owners_find(&owners, machine, failure) != 0)
        return -1;
    int there = owners_runs(&owners, master, proof->protocol, proof->family, proof->left);
    owners_release(&owners);
    if (there == 0)
        return 0;
    return fail(failure, FAILURE_MACHINE, "nginx still listens on the old %s port %u%s: %s",
                protocol_name(proof->protocol), proof->left, proof_words(proof), look);
}

/* An older version did not write the port that is left. */
static bool proof_read(const char *text, struct proof *proof)
{
    unsigned protocol;
    char *line = xstrndup(text, strcspn(text, "\n"));
    *proof = (struct proof){0};
    bool read = sscanf(line, "%u %d %" SCNu16 " %u %" SCNu16, &protocol, &proof->family, &proof->port,
                       &proof->speaks, &proof->left) >= 4;
    proof->protocol = read ? (enum protocol)protocol : PROTOCOL_TCP;
    free(line);
    return read;
}

static int proof_all(const struct machine *machine, const struct master *master, const char *text, bool moved,
                     struct failure *failure)
{
    struct proof proof;
    int done = 0;
    for (; *text && done == 0; text += *text == '\n') {
        if (!proof_read(text, &proof))
            return fail(failure, FAILURE_MACHINE, "what nginx has to prove was not kept");
        text += strcspn(text, "\n");
        done = proof_one(master, &proof, failure);
        if (done == 0 && moved)
            done = proof_left(machine, master, &proof, failure);
    }
    return done;
}

/* Its sockets are looked for anew each time: a reload opens some and closes others. */
static int proof_try(const struct machine *machine, const char *path, const char *proof, bool moved,
                     struct failure *failure)
{
    struct serve serve;
    if (serve_find(&serve, machine, path, failure) != 0)
        return -1;
    int done = serve.master
                   ? proof_all(machine, serve.master, proof, moved, failure)
                   : fail(failure, FAILURE_REFUSED, "nginx does not run any more: look at its error log");
    serve_release(&serve);
    return done;
}

int proof_hold(const struct machine *machine, const char *path, const char *proof, bool moved,
               struct failure *failure)
{
    int64_t until = machine_boottime() + ANSWER_MS;
    while (proof_try(machine, path, proof, moved, failure) != 0) {
        if (machine_boottime() >= until)
            return -1;
        *failure = (struct failure){0};
        poll(NULL, 0, TRY_MS);
    }
    return 0;
}
