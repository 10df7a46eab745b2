#include "backends/machine/safe.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "backends/machine/rooted.h"
#include "backends/machine/state.h"

static int safe_refuse(const struct machine *machine, const char *path, bool link, struct failure *failure)
{
    if (link)
        return fail(
            failure, FAILURE_MACHINE,
            "'%s%s' is a symbolic link, and whoever may change it decides over the rules: mount the folder "
            "that it leads to there instead ('mount --bind')",
            machine->root, path);
    return fail(
        failure, FAILURE_MACHINE,
        "'%s%s' may be written by others, who could put rules of theirs there: run 'chown root:root' and "
        "'chmod go-w' on it, and look at 'penstock diff'",
        machine->root, path);
}

static int safe_look(const struct machine *machine, int folder, const char *name, const char *path,
                     struct failure *failure)
{
    struct stat about;
    if (fstatat(folder, name, &about, AT_SYMLINK_NOFOLLOW) != 0)
        return errno == ENOENT ? 0
                               : fail(failure, FAILURE_MACHINE, "'%s%s' cannot be looked at: %s",
                                      machine->root, path, strerror(errno));
    bool link = S_ISLNK(about.st_mode),
         others = (about.st_mode & (S_IWGRP | S_IWOTH)) || about.st_uid != geteuid();
    return link || others ? safe_refuse(machine, path, link, failure) : 0;
}

int safe_state(const struct machine *machine, struct failure *failure)
{
    static const char *const paths[] = {STATE_FOLDER, STATE_JOURNAL, STATE_CONFIRMED, STATE_HISTORY,
                                        STATE_ORIGINAL};
    static const char above[] = "/var/lib";
    int folder = rooted_open(machine, above, O_RDONLY | O_DIRECTORY), done = 0;
    if (folder < 0)
        return fail(failure, FAILURE_MACHINE, "'%s%s' cannot be opened: %s", machine->root, above,
                    strerror(errno));
    for (size_t i = 0; done == 0 && i < sizeof(paths) / sizeof(*paths); i++)
        done = safe_look(machine, folder, paths[i] + sizeof(above), paths[i], failure);
    close(folder);
    return done;
}
