#include "backends/null/kernel.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/text.h"

static const char folder[] = "/run";
static const char path[] = "/run/penstock-null";

static int null_kernel_parse(char *data, size_t length, struct null_kernel *kernel)
{
    size_t live, staged;
    int head = 0;
    if (sscanf(data, "null %u %" SCNd64 " %zu %zu\n%n", &kernel->generation, &kernel->deadline, &live,
               &staged, &head) != 4 ||
        head == 0 || (size_t)head > length || live > length || staged > length ||
        (size_t)head + live + staged != length)
        return -1;
    kernel->live = xstrndup(data + head, live);
    kernel->staged = xstrndup(data + head + live, staged);
    return 0;
}

int null_kernel_read(const struct machine *machine, struct null_kernel *kernel, struct failure *failure)
{
    char *data;
    size_t length;
    *kernel = (struct null_kernel){0};
    if (machine_read(machine, path, 64 << 20, &data, &length) != 0) {
        if (errno != ENOENT)
            return fail(failure, FAILURE_MACHINE, "'%s' cannot be read: %s", path, strerror(errno));
        kernel->live = xstrdup("");
        kernel->staged = xstrdup("");
        return 0;
    }
    int done = null_kernel_parse(data, length, kernel);
    free(data);
    return done == 0 ? 0 : fail(failure, FAILURE_MACHINE, "'%s' is damaged: remove it", path);
}

int null_kernel_write(const struct machine *machine, struct null_kernel *kernel, struct failure *failure)
{
    char *data = xasprintf("null %u %" PRId64 " %zu %zu\n%s%s", ++kernel->generation, kernel->deadline,
                           strlen(kernel->live), strlen(kernel->staged), kernel->live, kernel->staged);
    int done = machine_folder(machine, folder, 0755, failure);
    if (done == 0)
        done = machine_write(machine, path, data, strlen(data), 0600, failure);
    free(data);
    return done;
}

bool null_kernel_in_trial(const struct null_kernel *kernel)
{
    return kernel->deadline > machine_boottime();
}

const char *null_kernel_decides(const struct null_kernel *kernel)
{
    return null_kernel_in_trial(kernel) ? kernel->staged : kernel->live;
}

void null_kernel_release(struct null_kernel *kernel)
{
    free(kernel->live);
    free(kernel->staged);
    *kernel = (struct null_kernel){0};
}
