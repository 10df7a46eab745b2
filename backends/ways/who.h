/* Who runs penstock: the person behind sudo. For the history and the log; nothing is decided by it. */
#ifndef BACKENDS_WAYS_WHO_H
#define BACKENDS_WAYS_WHO_H

#include <stdint.h>

/* The login name: of the kernel's login uid, else what sudo says, else of the uid. The caller frees it. */
char *who_runs(void);

/* The name of a user, "uid 1000" where /etc/passwd has none. The caller frees it. */
char *who_is(uint32_t uid);

#endif
