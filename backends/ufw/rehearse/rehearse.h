/* The rehearsal: in a throw-away network and mount namespace ufw itself renders the new files and starts with
 * them. Nothing of the machine is changed; what comes out is what would be live. */
#ifndef BACKENDS_UFW_REHEARSE_REHEARSE_H
#define BACKENDS_UFW_REHEARSE_REHEARSE_H

#include "backends/ufw/files/future.h"

struct ufw_rehearsal {
    char *files[UFW_FILES];      /* as ufw rendered them; owned; NULL: not rehearsed */
    bool ipv6;                   /* ufw has rules of IPv6 */
    bool policies;               /* of the future: a plan says the policies, so what is live becomes these */
    char *written[UFW_FAMILIES]; /* what ufw writes for the rules of the user files, lines by hand aside */
    char *kernel[UFW_FAMILIES];  /* iptables-save of all tables; "" = none of that family; owned */
};

/* What ufw makes of the files that are on the disk now. `logging`: the level that they say. -1 with ufw's own
 * words where it refuses. */
int rehearse_disk(struct ufw_rehearsal *rehearsal, const struct machine *machine, const char *logging,
                  struct failure *failure);
/* What it would make of the future's. Lines that somebody wrote by hand into the user files, as `disk` found
 * them, are carried along. */
int rehearse_ufw(struct ufw_rehearsal *rehearsal, const struct machine *machine,
                 const struct ufw_future *future, const struct ufw_rehearsal *disk, struct failure *failure);
void rehearsal_release(struct ufw_rehearsal *rehearsal);

#endif
