#include "backends/machine/aside.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "backends/machine/cancel.h"
#include "backends/machine/cut.h"

/* -1: given up, and the child is told. */
static int machine_aside_await(int in, pid_t pid, struct failure *failure)
{
    struct pollfd answer = {.fd = in, .events = POLLIN};
    while (poll(&answer, 1, CANCEL_STEP_MS) <= 0)
        if (cancel_asked()) {
            kill(pid, SIGKILL);
            while (waitpid(pid, NULL, 0) < 0 && errno == EINTR)
                continue;
            return cancel_fail(failure);
        }
    return 0;
}

static int hear(int in, pid_t pid, const char *what, struct failure *failure)
{
    struct failure said = {0};
    ssize_t got;
    if (machine_aside_await(in, pid, failure) != 0)
        return -1;
    do
        got = read(in, &said, sizeof(said));
    while (got < 0 && errno == EINTR);
    while (waitpid(pid, NULL, 0) < 0 && errno == EINTR)
        continue;
    if (got != sizeof(said))
        return fail(failure, FAILURE_MACHINE, "%s ended without an answer: try again", what);
    return said.kind == FAILURE_NONE ? 0 : fail(failure, said.kind, "%s", said.message);
}

static void __attribute__((noreturn))
machine_aside_child(int (*work)(const void *context, struct failure *failure), const void *context, int out)
{
    struct failure failure = {0};
    trial_cut = NULL; /* what ends in here ends nothing of the machine */
    work(context, &failure);
    ssize_t written = write(out, &failure, sizeof(failure)); /* below PIPE_BUF: whole or not at all */
    _exit(written == sizeof(failure) ? 0 : 1);
}

int aside(int (*work)(const void *context, struct failure *failure), const void *context, const char *what,
          struct failure *failure)
{
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0)
        return fail(failure, FAILURE_MACHINE, "%s cannot begin: %s", what, strerror(errno));
    pid_t pid = fork();
    int why = errno;
    if (pid == 0)
        machine_aside_child(work, context, ends[1]);
    close(ends[1]);
    int done = pid < 0 ? fail(failure, FAILURE_MACHINE, "%s cannot begin: %s", what, strerror(why))
                       : hear(ends[0], pid, what, failure);
    close(ends[0]);
    return done;
}
