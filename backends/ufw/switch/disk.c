#include "backends/ufw/switch/disk.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "backends/machine/cut.h"
#include "backends/ufw/switch/trialfolder.h"

bool disk_has(const struct machine *machine, enum ufw_file file, const char *bytes)
{
    char *data;
    size_t length;
    if (machine_read(machine, ufw_paths[file], 64 << 20, &data, &length) != 0)
        return errno == ENOENT && bytes && !*bytes; /* one that ufw goes without */
    bool same = bytes && strlen(bytes) == length && strcmp(data, bytes) == 0;
    free(data);
    return same;
}

bool disk_is(const struct machine *machine, const char *folder, const char *other)
{
    bool same = true;
    for (size_t i = 0; same && i < UFW_FILES; i++) {
        char *one = trialfolder_get_file(machine, folder, (enum ufw_file)i),
             *two = other ? trialfolder_get_file(machine, other, (enum ufw_file)i) : NULL;
        same = disk_has(machine, (enum ufw_file)i, one) || disk_has(machine, (enum ufw_file)i, two);
        free(one);
        free(two);
    }
    return same;
}

int disk_replace(const struct machine *machine, const char *folder, struct failure *failure)
{
    int done = 0;
    for (size_t i = 0; done == 0 && i < UFW_FILES; i++) {
        char *bytes = trialfolder_get_file(machine, folder, (enum ufw_file)i);
        if (!bytes)
            done = fail(failure, FAILURE_MACHINE, "the trial's files in '%s' are gone", folder);
        else if (!disk_has(machine, (enum ufw_file)i, bytes))
            done = machine_write(machine, ufw_paths[i], bytes, strlen(bytes), 0640, failure);
        free(bytes);
        cut("ufw-file");
    }
    return done;
}

int disk_take_back(const struct machine *machine, struct failure *failure)
{
    int done = 0;
    for (size_t i = 0; done == 0 && i < UFW_FILES; i++) {
        char *old = trialfolder_get_file(machine, TRIAL_OLD, (enum ufw_file)i),
             *fresh = trialfolder_get_file(machine, TRIAL_NEW, (enum ufw_file)i);
        if (old && fresh && strcmp(old, fresh) != 0 && disk_has(machine, (enum ufw_file)i, fresh))
            done = machine_write(machine, ufw_paths[i], old, strlen(old), 0640, failure);
        free(old);
        free(fresh);
    }
    return done;
}

int disk_may_replace(const struct machine *machine, char *const old[UFW_FILES], char *const fresh[UFW_FILES],
                     struct failure *failure)
{
    int done = 0;
    for (size_t i = 0; done == 0 && i < UFW_FILES; i++)
        if (strcmp(old[i], fresh[i]) != 0)
            done = machine_may_replace(machine, ufw_paths[i], failure);
    return done;
}

int disk_find_room(const struct machine *machine, struct failure *failure)
{
    static const char path[] = "/etc/ufw/.penstock-room";
    struct text room = {0};
    struct failure ignored = {0};
    for (size_t i = 0; i < UFW_FILES; i++) {
        char *old = trialfolder_get_file(machine, TRIAL_OLD, (enum ufw_file)i),
             *fresh = trialfolder_get_file(machine, TRIAL_NEW, (enum ufw_file)i);
        text_add(&room, old ? old : "");
        text_add(&room, fresh ? fresh : "");
        free(old);
        free(fresh);
    }
    int done = machine_write(machine, path, text_get(&room), room.length, 0600, failure);
    machine_remove(machine, path, &ignored);
    text_release(&room);
    return done;
}

static bool same_ours(const struct tuples *a, const struct tuples *b)
{
    size_t i = 0, k = 0;
    for (;; i++, k++) {
        while (i < a->count && !tuple_is_ours(&a->items[i]))
            i++;
        while (k < b->count && !tuple_is_ours(&b->items[k]))
            k++;
        if (i == a->count || k == b->count)
            return i == a->count && k == b->count;
        if (!tuple_same_key(&a->items[i], &b->items[k]) || a->items[i].action != b->items[k].action)
            return false;
    }
}

bool disk_keeps_ours(const struct machine *machine)
{
    struct ufw_state now, fresh;
    struct failure unread = {0};
    bool same = true;
    for (enum ufw_file file = 0; same && file < UFW_FILES; file++) {
        char *bytes = trialfolder_get_file(machine, TRIAL_NEW, file);
        same = file == UFW_USER || file == UFW_USER6 || disk_has(machine, file, bytes);
        free(bytes);
    }
    if (!same || ufw_state_read(&now, machine, "", &unread) != 0)
        return false;
    same = ufw_state_read(&fresh, machine, TRIAL_NEW, &unread) == 0;
    for (size_t i = 0; same && i < UFW_FAMILIES; i++)
        same = same_ours(&now.tuples[i], &fresh.tuples[i]);
    ufw_state_release(&now);
    ufw_state_release(&fresh);
    return same;
}
