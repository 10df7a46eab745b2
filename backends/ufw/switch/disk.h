/* ufw's own files on the disk, beside the old and the new ones of the trial's folder. */
#ifndef BACKENDS_UFW_SWITCH_DISK_H
#define BACKENDS_UFW_SWITCH_DISK_H

#include "backends/machine/machine.h"
#include "backends/ufw/files/state.h"

/* Whether the file holds these bytes; NULL is never there. */
bool disk_has(const struct machine *machine, enum ufw_file file, const char *bytes);
/* Whether each file is the one of this folder of the trial, or of the other one (NULL: there is no other). */
bool disk_is(const struct machine *machine, const char *folder, const char *other);
/* Whether all of ours is on the disk as in TRIAL_NEW, whatever rules of others were added beside. */
bool disk_keeps_ours(const struct machine *machine);
/* Replaces what differs from the folder's files, one after the other, each whole or not at all. */
int disk_replace(const struct machine *machine, const char *folder, struct failure *failure);
/* Puts the old files back where the new ones are: somebody wrote the others after our confirm. */
int disk_take_back(const struct machine *machine, struct failure *failure);
/* Whether the confirm will be able to replace those that become others: asked before the trial. */
int disk_may_replace(const struct machine *machine, char *const old[UFW_FILES], char *const fresh[UFW_FILES],
                     struct failure *failure);
/* Room for all new files, and for the old ones should one of them fail. */
int disk_find_room(const struct machine *machine, struct failure *failure);

#endif
