#include "backends/nginx/remarks.h"

#include <stdlib.h>
#include <string.h>

#include "backends/nginx/serve.h"
#include "backends/nginx/token.h"
#include "core/base/text.h"

/* A file that is looked at: the one that is edited, or another that nginx reads. */
struct remarked {
    const char *path, *text;
    const struct listens *listens;
    bool own;
};

static bool remarks_on_old_port(const struct web *web, const struct listen *listen)
{
    for (size_t i = 0; i < web->wishes.count; i++) {
        const struct web_wish *wish = &web->wishes.items[i];
        if (wish->tls == listen->tls && web->live[i] && web->live[i] != wish->wanted &&
            listen->port <= web->live[i] && web->live[i] <= listen->last)
            return true;
    }
    return false;
}

/* Whether it stands for every address of its family. */
static bool remarks_everywhere(const char *text, const struct listen *listen)
{
    size_t length = listen->port_at - listen->address;
    const char *address = text + listen->address;
    return length == 0 || *address == '*' || (length >= 4 && strncmp(address, "[::]", 4) == 0) ||
           (length >= 7 && strncmp(address, "0.0.0.0", 7) == 0);
}

/* nginx opens what is new before it closes what is old, and has one socket for all addresses of a port: one that
 * stays for a single address cannot be opened as long as that is there. */
static int remarks_blocked(const struct web *web, const struct remarked *file, const struct listen *stays,
                           struct failure *failure)
{
    bool six = file->text[stays->address] == '[';
    for (size_t i = 0; i < web->listens.count && !remarks_everywhere(file->text, stays); i++) {
        const struct listen *moved = &web->listens.items[i];
        if (!moved->local && moved->quic == stays->quic && moved->port == stays->port &&
            remarks_everywhere(web->old, moved) && (web->old[moved->address] == '[') == six)
            return fail(
                failure, FAILURE_REFUSED,
                "'%s' line %d: nginx cannot give up port %u as long as this 'listen' stays on it for one "
                "address: take it away, or give it another port",
                file->path, token_line(file->text, stays->start), stays->port);
    }
    return 0;
}

/* In the file itself only those stay that are on loopback alone, or a range. */
static int remarks_listens(struct web *web, const struct remarked *file, struct failure *failure)
{
    for (size_t i = 0; i < file->listens->count; i++) {
        const struct listen *listen = &file->listens->items[i];
        if (!remarks_on_old_port(web, listen) ||
            (file->own && !listen->local && listen->port == listen->last))
            continue;
        if (remarks_blocked(web, file, listen, failure) != 0)
            return -1;
        problem_add(&web->remarks, PROBLEM_WEB_STAYS, (struct place){0},
                    "'%s' line %d: nginx goes on listening here on port %u%s: that is not moved", file->path,
                    token_line(file->text, listen->start), listen->port,
                    listen->local ? ", for this machine alone" : "");
    }
    return 0;
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
        listens_release(&listens);
    } else {
        problem_add(&web->remarks, PROBLEM_WEB_STAYS, (struct place){0}, "not looked at: %s", unread.message);
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

int remarks_make(struct web *web, const struct machine *machine, struct failure *failure)
{
    struct serve serve;
    struct remarked own = {web->path, web->old, &web->listens, true};
    remarks_redirects(web, &own);
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
