#include "backends/nginx/place.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "core/base/text.h"

/* Behind symbolic links; the caller frees it. NULL: it is not there. */
static char *place_real(const struct machine *machine, const char *path)
{
    char *whole = machine_path(machine, path), *real = realpath(whole, NULL);
    free(whole);
    return real;
}

bool place_is_mount(const struct machine *machine, const char *path)
{
    struct statx about;
    char *real = place_real(machine, path);
    bool is = real && statx(AT_FDCWD, real, 0, STATX_TYPE, &about) == 0 &&
              (about.stx_attributes & STATX_ATTR_MOUNT_ROOT);
    free(real);
    return is;
}

/* chattr +i or +a; a file system that has no such marks has none set. */
static bool place_is_fixed(const char *path)
{
    long marks = 0;
    int flags = 0, fd = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    if (fd < 0)
        return false;
    if (ioctl(fd, FS_IOC_GETFLAGS, &marks) == 0)
        memcpy(&flags, &marks, sizeof(flags)); /* the kernel writes an int, whatever the request says */
    close(fd);
    return flags & (FS_IMMUTABLE_FL | FS_APPEND_FL);
}

static const char *place_why_not(const char *path, size_t size, bool in_place)
{
    struct statvfs about;
    char *folder = xstrdup(path);
    const char *why = NULL;
    *(strrchr(folder, '/') + (strrchr(folder, '/') == folder)) = '\0';
    if (statvfs(in_place ? path : folder, &about) != 0)
        why = strerror(errno);
    else if (about.f_flag & ST_RDONLY)
        why = "its file system is mounted read-only";
    else if (place_is_fixed(path))
        why = "it is marked as immutable ('chattr -i' takes that away)";
    else if (!in_place && place_is_fixed(folder))
        why = "its folder is marked as immutable ('chattr -i' takes that away)";
    else if (about.f_blocks && (uint64_t)about.f_bavail * about.f_frsize < 2 * size)
        why = "its disk is full";
    free(folder);
    return why;
}

int place_check(const struct machine *machine, const char *path, size_t size, struct failure *failure)
{
    char *real = place_real(machine, path);
    const char *why = real ? place_why_not(real, size, place_is_mount(machine, path)) : strerror(errno);
    free(real);
    return why ? fail(failure, FAILURE_REFUSED, "'%s%s' cannot be written: %s", machine->root, path, why) : 0;
}

static int place_fill(int fd, const char *text)
{
    size_t length = strlen(text), at = 0;
    while (at < length) {
        ssize_t put = pwrite(fd, text + at, length - at, (off_t)at);
        if (put < 0 && errno != EINTR)
            return -1;
        at += put > 0 ? (size_t)put : 0;
    }
    return ftruncate(fd, (off_t)length) == 0 ? fsync(fd) : -1;
}

int place_overwrite(const struct machine *machine, const char *path, const char *text,
                    struct failure *failure)
{
    char *real = place_real(machine, path);
    int fd = real ? open(real, O_WRONLY | O_NOFOLLOW | O_NOCTTY | O_CLOEXEC) : -1;
    int done = fd < 0 ? -1 : place_fill(fd, text), why = errno;
    if (fd >= 0)
        close(fd);
    free(real);
    return done == 0 ? 0
                     : fail(failure, FAILURE_MACHINE, "'%s%s' cannot be written: %s", machine->root, path,
                            strerror(why));
}
