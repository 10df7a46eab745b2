/* Problems: what is wrong or worth knowing, where, in words a technician understands.
 *
 * They are collected, never printed here. A message says what failed first, the subject in single quotes, no
 * capital, no full stop, and then what to do. Text that came from a file is made safe for a terminal when the
 * problem is added. */
#ifndef CORE_BASE_PROBLEM_H
#define CORE_BASE_PROBLEM_H

#include <stdbool.h>
#include <stddef.h>

#include "core/base/codes.h"

/* Where: a file's line and column (from 1; line 0 = none), and the field of the form (NULL = none) such as
 * `hosts.srv-a.address`, `ports.client-server`, `policy.log`. */
struct place {
    const char *file;
    int line, column;
    const char *field;
};

struct problem {
    enum problem_code code;
    enum severity severity;
    const char
        *word;  /* `unknown-key` of the register, `advise-range` of the catalog; as long as that lives */
    char *file; /* NULL = none; owned */
    int line, column;
    char *field;   /* NULL = none; owned */
    char *message; /* owned */
    char *shown;   /* the line that it is about, and a caret below; NULL = not at hand; owned */
    size_t about;  /* bytes of the message that only say whom it is about: `'srv-a': ` */
};

struct problems {
    struct problem *items;
    size_t count, cap, errors; /* errors: how many are SEVERITY_ERROR */
};

void problem_add(struct problems *problems, enum problem_code code, struct place place, const char *format,
                 ...) __attribute__((format(printf, 4, 5)));
/* An advice of a catalog: it brings its own word and severity. */
void problem_advise(struct problems *problems, enum severity severity, const char *word, struct place place,
                    const char *format, ...) __attribute__((format(printf, 5, 6)));
/* Puts whom it is about in front of the last problem's message. */
void problem_about(struct problems *problems, const char *name);
void problem_copy(struct problems *to, const struct problem *problem);
/* `file:line:column`, or the field, or "" ; the caller frees it. */
char *problem_where(const struct problem *problem);
/* `where: error: message`, one line without newline; the caller frees it. */
char *problem_line(const struct problem *problem);
bool problems_have(const struct problems *problems, const char *word);
/* Gives each error of `file` the line of `text` that it stands in. */
void problems_show(struct problems *problems, const char *file, const char *text, size_t length);
void problems_release(struct problems *problems);

#endif
