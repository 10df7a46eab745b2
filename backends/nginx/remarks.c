#include "backends/nginx/remarks.h"

#include <stdlib.h>
#include <string.h>

#include "backends/nginx/address.h"
#include "backends/nginx/serve.h"
#include "backends/nginx/token.h"
#include "core/base/text.h"

/* A file that is looked at: the one that is edited, or another that nginx reads. */
struct remarked {
    const char *path, *text;
    const struct listens *listens;
    bool own;
};

/* The service whose old port it is on; wishes.count: none. */
static size_t remarks_on_old_port(const struct web *web, const struct listen *listen)
{
    for (size_t i = 0; i < web->wishes.count; i++) {
        const struct web_wish *wish = &web->wishes.items[i];
        if ((wish->tls == listen->tls || listen->foreign) && web->live[i] && web->live[i] != wish->wanted &&
            listen->port <= web->live[i] && web->live[i] <= listen->last)
            return i;
    }
    return web->wishes.count;
}

/* nginx opens what is new before it closes what is old, and has one socket for all addresses of a port: one that
 * stays for a single address cannot be opened as long as that is there. */
static int remarks_blocked(const struct web *web, const struct remarked *file, const struct listen *stays,
                           struct failure *failure)
{
    bool six = file->text[stays->address] == '[';
    for (size_t i = 0; i < web->listens.count && !listen_address_is_any(file->text, stays); i++) {
        const struct listen *moved = &web->listens.items[i];
        if (!moved->local && moved->quic == stays->quic && moved->port == stays->port &&
            listen_address_is_any(web->old, moved) && (web->old[moved->address] == '[') == six)
            return fail(
                failure, FAILURE_REFUSED,
                "'%s' line %d: nginx cannot give up port %u as long as this 'listen' stays on it for one "
                "address: take it away, or give it another port",
                file->path, token_line(file->text, stays->start), stays->port);
    }
    return 0;
}

/* One socket cannot be of the pages and of `stream` or `mail`; nginx -t does not see it. */
static int remarks_taken(const struct web *web, const struct remarked *file, const struct listen *listen,
                         struct failure *failure)
{
    for (size_t i = 0; listen->foreign && !listen->quic && i < web->wishes.count; i++)
        if (web->live[i] && web->live[i] != web->wishes.items[i].wanted &&
            listen->port <= web->wishes.items[i].wanted && web->wishes.items[i].wanted <= listen->last)
            return fail(
                failure, FAILURE_REFUSED,
                "'%s' line %d: port %u is that of a 'server' in 'stream' or 'mail': choose another port",
                file->path, token_line(file->text, listen->start), web->wishes.items[i].wanted);
    return 0;
}

/* In the file itself only those stay that are on loopback alone, or a range. */
static int remarks_listens(struct web *web, const struct remarked *file, struct failure *failure)
{
    for (size_t i = 0; i < file->listens->count; i++) {
        const struct listen *listen = &file->listens->items[i];
        size_t wish = remarks_on_old_port(web, listen);
        if (remarks_taken(web, file, listen, failure) != 0)
            return -1;
        if (wish == web->wishes.count || (file->own && !listen->local && listen->port == listen->last))
            continue;
        web->closes[wish] = false;
        if (remarks_blocked(web, file, listen, failure) != 0)
            return -1;
        problem_add(&web->remarks, PROBLEM_WEB_STAYS, (struct place){0},
                    "'%s' line %d: nginx goes on listening here on port %u%s: that is not moved", file->path,
                    token_line(file->text, listen->start), listen->port,
                    listen->local ? ", for this machine alone" : "");
    }
    return 0;
}

/* Nobody can tell that nothing stays. */
static void remarks_stay(struct web *web)
{
    memset(web->closes, 0, sizeof(web->closes));
}

static void remarks_redirects(struct web *web, const struct remarked *file)
{
    for (size_t i = 0; i < file->listens->redirects.count; i++) {
        const struct redirect *redirect = &file->listens->redirects.items[i];
        struct web_wishes wishes = web->wishes;
        wishes.fix_redirect = wishes.fix_redirect && file->own;
        if (listen_edit_misleads(&web->listens, &wishes, redirect))
            problem_add(&web->remarks, PROBLEM_WEB_STAYS, (struct place){0},
                        "'%s' line %d: browsers go on being sent to %s: %s", file->path,
                        token_line(file->text, redirect->at),
                        redirect->host_end ? "the old port"
                                           : "where a variable says, perhaps to the old port",
                        file->own && redirect->kind != HOST_UNKNOWN && redirect->kind != HOST_NAMED
                            ? "--fix-redirect lets it name the new one"
                            : "look at it");
    }
}

static bool leaves(const struct web *web, uint16_t port)
{
    for (size_t i = 0; i < web->wishes.count; i++)
        if (web->live[i] == port && web->live[i] != web->wishes.items[i].wanted)
            return true;
    return false;
}

