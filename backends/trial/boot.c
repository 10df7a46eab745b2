#include "backends/trial/boot.h"

#include <stdlib.h>
#include <unistd.h>

#include "backends/machine/cut.h"
#include "backends/machine/state.h"
#include "backends/trial/history.h"
#include "core/base/text.h"

/* The newest entry of the history that was confirmed holds the same image as the boot file. */
static int from_history(const struct machine *machine, struct image *image)
{
    struct history_entry *entries;
    struct failure ignored = {0};
    size_t count;
    int done = -1;
    if (history_list(machine, &entries, &count, &ignored) != 0)
        return -1;
    for (size_t i = 0; i < count && done != 0; i++) {
        struct failure none = {0};
        if (entries[i].ending.how != ENDING_CONFIRMED)
            continue;
        done = history_image(machine, entries[i].name, "new", image, &none);
        break;
    }
    history_list_release(entries, count);
    return done;
}

int boot_read(const struct machine *machine, struct image *image, struct failure *failure)
{
    struct failure damaged = {0};
    if (image_read(machine, STATE_CONFIRMED, image, &damaged) == 0 ||
        (damaged.kind != FAILURE_NEWER && from_history(machine, image) == 0))
        return 0;
    return fail(failure, damaged.kind, "%s", damaged.message);
}

struct confirmed boot_own(const struct image *image, const struct backend *backend)
{
    bool own = image->length && text_equal(image->backend, backend->name);
    return own ? (struct confirmed){image->bytes, image->length} : (struct confirmed){0};
}

int boot_adapt(const struct machine *machine, const struct backend *backend, struct compiled *compiled,
               struct beside *beside, struct failure *failure)
{
    struct failure unread = {0};
    struct image image = {0};
    struct confirmed confirmed = {0};
    if (!backend->adapt)
        return 0;
    if (boot_read(machine, &image, &unread) == 0)
        confirmed = boot_own(&image, backend);
    int done = backend->adapt(machine, compiled, &confirmed, beside, failure);
    if (unread.kind == FAILURE_NONE)
        image_release(&image);
    return done;
}

int boot_mend(const struct machine *machine, bool *mended, struct failure *failure)
{
    struct failure damaged = {0};
    struct image image;
    int done = image_read(machine, STATE_CONFIRMED, &image, &damaged);
    *mended = done != 0;
    if (*mended)
        done = boot_read(machine, &image, failure);
    if (done != 0)
        return -1;
    if (*mended && boot_write(machine, &image, failure) != 0) {
        *mended = false;
        done = -1;
    }
    image_release(&image);
    return done;
}

int boot_may_write(const struct machine *machine, struct failure *failure)
{
    char *path = machine_path(machine, STATE_CONFIRMED);
    bool there = access(path, F_OK) == 0;
    free(path);
    return there ? machine_may_replace(machine, STATE_CONFIRMED, failure) : 0;
}

int boot_write(const struct machine *machine, const struct image *image, struct failure *failure)
{
    int done = image_write(machine, STATE_CONFIRMED, image, failure);
    if (done == 0)
        cut("boot-written");
    return done;
}
