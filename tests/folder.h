/* A folder of a test's own, to be a machine's root. */
#ifndef TESTS_FOLDER_H
#define TESTS_FOLDER_H

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int folder_remove_entry(const char *path, const struct stat *about, int kind, struct FTW *walk)
{
    (void)about;
    (void)kind;
    (void)walk;
    return remove(path);
}

static inline char *folder_make(void)
{
    char *path = strdup("/tmp/penstock-test-XXXXXX");
    return mkdtemp(path);
}

/* Where a sync costs nothing: for tests that write very often. */
static inline char *folder_make_quick(void)
{
    char *path = strdup("/dev/shm/penstock-test-XXXXXX");
    if (mkdtemp(path))
        return path;
    free(path);
    return folder_make();
}

static inline void folder_remove(char *path)
{
    nftw(path, folder_remove_entry, 16, FTW_DEPTH | FTW_PHYS | FTW_MOUNT);
    free(path);
}

#endif
