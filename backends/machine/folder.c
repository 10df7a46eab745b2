#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "backends/machine/machine.h"
#include "backends/machine/rooted.h"
#include "core/base/text.h"

/* Removes a file or an empty folder; not through a symbolic link. */
static int remove_entry(const struct machine *machine, const char *path, int flags, struct failure *failure)
{
    const char *slash = strrchr(path, '/');
    char *above = xstrndup(path, slash ? (size_t)(slash - path) + 1 : 0);
    int folder = rooted_open(machine, *above ? above : ".", O_RDONLY | O_DIRECTORY);
    int done = folder < 0 ? -1 : unlinkat(folder, slash ? slash + 1 : path, flags);
    if (done == 0)
        done = fsync(folder);
    int why = errno;
    if (folder >= 0)
        close(folder);
    free(above);
    if (done != 0 && why != ENOENT)
        return rooted_fail(machine, path, "removed", why, failure);
    return 0;
}

int machine_remove(const struct machine *machine, const char *path, struct failure *failure)
{
    return remove_entry(machine, path, 0, failure);
}

int machine_remove_folder(const struct machine *machine, const char *path, struct failure *failure)
{
    return remove_entry(machine, path, AT_REMOVEDIR, failure);
}

/* What is in it first, in folders below it too where `deep`. */
static void machine_folder_empty(int above, const char *name, bool deep)
{
    int fd = openat(above, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    DIR *folder = fd < 0 ? NULL : fdopendir(fd);
    for (struct dirent *entry; folder && (entry = readdir(folder));)
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0 &&
            unlinkat(fd, entry->d_name, 0) != 0 && deep)
            machine_folder_empty(fd, entry->d_name, true);
    if (folder)
        closedir(folder);
    else if (fd >= 0)
        close(fd);
    unlinkat(above, name, AT_REMOVEDIR);
}

static void machine_folder_drop(const struct machine *machine, const char *path, bool deep)
{
    char *name;
    int above = rooted_folder(machine, path, &name);
    if (above < 0)
        return;
    machine_folder_empty(above, name, deep);
    close(above);
    free(name);
}

void machine_drop_folder(const struct machine *machine, const char *path)
{
    machine_folder_drop(machine, path, false);
}

void machine_drop_tree(const struct machine *machine, const char *path)
{
    machine_folder_drop(machine, path, true);
}

int machine_move(const struct machine *machine, const char *from, const char *to, struct failure *failure)
{
    char *old;
    int above = rooted_folder(machine, from, &old);
    if (above < 0)
        return rooted_fail(machine, from, "moved", errno, failure);
    int done = renameat(above, old, above, strrchr(to, '/') + 1);
    if (done == 0)
        done = fsync(above);
    int why = errno;
    close(above);
    free(old);
    return done == 0 ? 0 : rooted_fail(machine, from, "moved", why, failure);
}

/* Opens `name` in `folder`, made if it is not there. Only a folder that is there may be a symbolic link. */
static int machine_folder_enter(const struct machine *machine, int folder, const char *path, const char *name,
                                mode_t mode)
{
    bool made = mkdirat(folder, name, mode) == 0;
    if (!made && errno != EEXIST)
        return -1;
    if (made && (fchmodat(folder, name, mode, 0) != 0 || fsync(folder) != 0))
        return -1;
    if (made)
        return openat(folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    return rooted_open(machine, path, O_RDONLY | O_DIRECTORY);
}

static int make_folders(const struct machine *machine, char *path, mode_t mode)
{
    int folder = rooted_open(machine, *path == '/' ? "/" : ".", O_RDONLY | O_DIRECTORY);
    char *name = path + strspn(path, "/");
    while (folder >= 0 && *name) {
        char *end = name + strcspn(name, "/"), kept = *end;
        *end = '\0';
        int next = machine_folder_enter(machine, folder, path, name, mode), why = errno;
        *end = kept;
        close(folder);
        errno = why;
        folder = next;
        name = end + strspn(end, "/");
    }
    if (folder >= 0)
        close(folder);
    return folder < 0 ? -1 : 0;
}

static int cannot_make(const struct machine *machine, const char *path, int why, struct failure *failure)
{
    return fail(failure, FAILURE_MACHINE, "folder '%s%s' cannot be made: %s", machine->root, path,
                strerror(why));
}

int machine_folder(const struct machine *machine, const char *path, mode_t mode, struct failure *failure)
{
    char *copy = xstrdup(path);
    int done = make_folders(machine, copy, mode), why = errno;
    free(copy);
    return done == 0 ? 0 : cannot_make(machine, path, why, failure);
}

int machine_put_folder(const struct machine *machine, const char *path, mode_t mode, struct failure *failure)
{
    char *name;
    int above = rooted_folder(machine, path, &name);
    if (above < 0)
        return cannot_make(machine, path, errno, failure);
    int done = mkdirat(above, name, mode), why = errno;
    close(above);
    free(name);
    return done == 0 ? 0 : cannot_make(machine, path, why, failure);
}

static int machine_folder_by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

int machine_list(const struct machine *machine, const char *path, char ***names, size_t *count)
{
    size_t cap = 0;
    int fd = rooted_open(machine, path, O_RDONLY | O_DIRECTORY);
    DIR *folder = fd < 0 ? NULL : fdopendir(fd);
    *names = NULL;
    *count = 0;
    if (!folder) {
        if (fd >= 0)
            close(fd);
        return -1;
    }
    for (struct dirent *entry; (entry = readdir(folder));) {
        if (entry->d_name[0] == '.')
            continue;
        *names = xgrow(*names, *count, &cap, sizeof(**names));
        (*names)[(*count)++] = xstrdup(entry->d_name);
    }
    closedir(folder);
    if (*count)
        qsort(*names, *count, sizeof(**names), machine_folder_by_name);
    return 0;
}

void machine_list_release(char **names, size_t count)
{
    for (size_t i = 0; i < count; i++)
        free(names[i]);
    free(names);
}
