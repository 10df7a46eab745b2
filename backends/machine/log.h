/* The system's log: every apply, confirm and roll-back of this machine, one line each, authpriv.notice.
 * Nothing is logged below a root folder: that is not this machine. */
#ifndef BACKENDS_MACHINE_LOG_H
#define BACKENDS_MACHINE_LOG_H

#include "backends/machine/machine.h"

/* The text is made safe. */
void log_line(const struct machine *machine, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Forgets the connection to the log, for a process that closes what it inherits. */
void log_close(void);

#endif
