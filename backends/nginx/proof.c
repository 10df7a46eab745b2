#include "backends/nginx/proof.h"

#include <inttypes.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "backends/machine/machine.h"
#include "backends/nginx/speak.h"
#include "core/base/text.h"

enum { ANSWER_MS = 10000, TRY_MS = 50 };

struct proof {
    enum protocol protocol;
    int family;
    uint16_t port;
    unsigned speaks;
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

static void proof_add(struct text *made, const struct serve *serve, const char *text,
                      const struct listen *listen, uint16_t wanted)
{
    int family = proof_family(text, listen);
    char *line = xasprintf("%u %d %u %u\n", listen->quic ? PROTOCOL_UDP : PROTOCOL_TCP, family, wanted,
                           proof_speaks(serve, listen, family));
    /* Several servers have the same. */
    if (!made->data || !strstr(made->data, line))
        text_add(made, line);
    free(line);
}

char *proof_make(const struct serve *serve, const char *text, const struct listens *listens,
                 const struct web_wishes *wishes)
{
    struct text made = {0};
    for (size_t i = 0; i < listens->count; i++)
        for (size_t k = 0; k < wishes->count; k++)
            if (listen_edit_belongs(listens, &wishes->items[k], &listens->items[i])) {
                proof_add(&made, serve, text, &listens->items[i], wishes->items[k].wanted);
                break;
            }
    return text_take(&made);
}

static const char *proof_words(const struct proof *proof)
{
    return proof->family == FAMILY_6 ? " (IPv6)" : proof->family == FAMILY_4 ? " (IPv4)" : "";
}

static int proof_one(const struct master *master, const struct proof *proof, struct failure *failure)
{
    static const char look[] = "look at its error log";
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

static int proof_all(const struct master *master, const char *text, struct failure *failure)
{
    struct proof proof;
    unsigned protocol;
    int done = 0;
    while (*text && done == 0) {
        if (sscanf(text, "%u %d %" SCNu16 " %u", &protocol, &proof.family, &proof.port, &proof.speaks) != 4)
            return fail(failure, FAILURE_MACHINE, "what nginx has to prove was not kept");
        text += strcspn(text, "\n");
        text += *text == '\n';
        proof.protocol = (enum protocol)protocol;
        done = proof_one(master, &proof, failure);
    }
    return done;
}

/* Its sockets are looked for anew each time: a reload opens some and closes others. */
static int proof_try(const struct machine *machine, const char *path, const char *proof,
                     struct failure *failure)
{
    struct serve serve;
    if (serve_find(&serve, machine, path, failure) != 0)
        return -1;
    int done = serve.master
                   ? proof_all(serve.master, proof, failure)
                   : fail(failure, FAILURE_REFUSED, "nginx does not run any more: look at its error log");
    serve_release(&serve);
    return done;
}

int proof_hold(const struct machine *machine, const char *path, const char *proof, struct failure *failure)
{
    int64_t until = machine_boottime() + ANSWER_MS;
    while (proof_try(machine, path, proof, failure) != 0) {
        if (machine_boottime() >= until)
            return -1;
        *failure = (struct failure){0};
        poll(NULL, 0, TRY_MS);
    }
    return 0;
}
