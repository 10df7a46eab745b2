/* Why a backend or the trial could not do its work: one sentence, and whose fault it is. Caller-owned, no
 * allocation. */
#ifndef BACKENDS_MACHINE_FAILURE_H
#define BACKENDS_MACHINE_FAILURE_H

#include "core/desk/lockout.h"
#include "core/desk/outcome.h"

enum failure_kind {
    FAILURE_NONE,
    FAILURE_REFUSED,   /* the answer is no, nothing changed: exit 1 */
    FAILURE_EXPIRED,   /* the trial had ended already: exit 1 */
    FAILURE_OVERTAKEN, /* somebody else changed the rules, and the trial must end: exit 1 */
    FAILURE_STALE,     /* somebody changed the rules meanwhile: read again and retry */
    FAILURE_NEWER,     /* a file that a newer penstock wrote: neither damaged nor ours to touch: exit 3 */
    FAILURE_MACHINE    /* no privilege, no kernel support, full disk ...: exit 3 */
};

struct failure {
    enum failure_kind kind;
    enum refusal refusal;   /* of FAILURE_REFUSED, where somebody decides by it */
    struct lockout lockout; /* of REFUSAL_LOCKOUT */
    char message[600];      /* no capital, no full stop; what failed, then what to do; safe for a terminal */
};

/* Fills it; always returns -1, so that `return fail(...)` reads well. The first failure is kept: a second
 * call on a set one changes nothing. */
int fail(struct failure *failure, enum failure_kind kind, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* A FAILURE_REFUSED with its reason. */
int refuse(struct failure *failure, enum refusal refusal, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

#endif
