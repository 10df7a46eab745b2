#include "backends/nginx/serve.h"

#include <arpa/inet.h>
#include <errno.h>
#include <poll.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <unistd.h>

#include "backends/machine/aside.h"
#include "backends/ways/ways.h"
#include "core/base/text.h"

enum { SECONDS = 30, ANSWER_MS = 10000, TRY_MS = 50 };

static char program[] = "/usr/sbin/nginx";

bool serve_reads(const struct machine *machine)
{
    return !*machine->root && access(program, X_OK) == 0;
}

static bool is_nginx(const struct listener *listener)
{
    return listener->protocol == PROTOCOL_TCP && strcmp(listener->process, "nginx") == 0;
}

bool serve_running(void)
{
    struct listener *listeners = NULL;
    struct failure ignored = {0};
    size_t count = 0;
    bool found = false;
    if (listeners_find(&listeners, &count, &ignored) != 0)
        return false;
    for (size_t i = 0; i < count; i++)
        found = found || is_nginx(&listeners[i]);
    free(listeners);
    return found;
}

static int nginx_serve_run(char *const argv[], const char *what, struct failure *failure)
{
    struct output output;
    if (machine_run(argv, NULL, SECONDS, &output, failure) != 0)
        return -1;
    char *said = text_safe(output.err);
    said[strcspn(said, "\n")] = '\0';
    int done = output.status == 0 ? 0 : fail(failure, FAILURE_REFUSED, "%s: %.400s", what, said);
    free(said);
    output_release(&output);
    return done;
}

int serve_test(struct failure *failure)
{
    char *const argv[] = {program, "-t", "-q", NULL};
    return nginx_serve_run(argv, "nginx does not take its files ('nginx -t')", failure);
}

struct serve_candidate {
    char *path, *from; /* the real file, and what is to be looked at in its place */
};

static int test_candidate(const void *context, struct failure *failure)
{
    const struct serve_candidate *candidate = context;
    if (unshare(CLONE_NEWNS) != 0 || mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0 ||
        mount(candidate->from, candidate->path, NULL, MS_BIND, NULL) != 0)
        return fail(failure, FAILURE_MACHINE, "the new '%s' cannot be rehearsed: %s", candidate->path,
                    strerror(errno));
    return serve_test(failure);
}

int serve_rehearse(const struct machine *machine, const char *path, const char *content,
                   struct failure *failure)
{
    static const char stage[] = "/var/lib/penstock/nginx.rehearsal";
    struct failure ignored = {0};
    if (!serve_reads(machine))
        return 0;
    /* A rehearsal that was killed left its file. */
    if (machine_folder(machine, "/var/lib/penstock", 0700, failure) != 0 ||
        machine_remove(machine, stage, failure) != 0 ||
        machine_put(machine, stage, content, strlen(content), 0600, failure) != 0)
        return -1;
    struct serve_candidate candidate = {machine_path(machine, path), machine_path(machine, stage)};
    int done = aside(test_candidate, &candidate, "the rehearsal of nginx", failure);
    machine_remove(machine, stage, &ignored);
    free(candidate.path);
    free(candidate.from);
    return done;
}

int serve_reload(struct failure *failure)
{
    char *const argv[] = {program, "-s", "reload", NULL};
    return serve_running() ? nginx_serve_run(argv, "nginx cannot be reloaded", failure) : 0;
}

static socklen_t nginx_serve_address_of(const struct listener *listener, struct sockaddr_storage *to)
{
    bool six = listener->address.family == FAMILY_6, any = listener->address.length == 0;
    struct sockaddr_in *four = (struct sockaddr_in *)to;
    struct sockaddr_in6 *wide = (struct sockaddr_in6 *)to;
    *to = (struct sockaddr_storage){.ss_family = six ? AF_INET6 : AF_INET};
    if (!six) {
        four->sin_port = htons(listener->port);
        four->sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        if (!any)
            memcpy(&four->sin_addr, listener->address.bytes, sizeof(four->sin_addr));
        return sizeof(*four);
    }
    wide->sin6_port = htons(listener->port);
    wide->sin6_addr = in6addr_loopback;
    if (!any)
        memcpy(&wide->sin6_addr, listener->address.bytes, sizeof(wide->sin6_addr));
    return sizeof(*wide);
}

/* Whether it speaks HTTP. */
static bool nginx_serve_answers(const struct listener *listener)
{
    static const char question[] = "HEAD / HTTP/1.0\r\n\r\n";
    struct sockaddr_storage to;
    struct timeval patience = {.tv_sec = 2};
    char heard[8] = "";
    socklen_t length = nginx_serve_address_of(listener, &to);
    int fd = socket(to.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return false;
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
    setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof(patience));
    bool yes = connect(fd, (struct sockaddr *)&to, length) == 0 &&
               send(fd, question, sizeof(question) - 1, MSG_NOSIGNAL) == sizeof(question) - 1 &&
               recv(fd, heard, 5, MSG_WAITALL) == 5 && memcmp(heard, "HTTP/", 5) == 0;
    close(fd);
    return yes;
}

static bool answers_on(uint16_t port)
{
    struct listener *listeners = NULL;
    struct failure ignored = {0};
    size_t count = 0;
    bool yes = false;
    if (listeners_find(&listeners, &count, &ignored) != 0)
        return false;
    for (size_t i = 0; i < count && !yes; i++)
        yes = is_nginx(&listeners[i]) && listeners[i].port == port && nginx_serve_answers(&listeners[i]);
    free(listeners);
    return yes;
}

int serve_prove(uint16_t port, struct failure *failure)
{
    int64_t until = machine_boottime() + ANSWER_MS;
    while (machine_boottime() < until) {
        if (answers_on(port))
            return 0;
        poll(NULL, 0, TRY_MS);
    }
    return fail(failure, FAILURE_REFUSED,
                "nginx does not answer on port %u: look at 'systemctl status nginx' and its error log", port);
}
