/* Problems: what is wrong or worth knowing, where, in words a technician understands.
 *
 * They are collected, never printed here. A message says what failed first, the subject in single quotes, no
 * capital, no full stop, and then what to do. Text that came from a file is made safe for a terminal when the
 * problem is added. */
#ifndef CORE_BASE_PROBLEM_H
#define CORE_BASE_PROBLEM_H

#include <stdbool.h>
#include <stddef.h>

enum severity { SEVERITY_NOTE, SEVERITY_WARNING, SEVERITY_ERROR };

/* Where: a file's line and column (from 1; line 0 = none), and the field of the form (NULL = none) such as
 * `hosts.srv-a.address`, `ports.client-server`, `policy.log`. */
struct place {
    const char *file;
    int line, column;
    const char *field;
};

struct problem {
    enum severity severity;
    const char *code; /* a fixed word such as `unknown-key`, `advise-range`; static or of the catalog */
    char *file;       /* NULL = none; owned */
    int line, column;
    char *field;   /* NULL = none; owned */
    char *message; /* owned */
};

struct problems {
    struct problem *items;
    size_t count, cap, errors; /* errors: how many are SEVERITY_ERROR */
};

void problem_add(struct problems *problems, enum severity severity, const char *code, struct place place,
                 const char *format, ...) __attribute__((format(printf, 5, 6)));
/* `file:line:column`, or the field, or "" ; the caller frees it. */
char *problem_where(const struct problem *problem);
/* `where: error: message`, one line without newline; the caller frees it. */
char *problem_line(const struct problem *problem);
const char *severity_name(enum severity severity); /* "error", "warning", "note" */
bool problems_have(const struct problems *problems, const char *code);
void problems_release(struct problems *problems);

#endif
