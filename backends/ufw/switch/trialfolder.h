/* What a trial of ufw keeps on the disk until it ends: the old and the new files, and how the kernel gets
 * from one to the other. ufw's own files stay as they are until the confirm. */
#ifndef BACKENDS_UFW_SWITCH_TRIALFOLDER_H
#define BACKENDS_UFW_SWITCH_TRIALFOLDER_H

#include "backends/ufw/files/future.h"
#include "backends/ufw/kernel/filter.h"

#define TRIAL_FOLDER "/var/lib/penstock/ufw/trial"
#define TRIAL_OLD TRIAL_FOLDER "/old"
#define TRIAL_NEW TRIAL_FOLDER "/new"

/* Writes or reads one small file of the folder; read gives NULL where there is none. */
int trialfolder_put(const struct machine *machine, const char *name, const char *data,
                    struct failure *failure);
char *trialfolder_get(const struct machine *machine, const char *name);
/* All seven files below TRIAL_OLD or TRIAL_NEW. */
int trialfolder_put_files(const struct machine *machine, const char *folder, char *const files[UFW_FILES],
                          struct failure *failure);
char *trialfolder_get_file(const struct machine *machine, const char *folder, enum ufw_file file);
/* Whether the trial of this boot is there: begun (staged) or live as well. */
bool trialfolder_staged(const struct machine *machine);
bool trialfolder_live(const struct machine *machine);
int trialfolder_remove(const struct machine *machine, struct failure *failure);

#endif
