#include "tui/screen/signals.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stddef.h>
#include <unistd.h>

/* A signal handler can reach nothing but what is static. */
static volatile sig_atomic_t ended, resized, stopped, continued;
static int wake[2] = {-1, -1};

static const int taken[] = {SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGWINCH, SIGTSTP, SIGCONT};
enum { TAKEN = sizeof(taken) / sizeof(taken[0]) };
static struct sigaction before[TAKEN], pipe_before;

static void screen_signals_note(int signal)
{
    int kept = errno;
    if (signal == SIGWINCH)
        resized = 1;
    else if (signal == SIGTSTP)
        stopped = 1;
    else if (signal == SIGCONT)
        continued = 1;
    else if (!ended)
        ended = signal;
    /* A full pipe wakes the poll as well. */
    ssize_t written = write(wake[1], "s", 1);
    (void)written;
    errno = kept;
}

int signals_take(void)
{
    if (pipe2(wake, O_NONBLOCK | O_CLOEXEC) < 0)
        return -1;
    struct sigaction action = {.sa_handler = screen_signals_note};
    sigemptyset(&action.sa_mask);
    for (size_t i = 0; i < TAKEN; i++) {
        sigaction(taken[i], NULL, &before[i]);
        /* nohup: a hang-up that was ignored from outside stays ignored; poll tells when the terminal is gone.
         */
        if (before[i].sa_handler != SIG_IGN || taken[i] == SIGWINCH)
            sigaction(taken[i], &action, NULL);
    }
    struct sigaction ignore = {.sa_handler = SIG_IGN};
    sigaction(SIGPIPE, &ignore, &pipe_before);
    return wake[0];
}

void signals_give_back(void)
{
    for (size_t i = 0; i < TAKEN; i++)
        sigaction(taken[i], &before[i], NULL);
    sigaction(SIGPIPE, &pipe_before, NULL);
    close(wake[0]);
    close(wake[1]);
    wake[0] = wake[1] = -1;
    ended = resized = stopped = continued = 0;
}

struct signals_seen signals_read(void)
{
    char drained[64];
    while (read(wake[0], drained, sizeof(drained)) > 0)
        ;
    struct signals_seen seen = {(int)ended, resized != 0, stopped != 0, continued != 0};
    resized = stopped = continued = 0;
    return seen;
}

void signals_stop(void)
{
    struct sigaction stop = {.sa_handler = SIG_DFL}, own;
    sigaction(SIGTSTP, &stop, &own);
    kill(getpid(), SIGTSTP);
    sigaction(SIGTSTP, &own, NULL);
}
