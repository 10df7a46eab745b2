/* All of ufw's files that penstock reads or writes, and what they say. */
#ifndef BACKENDS_UFW_FILES_STATE_H
#define BACKENDS_UFW_FILES_STATE_H

#include "backends/machine/machine.h"
#include "backends/ufw/rules/desired.h"

/* In the order in which they are replaced: each alone is always valid, and the switch comes last. */
enum ufw_file { UFW_DEFAULT, UFW_BEFORE, UFW_BEFORE6, UFW_USER, UFW_USER6, UFW_SYSCTL, UFW_CONF, UFW_FILES };

extern const char *const ufw_paths[UFW_FILES];
const char *ufw_file_name(enum ufw_file file); /* the last part of its path */

struct ufw_state {
    char *files[UFW_FILES]; /* owned */
    bool enabled, ipv6, forwards;
    const char *policies[POLICY_COUNT], *logging;
    struct tuples tuples[UFW_FAMILIES];
    struct lines block[UFW_FAMILIES];
    struct arena arena;
};

/* Whether ufw is installed here. */
bool ufw_present(const struct machine *machine);
/* `folder` "" or where copies of the files lie, under their names. A damaged file is a failure that says so.
 */
int ufw_state_read(struct ufw_state *state, const struct machine *machine, const char *folder,
                   struct failure *failure);
/* Whether something of ours is in the files. */
bool ufw_state_ours(const struct ufw_state *state);
void ufw_state_release(struct ufw_state *state);

#endif
