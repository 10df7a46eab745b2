/* The stage: copies of ufw's files in a folder that only root can enter, for a rehearsal. */
#ifndef BACKENDS_UFW_REHEARSE_STAGE_H
#define BACKENDS_UFW_REHEARSE_STAGE_H

#include "backends/ufw/rehearse/rehearse.h"

struct stage {
    const struct machine *machine;
    char *folder;         /* below the machine's root */
    char *etc, *defaults; /* the copies of /etc/ufw and /etc/default/ufw, full paths */
};

/* Copies what is there, switched off and with nothing that would run; with the future's files in their place
 * (NULL: as they are). A failure leaves nothing to remove. */
int stage_make(struct stage *stage, const struct machine *machine, const struct ufw_future *future,
               struct failure *failure);
int stage_put(const struct stage *stage, const char *name, const char *data, struct failure *failure);
/* Keeps the files that ufw rendered beside, before the stage is switched on for its start. */
int stage_keep_rendered(const struct stage *stage, struct failure *failure);
int stage_arm(const struct stage *stage, struct failure *failure);
int stage_collect(const struct stage *stage, struct rehearsal *rehearsal, struct failure *failure);
void stage_remove(struct stage *stage);

/* The table filter of this network namespace, with counters; "" where the kernel has none of that family. The
 * caller frees it. */
int stage_save_kernel(size_t index, char **save, struct failure *failure);

#endif
