/* nginx itself: tests, reload, and whether a port of it answers. */
#ifndef BACKENDS_NGINX_SERVE_H
#define BACKENDS_NGINX_SERVE_H

#include <stdbool.h>
#include <stdint.h>

#include "backends/machine/machine.h"

/* Whether nginx reads this machine's files: not without the program, and not below another root. */
bool serve_reads(const struct machine *machine);
/* Whether it listens anywhere. */
bool serve_running(void);
/* `nginx -t` as it would be with `content` in the place of the file, which is not touched. */
int serve_rehearse(const struct machine *machine, const char *path, const char *content,
                   struct failure *failure);
/* `nginx -t` with the files as they are. */
int serve_test(struct failure *failure);
/* Makes a running nginx read its files again; fine when it does not run. */
int serve_reload(struct failure *failure);
/* Waits until nginx answers HTTP on this machine's `port` (an HTTPS port answers plain HTTP by an error,
 * which shows as much). */
int serve_prove(uint16_t port, struct failure *failure);

#endif
