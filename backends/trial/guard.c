#include "backends/trial/guard.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/timerfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include "backends/machine/lock.h"
#include "backends/machine/log.h"
#include "backends/machine/state.h"
#include "backends/registry.h"
#include "backends/trial/journal.h"

enum { TRIES_AT_MOST = 20, TRY_AGAIN_MS = 3000, LOOK_AGAIN_MS = 500 };

struct watch {
    const struct machine *machine;
    guard_settle settle;
    const struct backend *backend;
    bool watched; /* nobody but the guard ends this trial: it is watched over in turn */
    char entry[64];
    int line, journal, timer, changes; /* the apply's end, inotify, timerfd, what somebody else changes */
    bool heard;                        /* somebody has changed something, and it was not looked after yet */
    int tries;
};

static struct journal_glance trial_guard_look(const struct watch *watch)
{
    return journal_glance(watch->machine, watch->entry);
}

static bool trial_guard_open(const struct watch *watch)
{
    return journal_phase_open(trial_guard_look(watch).phase);
}

static void set_timer(const struct watch *watch, int64_t at_ms)
{
    const struct itimerspec when = {
        .it_value = {.tv_sec = at_ms / 1000, .tv_nsec = (long)(at_ms % 1000 * 1000000 + 1)},
    };
    timerfd_settime(watch->timer, TFD_TIMER_ABSTIME, &when, NULL);
}

static void drain(int fd)
{
    char buffer[4096];
    while (read(fd, buffer, sizeof(buffer)) > 0)
        continue;
}

/* Tries to end the trial; a machine that refuses now (memory, disk) may not a little later. False: give up.
 */
static bool trial_guard_settle_own(struct watch *watch)
{
    if (watch->settle(watch->machine, watch->entry) == 0) {
        watch->tries = 0;
        set_timer(watch, trial_guard_look(watch).deadline_ms);
        return true;
    }
    set_timer(watch, machine_boottime() + TRY_AGAIN_MS);
    return ++watch->tries < TRIES_AT_MOST;
}

/* Whether somebody has done something that may have ended the trial. */
static bool trial_guard_heard(const struct watch *watch, short events)
{
    bool heard = events != 0;
    if (heard && watch->backend && watch->backend->heard)
        return watch->backend->heard(watch->changes);
    drain(watch->changes);
    return heard;
}

/* A penstock at work makes itself heard too: then it is looked at again when that one has done. */
static bool trial_guard_may_look(const struct watch *watch, struct journal_glance now)
{
    bool asks = watch->backend && watch->backend->heard;
    return !asks || (now.phase == JOURNAL_RUNNING && !lock_is_held(watch->machine));
}

/* At the deadline, and before it once somebody was heard and could not be looked after. */
static void trial_guard_wait(const struct watch *watch, struct journal_glance now)
{
    int64_t soon = machine_boottime() + LOOK_AGAIN_MS;
    set_timer(watch, watch->heard && soon < now.deadline_ms ? soon : now.deadline_ms);
}

/* Whether the trial is to be looked after now. */
static bool trial_guard_due(struct watch *watch, struct journal_glance now, bool apply_ended)
{
    /* The apply died between journal and switch: nobody else would undo it before the deadline. */
    bool died = apply_ended && now.phase == JOURNAL_PREPARED;
    bool due = machine_boottime() >= now.deadline_ms || watch->tries || died ||
               (watch->heard && trial_guard_may_look(watch, now));
    watch->heard &= !due;
    return due && journal_phase_open(now.phase);
}

static void see_to_the_end(struct watch *watch)
{
    struct journal_glance now = trial_guard_look(watch);
    set_timer(watch, now.deadline_ms);
    while (journal_phase_open(now.phase)) {
        struct pollfd events[] = {{.fd = watch->timer, .events = POLLIN},
                                  {.fd = watch->journal, .events = POLLIN},
                                  {.fd = watch->line, .events = POLLIN},
                                  {.fd = watch->changes, .events = POLLIN}};
        if (poll(events, 4, -1) < 0)
            continue;
        drain(watch->timer);
        drain(watch->journal);
        watch->heard |= trial_guard_heard(watch, events[3].revents);
        bool apply_ended = events[2].revents != 0, tries_again = watch->tries && !events[0].revents;
        if (apply_ended) {
            close(watch->line);
            watch->line = -1;
        }
        now = trial_guard_look(watch);
        if (!tries_again && trial_guard_due(watch, now, apply_ended) && !trial_guard_settle_own(watch))
            return;
        now = trial_guard_look(watch);
        if (journal_phase_open(now.phase) && watch->tries == 0)
            trial_guard_wait(watch, now);
    }
}

static void keep_only(const struct watch *watch)
{
    int kept[] = {watch->line, watch->journal, watch->timer, watch->changes};
    unsigned from = 3;
    for (;;) {
        unsigned next = ~0U;
        for (size_t i = 0; i < sizeof(kept) / sizeof(*kept); i++)
            if ((unsigned)kept[i] >= from && (unsigned)kept[i] < next)
                next = (unsigned)kept[i];
        if (next > from)
            close_range(from, next == ~0U ? next : next - 1, 0);
        if (next == ~0U)
            return;
        from = next + 1;
    }
}

