/* Where this process was started from: the processes above it, and whether one of them sits at a terminal that is
 * screwed to the machine. */
#ifndef BACKENDS_WAYS_SESSION_H
#define BACKENDS_WAYS_SESSION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

enum { SESSION_DEPTH = 128, CONSOLE_NAME = 32 };

struct session {
    pid_t pids[SESSION_DEPTH];     /* this process first, then upwards as far as can be seen */
    pid_t sessions[SESSION_DEPTH]; /* of each */
    size_t count;
    /* `tty1`, `ttyS0`, `hvc0`: a console or a serial line; "" = none, or it could not be told. A pseudo-terminal is
     * none: behind it there may be anything. */
    char console[CONSOLE_NAME];
};

void session_find(struct session *session);
/* Whether `pid` is this process or one above it. */
bool session_has(const struct session *session, pid_t pid);
/* Whether it is of a session of these: the other end of a pipe, say. */
bool session_shares(const struct session *session, pid_t pid);
/* The name of a terminal by its number, as `drivers` (the text of /proc/tty/drivers) tell its kind: "" where it is no
 * real one. */
void session_console(const char *drivers, uint32_t terminal, char name[static CONSOLE_NAME]);

#endif
