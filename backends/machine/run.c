#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "backends/machine/cancel.h"
#include "backends/machine/machine.h"
#include "backends/machine/run.h"
#include "core/base/text.h"

enum { OUTPUT_AT_MOST = 16 << 20 };

struct run {
    pid_t pid;
    int out, err; /* -1 once closed */
    struct text out_text, err_text;
    int64_t deadline; /* CLOCK_MONOTONIC, milliseconds */
};

static int64_t monotonic(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Standard input of the program: a file in memory, so that a program that never reads cannot block us. */
static int input_file(const char *input)
{
    if (!input)
        return open("/dev/null", O_RDONLY | O_CLOEXEC);
    int fd = memfd_create("input", MFD_CLOEXEC);
    size_t length = strlen(input);
    if (fd >= 0 && (write(fd, input, length) != (ssize_t)length || lseek(fd, 0, SEEK_SET) != 0)) {
        close(fd);
        return -1;
    }
    return fd;
}

/* After fork: only calls that are safe there. */
static void machine_run_child(char *const argv[], int in, int out, int err)
{
    static char *const environment[] = {"PATH=/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL=C", "LANGUAGE=C", NULL};
    sigset_t none;
    sigemptyset(&none);
    for (int number = 1; number < 32; number++)
        signal(number, SIG_DFL);
    sigprocmask(SIG_SETMASK, &none, NULL);
    setpgid(0, 0);
    /* A rehearsal that is given up leaves nothing behind. */
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    /* Above 2 first: any of them may be one of the three itself. */
    in = fcntl(in, F_DUPFD, 3);
    out = fcntl(out, F_DUPFD, 3);
    err = fcntl(err, F_DUPFD, 3);
    if (dup2(in, 0) < 0 || dup2(out, 1) < 0 || dup2(err, 2) < 0)
        _exit(127);
    close_range(3, ~0U, 0);
    execve(argv[0], argv, environment);
    _exit(127);
}

static void machine_run_take(int *fd, struct text *text)
{
    char buffer[8192];
    ssize_t got = read(*fd, buffer, sizeof(buffer));
    if (got < 0 && errno == EINTR)
        return;
    if (got > 0 && text->length < OUTPUT_AT_MOST) {
        text_add_n(text, buffer, (size_t)got);
    } else if (got <= 0) {
        close(*fd);
        *fd = -1;
    }
}

/* Reads both outputs to their end; -1: the time was up. */
static int listen_to(struct run *run)
{
    while (run->out >= 0 || run->err >= 0) {
        struct pollfd ends[] = {{.fd = run->out, .events = POLLIN}, {.fd = run->err, .events = POLLIN}};
        int64_t left = run->deadline - monotonic();
        if (left <= 0 || cancel_asked())
            return -1;
        if (poll(ends, 2, left < CANCEL_STEP_MS ? (int)left : CANCEL_STEP_MS) < 0)
            continue;
        if (ends[0].revents)
            machine_run_take(&run->out, &run->out_text);
        if (ends[1].revents)
            machine_run_take(&run->err, &run->err_text);
    }
    return 0;
}

/* A program may close its outputs and go on: the deadline holds for its end too. */
static int machine_run_await(struct run *run, int *status)
{
    for (;;) {
        pid_t done = waitpid(run->pid, status, WNOHANG);
        if (done == run->pid)
            return 0;
        if ((done < 0 && errno != EINTR) || monotonic() >= run->deadline || cancel_asked())
            return -1;
        poll(NULL, 0, 5);
    }
}

static int machine_run_start(struct run *run, char *const argv[], const char *input)
{
    int out[2] = {-1, -1}, err[2] = {-1, -1}, in = input_file(input), why;
    run->pid = -1;
    if (in >= 0 && pipe2(out, O_CLOEXEC) == 0 && pipe2(err, O_CLOEXEC) == 0)
        run->pid = fork();
    why = errno;
    if (run->pid == 0)
        machine_run_child(argv, in, out[1], err[1]);
    int mine[] = {in, out[1], err[1], run->pid < 0 ? out[0] : -1, run->pid < 0 ? err[0] : -1};
    for (size_t i = 0; i < sizeof(mine) / sizeof(*mine); i++)
        if (mine[i] >= 0)
            close(mine[i]);
    run->out = out[0];
    run->err = err[0];
    errno = why;
    return run->pid < 0 ? -1 : 0;
}

static void machine_run_end(struct run *run)
{
    if (run->out >= 0)
        close(run->out);
    if (run->err >= 0)
        close(run->err);
    text_release(&run->out_text);
    text_release(&run->err_text);
}

int machine_run(char *const argv[], const char *input, unsigned seconds, struct output *output,
                struct failure *failure)
{
    struct run run = {.deadline = monotonic() + (int64_t)seconds * 1000};
    *output = (struct output){0};
    if (access(argv[0], X_OK) != 0 || machine_run_start(&run, argv, input) != 0)
        return fail(failure, FAILURE_MACHINE, "'%s' cannot be run: %s", argv[0], strerror(errno));
    if (listen_to(&run) != 0 || machine_run_await(&run, &output->status) != 0) {
        kill(-run.pid, SIGKILL);
        kill(run.pid, SIGKILL);
        waitpid(run.pid, &output->status, 0);
        machine_run_end(&run);
        if (cancel_asked())
            return cancel_fail(failure);
        return fail(failure, FAILURE_MACHINE, "'%s' gave no answer within %u s and was ended", argv[0],
                    seconds);
    }
    output->out = text_take(&run.out_text);
    output->err = text_take(&run.err_text);
    machine_run_end(&run);
    return 0;
}

void output_release(struct output *output)
{
    free(output->out);
    free(output->err);
    *output = (struct output){0};
}
