#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "backends/machine/machine.h"
#include "backends/machine/rooted.h"

static int cannot_replace(const struct machine *machine, const char *path, const char *why,
                          struct failure *failure)
{
    return fail(failure, FAILURE_REFUSED, "'%s%s' could not be replaced later: %s", machine->root, path, why);
}

/* A kernel that does not know says nothing. */
static bool has(int folder, const char *name, int flags, uint64_t attributes)
{
    struct statx about;
    return statx(folder, name, flags, STATX_TYPE, &about) == 0 && (about.stx_attributes & attributes);
}

static const char *why_not(int folder, const char *name)
{
    const uint64_t fixed = STATX_ATTR_IMMUTABLE | STATX_ATTR_APPEND;
    if (has(folder, name, AT_SYMLINK_NOFOLLOW, STATX_ATTR_MOUNT_ROOT))
        return "it is a mount of its own: take the mount away, or change what is mounted";
    if (has(folder, name, AT_SYMLINK_NOFOLLOW, fixed))
        return "it is protected against changes: run 'chattr -i -a' on it";
    if (has(folder, "", AT_EMPTY_PATH, fixed))
        return "its folder is protected against changes: run 'chattr -i -a' on the folder";
    if (faccessat(folder, ".", W_OK, AT_EACCESS) != 0)
        return errno == EROFS ? "its file system is mounted to be read only" : strerror(errno);
    return NULL;
}

int machine_may_replace(const struct machine *machine, const char *path, struct failure *failure)
{
    char *name;
    int folder = rooted_folder(machine, path, &name);
    if (folder < 0)
        return cannot_replace(machine, path, strerror(errno), failure);
    const char *why = why_not(folder, name);
    close(folder);
    free(name);
    return why ? cannot_replace(machine, path, why, failure) : 0;
}
