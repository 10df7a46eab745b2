/* The stage: copies of ufw's files in a folder that only root can enter, for a rehearsal. */
#ifndef BACKENDS_UFW_REHEARSE_STAGE_H
#define BACKENDS_UFW_REHEARSE_STAGE_H

#include "backends/ufw/rehearse/rehearse.h"

struct ufw_stage {
    const struct machine *machine;
    char *folder;         /* below the machine's root */
    char *etc, *defaults; /* the copies of /etc/ufw and /etc/default/ufw, full paths */
};

/* Copies what is there, switched off and with nothing that would run; with the future's files in their place
 * (NULL: as they are). A failure leaves nothing to remove. */
int ufw_stage_make(struct ufw_stage *stage, const struct machine *machine, const struct ufw_future *future,
                   struct failure *failure);
int ufw_stage_put(const struct ufw_stage *stage, const char *name, const char *data, struct failure *failure);
/* The staged user.rules of a family. */
int ufw_stage_take_user(const struct ufw_stage *stage, size_t index, char **data, struct failure *failure);
int ufw_stage_put_user(const struct ufw_stage *stage, size_t index, const char *data,
                       struct failure *failure);
/* Keeps the files that ufw rendered beside, before the stage is switched on for its start. */
int ufw_stage_keep_rendered(const struct ufw_stage *stage, struct failure *failure);
int ufw_stage_arm(const struct ufw_stage *stage, struct failure *failure);
int ufw_stage_collect(const struct ufw_stage *stage, struct ufw_rehearsal *rehearsal,
                      struct failure *failure);
void ufw_stage_remove(struct ufw_stage *stage);

/* All tables of this network namespace, with counters; "" where the kernel has none of that family. The
 * caller frees it. */
int ufw_stage_save_kernel(size_t index, char **save, struct failure *failure);

#endif
