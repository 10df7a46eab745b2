#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "backends/machine/cut.h"
#include "backends/machine/machine.h"
#include "backends/machine/rooted.h"
#include "core/base/text.h"

char *machine_path(const struct machine *machine, const char *path)
{
    return xasprintf("%s%s", machine->root, path);
}

/* Reads on past fstat's size: files of /proc say 0. */
static int machine_file_read_all(int fd, size_t limit, char **data, size_t *length)
{
    size_t cap = 4096, used = 0;
    char *buffer = xmalloc(cap + 1);
    ssize_t got;
    while ((got = read(fd, buffer + used, cap - used)) != 0) {
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0 || used + (size_t)got > limit) {
            int why = got < 0 ? errno : EFBIG;
            free(buffer);
            errno = why;
            return -1;
        }
        used += (size_t)got;
        if (used == cap)
            buffer = xrealloc(buffer, (cap *= 2) + 1);
    }
    buffer[used] = '\0';
    *data = buffer;
    if (length)
        *length = used;
    return 0;
}

int machine_read(const struct machine *machine, const char *path, size_t limit, char **data, size_t *length)
{
    struct stat about;
    int why, result = -1;
    /* Not blocking: a FIFO in the place of a file must not hang a root tool. */
    int fd = rooted_open(machine, path, O_RDONLY | O_NONBLOCK | O_NOCTTY);
    if (fd < 0)
        return -1;
    if (fstat(fd, &about) == 0) {
        errno = S_ISDIR(about.st_mode) ? EISDIR : EINVAL;
        if (S_ISREG(about.st_mode))
            result = machine_file_read_all(fd, limit, data, length);
    }
    why = errno;
    close(fd);
    errno = why;
    return result;
}

static int machine_file_write_all(int fd, const char *data, size_t length)
{
    while (length > 0) {
        ssize_t put = write(fd, data, length);
        if (put < 0 && errno == EINTR)
            continue;
        if (put < 0)
            return -1;
        data += put;
        length -= (size_t)put;
    }
    return 0;
}

/* Owner and mode of the file that is replaced; before the data, so that nobody reads it meanwhile. */
static int dress(int fd, int folder, const char *name, mode_t mode)
{
    struct stat old;
    if (fstatat(folder, name, &old, AT_SYMLINK_NOFOLLOW) != 0)
        return errno == ENOENT ? fchmod(fd, mode) : -1;
    if (!S_ISREG(old.st_mode)) {
        errno = EINVAL;
        return -1;
    }
    if ((old.st_uid != geteuid() || old.st_gid != getegid()) && fchown(fd, old.st_uid, old.st_gid) != 0)
        return -1;
    return fchmod(fd, old.st_mode & 07777);
}

static int machine_file_fill(int fd, int folder, const char *name, const void *data, size_t length,
                             mode_t mode)
{
    if (dress(fd, folder, name, mode) != 0 || machine_file_write_all(fd, data, length) != 0)
        return -1;
    cut("write-temp");
    return fsync(fd);
}

static int machine_file_replace(int folder, const char *name, const char *temp, const void *data,
                                size_t length, mode_t mode, bool lazily)
{
    /* What a killed writer left; the name is fixed so that such rests never pile up. */
    if (unlinkat(folder, temp, 0) != 0 && errno != ENOENT)
        return -1;
    int fd = openat(folder, temp, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (fd < 0)
        return -1;
    int done = machine_file_fill(fd, folder, name, data, length, mode), why = errno;
    if (close(fd) != 0 && done == 0) {
        done = -1;
        why = errno;
    }
    if (done == 0) {
        cut("write-synced");
        done = renameat(folder, temp, folder, name);
        why = errno;
    }
    if (done != 0)
        unlinkat(folder, temp, 0);
    else
        cut("write-renamed");
    errno = why;
    if (done != 0 || lazily)
        return done;
    return fsync(folder);
}

static int machine_file_write_file(const struct machine *machine, const char *path, const void *data,
                                   size_t length, mode_t mode, bool lazily, struct failure *failure)
{
    char *name;
    int folder = rooted_folder(machine, path, &name);
    if (folder < 0)
        return rooted_fail(machine, path, "written", errno, failure);
    char *temp = xasprintf(".%s.penstock~", name);
    int done = machine_file_replace(folder, name, temp, data, length, mode, lazily), why = errno;
    close(folder);
    free(temp);
    free(name);
    return done == 0 ? 0 : rooted_fail(machine, path, "written", why, failure);
}

int machine_write(const struct machine *machine, const char *path, const void *data, size_t length,
                  mode_t mode, struct failure *failure)
{
    return machine_file_write_file(machine, path, data, length, mode, false, failure);
}

int machine_write_lazily(const struct machine *machine, const char *path, const void *data, size_t length,
                         mode_t mode, struct failure *failure)
{
    return machine_file_write_file(machine, path, data, length, mode, true, failure);
}

int machine_put(const struct machine *machine, const char *path, const void *data, size_t length, mode_t mode,
                struct failure *failure)
{
    char *name;
    int folder = rooted_folder(machine, path, &name);
    int fd =
        folder < 0 ? -1 : openat(folder, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode);
    int done = fd < 0 ? -1 : machine_file_write_all(fd, data, length), why = errno;
    /* The disk begins now, so that the one that is synced later takes this along. */
    if (done == 0)
        sync_file_range(fd, 0, 0, SYNC_FILE_RANGE_WRITE);
    if (fd >= 0 && close(fd) != 0 && done == 0) {
        done = -1;
        why = errno;
    }
    if (folder >= 0) {
        close(folder);
        free(name);
    }
    cut("file-put");
    return done == 0 ? 0 : rooted_fail(machine, path, "written", why, failure);
}

int machine_sync(const struct machine *machine, const char *path, struct failure *failure)
{
    int fd = rooted_open(machine, path, O_RDONLY | O_NONBLOCK | O_NOCTTY);
    int done = fd < 0 ? -1 : fsync(fd), why = errno;
    if (fd >= 0)
        close(fd);
    return done == 0 ? 0 : rooted_fail(machine, path, "written", why, failure);
}
