/* Files of `KEY=value` as ufw.conf, default/ufw and sysctl.conf are: read as ufw's own shell would, changed
 * in the one line that counts. */
#ifndef BACKENDS_MACHINE_CONF_H
#define BACKENDS_MACHINE_CONF_H

#include "backends/machine/machine.h"

/* The value of the last line of `key`, without quotes; NULL: none. The caller frees it. */
char *conf_get(const char *data, const char *key);
/* `data` with the last line of `key` saying `value`, its quotes kept; without such a line one is added. The
 * caller frees it. */
char *conf_set(const char *data, const char *key, const char *value);

/* Whether `key` says yes in whatever letters, as ufw's commands read it; and as what starts ufw reads it: `yes` or
 * `YES` alone. */
bool conf_says_yes(const char *data, const char *key);
bool conf_starts(const char *data, const char *key);

/* Whether ufw.conf says that ufw is switched on; false where there is no ufw. Asked by ufw's backend and by
 * those that must not work beside it. */
bool ufw_enabled(const struct machine *machine);
/* Whether ufw is installed and somebody made rules with it, be it switched on or not. */
bool ufw_has_rules(const struct machine *machine);

#endif
