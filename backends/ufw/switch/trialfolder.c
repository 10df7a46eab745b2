#include "backends/ufw/switch/trialfolder.h"

#include <stdlib.h>
#include <string.h>

enum { FILE_AT_MOST = 64 << 20 };

int trialfolder_put(const struct machine *machine, const char *name, const char *data,
                    struct failure *failure)
{
    char *path = xasprintf(TRIAL_FOLDER "/%s", name);
    int done = machine_write(machine, path, data, strlen(data), 0600, failure);
    free(path);
    return done;
}

static char *ufw_trialfolder_get(const struct machine *machine, char *path)
{
    char *data;
    size_t length;
    if (machine_read(machine, path, FILE_AT_MOST, &data, &length) != 0)
        data = NULL;
    free(path);
    return data;
}

char *trialfolder_get(const struct machine *machine, const char *name)
{
    return ufw_trialfolder_get(machine, xasprintf(TRIAL_FOLDER "/%s", name));
}

char *trialfolder_get_file(const struct machine *machine, const char *folder, enum ufw_file file)
{
    return ufw_trialfolder_get(machine, xasprintf("%s/%s", folder, ufw_file_name(file)));
}

int trialfolder_put_files(const struct machine *machine, const char *folder, char *const files[UFW_FILES],
                          struct failure *failure)
{
    int done = machine_folder(machine, folder, 0700, failure);
    for (size_t i = 0; done == 0 && i < UFW_FILES; i++) {
        char *path = xasprintf("%s/%s", folder, ufw_file_name((enum ufw_file)i));
        done = machine_write(machine, path, files[i], strlen(files[i]), 0600, failure);
        free(path);
    }
    return done;
}

static bool of_this_boot(const struct machine *machine, const char *name)
{
    char *said = trialfolder_get(machine, name), *boot = machine_boot_id(machine);
    bool same = said && strcmp(said, boot) == 0;
    free(said);
    free(boot);
    return same;
}

bool trialfolder_staged(const struct machine *machine)
{
    return of_this_boot(machine, "staged");
}

bool trialfolder_live(const struct machine *machine)
{
    return of_this_boot(machine, "live");
}

/* What says that there is a trial goes first, and for good. The rest may hold what a kill left of a file that
 * was being written. */
int trialfolder_remove(const struct machine *machine, struct failure *failure)
{
    if (machine_remove(machine, TRIAL_FOLDER "/live", failure) != 0 ||
        machine_remove(machine, TRIAL_FOLDER "/staged", failure) != 0)
        return -1;
    machine_drop_folder(machine, TRIAL_OLD);
    machine_drop_folder(machine, TRIAL_NEW);
    machine_drop_folder(machine, TRIAL_FOLDER);
    return 0;
}