/* Whether one of the kinds goes where its scheme does not lead by itself. */
static bool goes_off(const struct web *web, bool also_tls)
{
    for (size_t i = 0; i < web->wishes.count; i++) {
        const struct web_wish *wish = &web->wishes.items[i];
        if (web->live[i] && web->live[i] != wish->wanted && wish->wanted != web_usual(wish->tls) &&
            (also_tls || !wish->tls))
            return true;
    }
    return false;
}

/* What a hint means for this move; NULL: nothing. */
static const char *remarks_hint(const struct web *web, const struct hints *hints, const struct hint *hint)
{
    switch (hint->kind) {
    case HINT_TOLD:
        return leaves(web, hint->port) ? "programs behind nginx go on being told the old port: look at it"
                                       : NULL;
    case HINT_PASSES:
        return leaves(web, hint->port) ? "requests go on being passed to the old port: look at it" : NULL;
    case HINT_ASKED:
        return !hint->port || leaves(web, hint->port) ? "what happens here goes by the old port: look at it"
                                                      : NULL;
    case HINT_PORTLESS:
        return goes_off(web, true) && !hints_relative(hints, hint)
                   ? "nginx's own redirects leave the new port out: take 'port_in_redirect off' away"
                   : NULL;
    case HINT_HSTS:
        return goes_off(web, false)
                   ? "browsers that keep this ask the new port of HTTP by TLS, and get no page"
                   : NULL;
    default:
        return NULL;
    }
}

static void remarks_hints(struct web *web, const struct remarked *file)
{
    const struct hints *hints = &file->listens->hints;
    for (size_t i = 0; i < hints->count; i++) {
        const char *means = remarks_hint(web, hints, &hints->items[i]);
        if (means)
            problem_add(&web->remarks, PROBLEM_WEB_STAYS, (struct place){0}, "'%s' line %d: %s", file->path,
                        token_line(file->text, hints->items[i].at), means);
    }
}

static int remarks_other(struct web *web, const struct served *served, struct failure *failure)
{
    int done = 0;
    struct failure unread = {0};
    struct listens listens;
    char *path = text_safe(served->path);
    char *text = xstrndup(served->text, served->length);
    if (listens_read(&listens, text, strlen(text), path, &unread) == 0) {
        struct remarked file = {path, text, &listens, false};
        done = remarks_listens(web, &file, failure);
        remarks_redirects(web, &file);
        remarks_hints(web, &file);
        listens_release(&listens);
    } else {
        problem_add(&web->remarks, PROBLEM_WEB_STAYS, (struct place){0}, "not looked at: %s", unread.message);
        remarks_stay(web);
    }
    free(text);
    free(path);
    return done;
}

static int remarks_not_read(const struct web *web, const struct served_files *files, struct failure *failure)
{
    struct text names = {0};
    for (size_t i = 1; i < files->count && i < 6; i++)
        text_addf(&names, "%s'%s'", i > 1 ? ", " : "", files->items[i].path);
    fail(failure, FAILURE_REFUSED,
         "nginx does not read '%s': name the file that it reads with --nginx FILE (%s)", web->path,
         text_get(&names));
    text_release(&names);
    return -1;
}

static int remarks_served(struct web *web, const struct serve *serve, struct failure *failure)
{
    struct served_files files;
    struct failure unread = {0};
    /* An apply finds out that nginx does not take its files, and is refused. */
    if (serve_files(serve, &files, &unread) != 0) {
        problem_add(&web->remarks, PROBLEM_WEB_STAYS, (struct place){0},
                    "what else nginx reads was not looked at: %s", unread.message);
        remarks_stay(web);
        return 0;
    }
    const struct served *own = served_find(&files, web->path);
    int done = own ? 0 : remarks_not_read(web, &files, failure);
    for (size_t i = 0; i < files.count && done == 0; i++)
        if (&files.items[i] != own)
            done = remarks_other(web, &files.items[i], failure);
    served_files_release(&files);
    return done;
}

/* What becomes of the file may have the old port too, where it was there at home. */
static void remarks_close(struct web *web)
{
    struct failure unread = {0};
    struct listens fresh;
    remarks_stay(web);
    if (listens_read(&fresh, web->fresh, strlen(web->fresh), "", &unread) != 0)
        return;
    for (size_t i = 0; i < web->wishes.count; i++) {
        web->closes[i] = web->live[i];
        for (size_t k = 0; k < fresh.count; k++)
            web->closes[i] = web->closes[i] && fresh.items[k].port != web->live[i];
    }
    listens_release(&fresh);
}

int remarks_make(struct web *web, const struct machine *machine, struct failure *failure)
{
    struct serve serve;
    struct remarked own = {web->path, web->old, &web->listens, true};
    remarks_close(web);
    remarks_redirects(web, &own);
    remarks_hints(web, &own);
    if (remarks_listens(web, &own, failure) != 0 || serve_find(&serve, machine, web->path, failure) != 0)
        return -1;
    if (!serve.master && !*machine->root)
        problem_add(
            &web->remarks, PROBLEM_WEB_UNPROVED, (struct place){0},
            "no nginx runs on this machine: its file is changed, and nobody can prove that the new ports "
            "answer");
    int done = serve.master ? remarks_served(web, &serve, failure) : 0;
    serve_release(&serve);
    return done;
}
