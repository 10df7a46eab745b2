#include "backends/trial/since.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "backends/machine/row.h"
#include "backends/machine/state.h"
#include "backends/trial/original.h"

enum { LIST_AT_MOST = 1 << 20 };

static const char written[] = STATE_FOLDER "/written";

void since_note(const struct machine *machine)
{
    struct failure ignored = {0};
    int64_t kept;
    char *list = original_list(machine, STATE_ORIGINAL, &kept), *rest = list;
    struct row first, now;
    struct text rows = {0};
    while (row_next(&rest, &first))
        if (row_look(&now, machine, first.path, NULL, NULL) == 0)
            row_add(&rows, &now);
    if (machine_write_lazily(machine, written, text_get(&rows), rows.length, 0600, &ignored) != 0)
        since_forget(machine);
    text_release(&rows);
    free(list);
}

void since_forget(const struct machine *machine)
{
    struct failure ignored = {0};
    machine_remove(machine, written, &ignored);
}

/* How penstock left the file; false: nobody knows. */
static bool since_written(const char *list, const char *path, struct row *row)
{
    char *copy = xstrdup(list ? list : ""), *rest = copy;
    bool found = false;
    while (!found && row_next(&rest, row))
        found = strcmp(row->path, path) == 0;
    row->path = path;
    free(copy);
    return found;
}

static void since_tell_file(const struct machine *machine, const struct row *first, const char *list,
                            struct problems *notes)
{
    struct row now, left;
    if (row_look(&now, machine, first->path, NULL, NULL) != 0)
        problem_add(notes, PROBLEM_NOT_COMPARED, (struct place){0}, "'%s%s' cannot be read: %s",
                    machine->root, first->path, strerror(errno));
    else if (first->there && !now.there)
        problem_add(notes, PROBLEM_NOT_PUT_BACK, (struct place){0},
                    "'%s%s' is gone and does not come back by itself: it lies as found in '%s" STATE_ORIGINAL
                    "%s'",
                    machine->root, first->path, machine->root, first->path);
    else if (since_written(list, first->path, &left) && !row_equal(&now, &left) && !row_equal(&now, first))
        problem_add(notes, PROBLEM_CHANGED_SINCE, (struct place){0},
                    "'%s%s' was changed by others since the confirm: what they changed stays, only what "
                    "penstock made of it goes",
                    machine->root, first->path);
}

bool since_tell_place(const struct machine *machine, struct problems *notes)
{
    bool there = original_there(machine);
    if (there)
        problem_add(notes, PROBLEM_ORIGINAL, (struct place){0},
                    "the machine as it was found lies in '%s" STATE_ORIGINAL "'", machine->root);
    return there;
}

void since_tell(const struct machine *machine, struct problems *notes)
{
    int64_t kept;
    char *list = original_list(machine, STATE_ORIGINAL, &kept), *rest = list, *left = NULL;
    struct row first;
    if (!since_tell_place(machine, notes)) {
        problem_add(notes, PROBLEM_NOT_PUT_BACK, (struct place){0},
                    "the machine as it was found was not kept: an older penstock made the first change; only "
                    "what it noted itself comes back");
        return;
    }
    if (machine_read(machine, written, LIST_AT_MOST, &left, NULL) != 0)
        problem_add(notes, PROBLEM_NOT_COMPARED, (struct place){0},
                    "what others changed since is not known: no penstock noted how it left the files");
    while (row_next(&rest, &first))
        since_tell_file(machine, &first, left, notes);
    free(left);
    free(list);
}
