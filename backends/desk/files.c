#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "backends/desk/context.h"
#include "core/base/text.h"
#include "core/yaml/yaml.h"

static const struct machine unrooted = {.root = ""};

static int read_failed(const char *path, int error, char **message)
{
    if (error == EFBIG) {
        *message = xasprintf(
            "'%s' is larger than %d MiB; write networks for single addresses, or raise YAML_MOST_MIB and "
            "build penstock anew",
            path, YAML_MOST_MIB);
        return OUTCOME_NO;
    }
    if (error == EINVAL) {
        *message = xasprintf("'%s' is no regular file; name a file", path);
        return OUTCOME_USAGE;
    }
    *message = xasprintf("cannot read '%s': %s", path, strerror(error));
    return error == ENOENT || error == ENOTDIR || error == EISDIR ? OUTCOME_USAGE : OUTCOME_MACHINE;
}

int desk_read_file(void *context, const char *path, char **data, size_t *length, char **message)
{
    struct desk_context *here = context;
    if (machine_read(&here->machine, path, YAML_MOST_BYTES, data, length) == 0)
        return OUTCOME_DONE;
    if (here->root[0] && errno == ENOENT && machine_read(&unrooted, path, YAML_MOST_BYTES, data, length) == 0)
        return OUTCOME_DONE;
    return read_failed(path, errno, message);
}

/* Where reading would find the file: below the root if it is there, else as named. */
static const struct machine *machine_of(const struct desk_context *context, const char *path)
{
    char *data = NULL;
    size_t length;
    if (!context->root[0] || machine_read(&context->machine, path, YAML_MOST_BYTES, &data, &length) != 0)
        return &unrooted;
    free(data);
    return &context->machine;
}

int desk_write_file(void *context, const char *path, const char *data, size_t length, char **message)
{
    struct failure failure = {0};
    if (machine_write(machine_of(context, path), path, data, length, 0644, &failure) == 0)
        return OUTCOME_DONE;
    return desk_failed(&failure, message);
}

static bool ends_in(const char *name, const char *ending)
{
    size_t length = strlen(name), tail = strlen(ending);
    return length > tail && strcmp(name + length - tail, ending) == 0;
}

int desk_list_files(void *context, const char *folder, const char *ending, char ***paths, size_t *count,
                    char **message)
{
    struct desk_context *here = context;
    char **names = NULL;
    size_t name_count = 0;
    *paths = NULL;
    *count = 0;
    if (machine_list(&here->machine, folder, &names, &name_count) != 0) {
        if (errno == ENOENT)
            return OUTCOME_DONE;
        *message = xasprintf("cannot read the folder '%s': %s", folder, strerror(errno));
        return OUTCOME_MACHINE;
    }
    *paths = xcalloc(name_count + 1, sizeof(**paths));
    for (size_t i = 0; i < name_count; i++)
        if (ends_in(names[i], ending))
            (*paths)[(*count)++] = xasprintf("%s/%s", folder, names[i]);
    machine_list_release(names, name_count);
    return OUTCOME_DONE;
}
