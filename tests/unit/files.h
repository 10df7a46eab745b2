/* The files of a folder, and a file's bytes, for tests that walk examples. Any failure fails the test. */
#ifndef TESTS_UNIT_FILES_H
#define TESTS_UNIT_FILES_H

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/text.h"

struct test_files {
    char **paths; /* sorted */
    size_t count, cap;
};

static inline int test_files_by_path(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static inline struct test_files test_files_in(const char *folder, const char *ending)
{
    struct test_files files = {0};
    DIR *dir = opendir(folder);
    assert_non_null(dir);
    for (struct dirent *entry; (entry = readdir(dir));) {
        size_t length = strlen(entry->d_name);
        if (length <= strlen(ending) || strcmp(entry->d_name + length - strlen(ending), ending) != 0)
            continue;
        files.paths = xgrow(files.paths, files.count, &files.cap, sizeof(*files.paths));
        files.paths[files.count++] = xasprintf("%s/%s", folder, entry->d_name);
    }
    closedir(dir);
    if (files.count)
        qsort(files.paths, files.count, sizeof(*files.paths), test_files_by_path);
    return files;
}

static inline void test_files_release(struct test_files *files)
{
    for (size_t i = 0; i < files->count; i++)
        free(files->paths[i]);
    free(files->paths);
}

/* The bytes of a file, with a NUL behind them; the caller frees them. */
static inline char *test_file_read(const char *path, size_t *length)
{
    struct text text = {0};
    char buffer[4096];
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    for (size_t got; (got = fread(buffer, 1, sizeof(buffer), file)) > 0;)
        text_add_n(&text, buffer, got);
    fclose(file);
    *length = text.length;
    return text_take(&text);
}

#endif
