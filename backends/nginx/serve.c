#include "backends/nginx/serve.h"

#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include "backends/machine/aside.h"
#include "backends/machine/machine.h"
#include "backends/machine/run.h"
#include "core/base/text.h"

enum { SECONDS = 30 };

static const char installed[] = "/usr/sbin/nginx";

static int nginx_serve_run(const struct serve *serve, const char *how, struct output *output,
                           struct failure *failure)
{
    char *argv[8] = {serve->program, (char *)(uintptr_t)how};
    size_t count = 2;
    if (serve->master && serve->master->conf) {
        argv[count++] = (char *)(uintptr_t) "-c";
        argv[count++] = serve->master->conf;
    }
    if (serve->master && serve->master->prefix) {
        argv[count++] = (char *)(uintptr_t) "-p";
        argv[count++] = serve->master->prefix;
    }
    if (machine_run(argv, NULL, SECONDS, output, failure) != 0)
        return -1;
    if (output->status == 0)
        return 0;
    output->err[strcspn(output->err, "\n")] = '\0';
    char *said = text_safe(output->err);
    fail(failure, FAILURE_REFUSED, "nginx does not take its files ('nginx -t'): %.400s", said);
    free(said);
    output_release(output);
    return -1;
}

int serve_test(const struct serve *serve, struct failure *failure)
{
    struct output output;
    if (nginx_serve_run(serve, "-tq", &output, failure) != 0)
        return -1;
    output_release(&output);
    return 0;
}

/* Cuts the answer into its files: each begins with a line that nginx writes. */
static void nginx_serve_cut(struct served_files *files)
{
    static const char mark[] = "# configuration file /";
    char *at = files->said;
    while (at && *at) {
        char *line = at, *end = strchr(line, '\n');
        at = end ? end + 1 : NULL;
        size_t length = end ? (size_t)(end - line) : 0;
        if (length > sizeof(mark) && strncmp(line, mark, sizeof(mark) - 1) == 0 && end[-1] == ':') {
            end[-1] = '\0';
            files->items = xgrow(files->items, files->count, &files->cap, sizeof(*files->items));
            files->items[files->count++] = (struct served){line + sizeof(mark) - 2, at, 0};
        } else if (files->count) {
            struct served *last = &files->items[files->count - 1];
            last->length = (at ? (size_t)(at - last->text) : strlen(last->text));
        }
    }
}

int serve_files(const struct serve *serve, struct served_files *files, struct failure *failure)
{
    struct output output;
    *files = (struct served_files){0};
    if (nginx_serve_run(serve, "-T", &output, failure) != 0)
        return -1;
    free(output.err);
    files->said = output.out;
    nginx_serve_cut(files);
    return 0;
}

void served_files_release(struct served_files *files)
{
    free(files->said);
    free(files->items);
    *files = (struct served_files){0};
}

static bool nginx_serve_same(const char *a, const char *b)
{
    struct stat one, other;
    return stat(a, &one) == 0 && stat(b, &other) == 0 && one.st_dev == other.st_dev &&
           one.st_ino == other.st_ino;
}

const struct served *served_find(const struct served_files *files, const char *path)
{
    for (size_t i = 0; i < files->count; i++)
        if (strcmp(files->items[i].path, path) == 0 || nginx_serve_same(files->items[i].path, path))
            return &files->items[i];
    return NULL;
}

/* One that runs in a container shares our network and has other files. */
static int check_same_files(const struct master *master, const char *path, struct failure *failure)
{
    char *seen = xasprintf("/proc/%d/root%s", (int)master->pid, path);
    bool other = access(path, F_OK) == 0 && !nginx_serve_same(seen, path);
    free(seen);
    return other
               ? fail(failure, FAILURE_REFUSED,
                      "the nginx that runs (process %d) has files of its own, as in a container: '%s' is not "
                      "what it reads",
                      (int)master->pid, path)
               : 0;
}

/* Several run: the one that reads the file. */
static void nginx_serve_choose(struct serve *serve, const char *path)
{
    struct failure ignored = {0};
    for (size_t i = 0; i < serve->count; i++) {
        struct serve one = {.master = &serve->masters[i], .program = serve->masters[i].program};
        struct served_files files;
        if (serve_files(&one, &files, &ignored) != 0)
            continue;
        bool reads = served_find(&files, path) != NULL;
        served_files_release(&files);
        if (reads) {
            serve->master = &serve->masters[i];
            return;
        }
    }
}

int serve_find(struct serve *serve, const struct machine *machine, const char *path, struct failure *failure)
{
    *serve = (struct serve){0};
    if (*machine->root)
        return 0;
    if (masters_find(&serve->masters, &serve->count, failure) != 0)
        return -1;
    if (serve->count)
        serve->master = &serve->masters[0];
    if (serve->count > 1)
        nginx_serve_choose(serve, path);
    if (serve->master)
        serve->program = xstrdup(serve->master->program);
    else if (access(installed, X_OK) == 0)
        serve->program = xstrdup(installed);
    if (!serve->master || check_same_files(serve->master, path, failure) == 0)
        return 0;
    serve_release(serve);
    return -1;
}

void serve_release(struct serve *serve)
{
    masters_release(serve->masters, serve->count);
    free(serve->program);
    *serve = (struct serve){0};
}

struct serve_candidate {
    const struct serve *serve;
    char *path, *from; /* the real file, and what is to be looked at in its place */
};

static int test_candidate(const void *context, struct failure *failure)
{
    const struct serve_candidate *candidate = context;
    if (unshare(CLONE_NEWNS) != 0 || mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0 ||
        mount(candidate->from, candidate->path, NULL, MS_BIND, NULL) != 0)
        return fail(failure, FAILURE_MACHINE, "the new '%s' cannot be rehearsed: %s", candidate->path,
                    strerror(errno));
    return serve_test(candidate->serve, failure);
}

int serve_rehearse(const struct serve *serve, const struct machine *machine, const char *path,
                   const char *content, struct failure *failure)
{
    static const char stage[] = "/var/lib/penstock/nginx.rehearsal";
    struct failure ignored = {0};
    if (!serve->program)
        return 0;
    /* A rehearsal that was killed left its file. */
    if (machine_folder(machine, "/var/lib/penstock", 0700, failure) != 0 ||
        machine_remove(machine, stage, failure) != 0 ||
        machine_put(machine, stage, content, strlen(content), 0600, failure) != 0)
        return -1;
    struct serve_candidate candidate = {serve, machine_path(machine, path), machine_path(machine, stage)};
    int done = aside(test_candidate, &candidate, "the rehearsal of nginx", failure);
    machine_remove(machine, stage, &ignored);
    free(candidate.path);
    free(candidate.from);
    return done;
}

int serve_reload(const struct serve *serve, struct failure *failure)
{
    if (!serve->master || kill(serve->master->pid, SIGHUP) == 0)
        return 0;
    return fail(failure, FAILURE_MACHINE, "nginx (process %d) cannot be reloaded: %s",
                (int)serve->master->pid, strerror(errno));
}