static void quiet(const struct machine *machine)
{
    static const int ignored[] = {SIGHUP,  SIGINT,  SIGTERM, SIGQUIT, SIGPIPE,
                                  SIGTSTP, SIGTTIN, SIGTTOU, SIGUSR1, SIGUSR2};
    sigset_t none;
    for (size_t i = 0; i < sizeof(ignored) / sizeof(*ignored); i++)
        signal(ignored[i], SIG_IGN);
    signal(SIGCHLD, SIG_DFL);
    signal(SIGALRM, SIG_DFL);
    signal(SIGWINCH, SIG_DFL);
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    int nowhere = open("/dev/null", O_RDWR);
    for (int fd = 0; nowhere >= 0 && fd < 3; fd++)
        dup2(nowhere, fd);
    int score = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);
    if (score >= 0 && write(score, "-1000", 5) != 5)
        close(score); /* without the privilege it is a process like any other */
    prctl(PR_SET_NAME, "penstock-guard");
    /* A relative root is found from here only. */
    if ((*machine->root == '\0' || *machine->root == '/') && chdir("/") != 0)
        return;
}

/* Where there is nothing to wait on, the deadline is all. */
static void watch_others(struct watch *watch)
{
    const struct backend *backend = watch->backend;
    watch->changes = backend && backend->watch ? backend->watch() : -1;
    if (!backend || !backend->watched)
        return;
    char *folder = machine_path(watch->machine, backend->watched);
    watch->changes = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    if (watch->changes >= 0)
        inotify_add_watch(watch->changes, folder, IN_CLOSE_WRITE | IN_MOVED_TO | IN_DELETE);
    free(folder);
}

/* -1: cannot watch. */
static int prepare(struct watch *watch)
{
    watch_others(watch);
    char *folder = machine_path(watch->machine, STATE_FOLDER);
    watch->journal = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    watch->timer = timerfd_create(CLOCK_BOOTTIME, TFD_NONBLOCK | TFD_CLOEXEC);
    int added = watch->journal < 0 ? -1 : inotify_add_watch(watch->journal, folder, IN_MOVED_TO | IN_DELETE);
    free(folder);
    return added < 0 || watch->timer < 0 ? -1 : 0;
}

/* The watcher: waits for the guard's end, and takes its place should the trial be open then. */
static void __attribute__((noreturn)) watch_over(struct watch *watch, int guard_process)
{
    close(watch->line);
    watch->line = -1;
    if (setsid() < 0 || prepare(watch) != 0)
        _exit(1);
    prctl(PR_SET_NAME, "penstock-watch");
    while (trial_guard_open(watch)) {
        struct pollfd events[] = {{.fd = guard_process, .events = POLLIN},
                                  {.fd = watch->journal, .events = POLLIN}};
        if (poll(events, 2, -1) < 0)
            continue;
        drain(watch->journal);
        if (events[0].revents)
            break;
    }
    see_to_the_end(watch);
    _exit(0);
}

static void start_watcher(struct watch *watch)
{
    int self = (int)syscall(SYS_pidfd_open, getpid(), 0);
    if (self < 0)
        return;
    if (fork() == 0)
        watch_over(watch, self);
    close(self);
}

static void __attribute__((noreturn)) guard(struct watch *watch)
{
    if (setsid() < 0 || prepare(watch) != 0)
        _exit(1);
    quiet(watch->machine);
    log_close();
    keep_only(watch);
    if (watch->watched)
        start_watcher(watch);
    /* An apply that died meanwhile hears nothing, and is what the guard is for. */
    if (write(watch->line, "w", 1) != 1 && errno != EPIPE)
        _exit(1);
    see_to_the_end(watch);
    _exit(0);
}

/* Two forks: the guard is nobody's child, so no shell waits for it. */
static pid_t fork_guard(struct watch *watch, int mine)
{
    pid_t pid = fork();
    if (pid == 0) {
        close(mine);
        pid = fork();
        if (pid == 0)
            guard(watch);
        _exit(pid < 0);
    }
    return pid;
}

static int cannot_start(const char *why, struct failure *failure)
{
    return fail(failure, FAILURE_MACHINE, "the guard of the trial cannot be started: %s", why);
}

int guard_start(const struct machine *machine, const struct journal *journal, guard_settle settle_trial,
                struct guard *guard_line, struct failure *failure)
{
    const struct backend *backend = backend_find(journal->backend);
    struct watch watch = {.machine = machine,
                          .settle = settle_trial,
                          .backend = backend,
                          .watched = backend && !backend->kernel_deadline};
    int line[2];
    *guard_line = (struct guard){.line = -1};
    snprintf(watch.entry, sizeof(watch.entry), "%s", journal->entry);
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, line) != 0)
        return cannot_start(strerror(errno), failure);
    watch.line = line[1];
    pid_t parent = fork_guard(&watch, line[0]);
    int why = errno;
    close(line[1]);
    *guard_line = (struct guard){line[0], parent > 0 ? parent : 0};
    if (parent > 0)
        return 0;
    guard_release(guard_line);
    return cannot_start(strerror(why), failure);
}

int guard_ready(struct guard *guard_line, struct failure *failure)
{
    char ready;
    ssize_t got;
    do
        got = read(guard_line->line, &ready, 1);
    while (got < 0 && errno == EINTR);
    if (got == 1)
        return 0;
    guard_release(guard_line);
    return cannot_start("it ended at once", failure);
}

void guard_release(struct guard *guard_line)
{
    int status;
    if (guard_line->line >= 0)
        close(guard_line->line);
    while (guard_line->parent > 0 && waitpid(guard_line->parent, &status, 0) < 0 && errno == EINTR)
        continue;
    *guard_line = (struct guard){.line = -1};
}
