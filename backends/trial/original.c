#include "backends/trial/original.h"

#include <errno.h>
#include <fcntl.h>
#include <sha2.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "backends/machine/cut.h"
#include "backends/machine/state.h"
#include "core/base/text.h"
#include "core/base/when.h"

#define ORIGINAL_LIST STATE_ORIGINAL "/list"

enum { FILE_AT_MOST = 64 << 20 };

bool original_there(const struct machine *machine)
{
    int64_t kept;
    char *list = original_list(machine, &kept);
    free(list);
    return list != NULL;
}

static void original_hash(const char *data, size_t length, char hex[SHA256_DIGEST_STRING_LENGTH])
{
    SHA2_CTX context;
    SHA256Init(&context);
    SHA256Update(&context, (const uint8_t *)data, length);
    SHA256End(&context, hex);
}

static void original_describe(struct text *list, const struct machine *machine, const char *path,
                              const char *data, size_t length)
{
    struct stat about = {0};
    char hex[SHA256_DIGEST_STRING_LENGTH], when[32], *full = machine_path(machine, path);
    original_hash(data, length, hex);
    stat(full, &about);
    when_text(when, sizeof(when), (int64_t)about.st_mtim.tv_sec * 1000, WHEN_SECONDS);
    text_addf(list, "%s %u:%u %04o %s %s\n", hex, about.st_uid, about.st_gid, about.st_mode & 07777, when,
              path);
    free(full);
}

/* Its folders below the original's. */
static int original_put(const struct machine *machine, const char *path, const char *data, size_t length,
                        struct failure *failure)
{
    char *copy = xasprintf(STATE_ORIGINAL "%s", path), *folder = xstrdup(copy);
    *strrchr(folder, '/') = '\0';
    int done = machine_folder(machine, folder, 0700, failure);
    if (done == 0)
        done = machine_write(machine, copy, data, length, 0600, failure);
    free(folder);
    free(copy);
    return done;
}

static int original_keep_file(struct text *list, const struct machine *machine, const char *path,
                              struct failure *failure)
{
    char *data;
    size_t length;
    if (machine_read(machine, path, FILE_AT_MOST, &data, &length) != 0) {
        if (errno != ENOENT && errno != ENOTDIR)
            return fail(failure, FAILURE_MACHINE, "'%s%s' cannot be kept as it is: %s", machine->root, path,
                        strerror(errno));
        text_addf(list, "not there: %s\n", path);
        return 0;
    }
    original_describe(list, machine, path, data, length);
    int done = original_put(machine, path, data, length, failure);
    free(data);
    cut("original-file");
    return done;
}

int original_keep(const struct machine *machine, const char *const paths[], size_t count,
                  struct failure *failure)
{
    struct text list = {0};
    int done = 0;
    if (original_there(machine))
        return 0;
    for (size_t i = 0; done == 0 && i < count; i++)
        done = original_keep_file(&list, machine, paths[i], failure);
    if (done == 0)
        done = machine_folder(machine, STATE_ORIGINAL, 0700, failure);
    if (done == 0)
        done = machine_write(machine, ORIGINAL_LIST, text_get(&list), list.length, 0600, failure);
    cut("original-kept");
    text_release(&list);
    return done;
}

int original_put_word(const struct machine *machine, const char *name, const char *word,
                      struct failure *failure)
{
    char *path = xasprintf(STATE_ORIGINAL "/%s.home", name);
    int done = machine_folder(machine, STATE_ORIGINAL, 0700, failure);
    if (done == 0)
        done = machine_write(machine, path, word, strlen(word), 0600, failure);
    free(path);
    return done;
}

char *original_word(const struct machine *machine, const char *name)
{
    char *path = xasprintf(STATE_ORIGINAL "/%s.home", name), *word;
    size_t length;
    if (!original_there(machine) || machine_read(machine, path, 1 << 16, &word, &length) != 0)
        word = NULL;
    free(path);
    return word;
}

char *original_list(const struct machine *machine, int64_t *kept_ms)
{
    char *list, *full = machine_path(machine, ORIGINAL_LIST);
    struct stat about = {0};
    size_t length;
    if (machine_read(machine, ORIGINAL_LIST, 1 << 20, &list, &length) != 0)
        list = NULL;
    stat(full, &about);
    *kept_ms = (int64_t)about.st_mtim.tv_sec * 1000;
    free(full);
    return list;
}
