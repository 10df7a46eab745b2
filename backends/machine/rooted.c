#include "backends/machine/rooted.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/openat2.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "core/base/text.h"

enum { LINKS_AT_MOST = 16 };

static int open_in(const char *root, const char *path, int flags)
{
    struct open_how how = {.flags = (unsigned)(flags | O_CLOEXEC), .resolve = RESOLVE_IN_ROOT};
    int folder = open(root, O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (folder < 0)
        return -1;
    int fd = (int)syscall(SYS_openat2, folder, path, &how, sizeof(how));
    int why = errno;
    close(folder);
    errno = why;
    return fd;
}

int rooted_open(const struct machine *machine, const char *path, int flags)
{
    if (*machine->root)
        return open_in(machine->root, path, flags);
    return open(path, flags | O_CLOEXEC);
}

/* The target of the link `name` in `folder`, as a path below the root; NULL if it is no link. */
static char *link_target(int folder, const char *name, const char *folder_path)
{
    char target[PATH_MAX];
    ssize_t length = readlinkat(folder, name, target, sizeof(target) - 1);
    if (length < 0)
        return NULL;
    target[length] = '\0';
    return *target == '/' ? xstrdup(target) : xasprintf("%s/%s", folder_path, target);
}

/* Opens the folder of `path`; its own path and the last name go to the caller. */
static int open_folder(const struct machine *machine, const char *path, char **folder_path, char **name)
{
    const char *slash = strrchr(path, '/');
    *folder_path = !slash          ? xstrdup(".")
                   : slash == path ? xstrdup("/")
                                   : xstrndup(path, (size_t)(slash - path));
    *name = xstrdup(slash ? slash + 1 : path);
    return rooted_open(machine, *folder_path, O_RDONLY | O_DIRECTORY);
}

int rooted_folder(const struct machine *machine, const char *path, char **name)
{
    char *here = xstrdup(path);
    for (int links = 0; links < LINKS_AT_MOST; links++) {
        char *folder_path, *last;
        int folder = open_folder(machine, here, &folder_path, &last);
        int why = errno;
        char *next = folder < 0 ? NULL : link_target(folder, last, folder_path);
        free(folder_path);
        free(here);
        if (!next && folder >= 0 && *last) {
            *name = last;
            return folder;
        }
        free(last);
        if (!next) {
            if (folder >= 0)
                close(folder);
            errno = folder < 0 ? why : EISDIR;
            return -1;
        }
        close(folder);
        here = next;
    }
    free(here);
    errno = ELOOP;
    return -1;
}

int rooted_fail(const struct machine *machine, const char *path, const char *done, int why,
                struct failure *failure)
{
    return fail(failure, FAILURE_MACHINE, "'%s%s' cannot be %s: %s", machine->root, path, done,
                strerror(why));
}
