#include "backends/ufw/switch/ufwlock.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "backends/ufw/switch/running.h"

enum { WAIT_MS = 15000, STEP_MS = 20 };

int ufwlock_take(const struct machine *machine, int *lock, struct failure *failure)
{
    struct flock whole = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    char *path = machine_path(machine, "/run/ufw.lock");
    *lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0644);
    free(path);
    if (*lock < 0)
        return errno == ENOENT
                   ? 0
                   : fail(failure, FAILURE_MACHINE, "'/run/ufw.lock' cannot be opened: %s", strerror(errno));
    for (int waited = 0; waited < WAIT_MS; waited += STEP_MS) {
        if (fcntl(*lock, F_SETLK, &whole) == 0)
            return 0;
        poll(NULL, 0, STEP_MS);
    }
    close(*lock);
    *lock = -1;
    return fail(failure, FAILURE_REFUSED, "another ufw is at work for %d s now: wait for it, then try again",
                WAIT_MS / 1000);
}

/* `7: -> POSIX  ADVISORY  WRITE 4711 00:1a:1234 0 EOF` (fs/locks.c, lock_get_status). 0: not to be seen. */
static pid_t who_waits(const char *line)
{
    int pid = 0;
    return sscanf(line, "%*s -> %*s %*s %*s %d", &pid) == 1 ? pid : 0;
}

bool ufwlock_awaited(int lock)
{
    struct stat about;
    char line[256], name[64];
    bool awaited = false;
    FILE *file = lock < 0 || fstat(lock, &about) != 0 ? NULL : fopen("/proc/locks", "re");
    if (!file)
        return false;
    snprintf(name, sizeof(name), " %02x:%02x:%" PRIu64 " ", major(about.st_dev), minor(about.st_dev),
             (uint64_t)about.st_ino);
    while (fgets(line, sizeof(line), file))
        awaited =
            awaited || (strstr(line, "->") && strstr(line, name) && !running_only_reads(who_waits(line)));
    fclose(file);
    return awaited;
}

void ufwlock_let_go(int lock)
{
    struct flock whole = {.l_type = F_UNLCK, .l_whence = SEEK_SET};
    if (lock >= 0)
        fcntl(lock, F_SETLK, &whole);
}

void ufwlock_drop(int lock)
{
    if (lock >= 0)
        close(lock);
}
