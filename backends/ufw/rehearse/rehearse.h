/* The rehearsal: in a throw-away network and mount namespace ufw itself renders the new files and starts with
 * them. Nothing of the machine is changed; what comes out is what would be live. */
#ifndef BACKENDS_UFW_REHEARSE_REHEARSE_H
#define BACKENDS_UFW_REHEARSE_REHEARSE_H

#include "backends/ufw/files/future.h"

struct ufw_rehearsal {
    char *files[UFW_FILES];     /* as ufw rendered them; owned; NULL: not rehearsed */
    char *kernel[UFW_FAMILIES]; /* iptables-save of all tables; "" = none of that family; owned */
};

/* -1 with ufw's own words where it refuses. */
int rehearse_ufw(struct ufw_rehearsal *rehearsal, const struct machine *machine,
                 const struct ufw_future *future, struct failure *failure);
/* The same for the files that are on the disk now: what ufw would load from them. */
int rehearse_disk(struct ufw_rehearsal *rehearsal, const struct machine *machine, struct failure *failure);
void rehearsal_release(struct ufw_rehearsal *rehearsal);

#endif
