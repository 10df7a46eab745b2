#include "backends/machine/lock.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

#include "backends/machine/cancel.h"
#include "backends/machine/rooted.h"
#include "backends/machine/state.h"

enum { LOCK_STEP_MS = 20 };

static int open_lock(const struct machine *machine, const char *command, struct failure *failure)
{
    int fd = -1, why;
    int folder = machine_folder(machine, STATE_FOLDER, 0700, failure);
    if (folder == 0) {
        fd = rooted_open(machine, STATE_FOLDER, O_RDONLY | O_DIRECTORY);
        folder = fd;
        if (fd >= 0)
            fd = openat(folder, "lock", O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
        why = errno;
        if (folder >= 0)
            close(folder);
        errno = why;
    }
    if (fd >= 0)
        return fd;
    why = errno;
    if (why == EACCES || why == EPERM) {
        *failure = (struct failure){0};
        return fail(failure, FAILURE_MACHINE,
                    "no privilege to change the rules of this machine: run 'sudo penstock %s'", command);
    }
    return fail(failure, FAILURE_MACHINE, "'%s%s' cannot be opened: %s", machine->root, STATE_LOCK,
                strerror(why));
}

/* F_SETLK and not flock: the kernel then knows who holds it, and a forked guard does not keep it. */
static int try_lock(int fd, pid_t *holder)
{
    struct flock whole = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    if (fcntl(fd, F_SETLK, &whole) == 0)
        return 0;
    *holder = 0;
    if (fcntl(fd, F_GETLK, &whole) == 0 && whole.l_type != F_UNLCK)
        *holder = whole.l_pid;
    return -1;
}

int lock_take(const struct machine *machine, const char *command, int wait_ms, struct lock *lock,
              struct failure *failure)
{
    pid_t holder;
    int64_t until = machine_boottime() + wait_ms;
    lock->fd = open_lock(machine, command, failure);
    if (lock->fd < 0)
        return -1;
    while (try_lock(lock->fd, &holder) != 0) {
        if (wait_ms >= 0 && machine_boottime() >= until) {
            close(lock->fd);
            lock->fd = -1;
            return fail(failure, FAILURE_REFUSED,
                        "another penstock (pid %d) is at work on this machine: wait for it, then try again",
                        (int)holder);
        }
        if (cancel_asked()) {
            close(lock->fd);
            lock->fd = -1;
            return cancel_fail(failure);
        }
        poll(NULL, 0, LOCK_STEP_MS);
    }
    return 0;
}

bool lock_is_held(const struct machine *machine)
{
    struct flock whole = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    int folder = rooted_open(machine, STATE_FOLDER, O_RDONLY | O_DIRECTORY);
    int fd = folder >= 0 ? openat(folder, "lock", O_RDONLY | O_NOFOLLOW | O_CLOEXEC) : -1;
    bool held = fd >= 0 && fcntl(fd, F_GETLK, &whole) == 0 && whole.l_type != F_UNLCK;
    if (fd >= 0)
        close(fd);
    if (folder >= 0)
        close(folder);
    return held;
}

void lock_drop(struct lock *lock)
{
    if (lock->fd >= 0)
        close(lock->fd);
    lock->fd = -1;
}
