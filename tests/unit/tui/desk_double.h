/* A machine that is only memory: it fills the table of core/desk/desk.h, remembers what it was asked for, and
 * answers as the test says. Commands and pages run against it without root and without a terminal. */
#ifndef TESTS_UNIT_TUI_DESK_DOUBLE_H
#define TESTS_UNIT_TUI_DESK_DOUBLE_H

#include "core/desk/desk.h"

enum { DOUBLE_FILES = 8, DOUBLE_PASTS = 4 };

struct double_file {
    char path[256];
    char *text; /* owned */
};

struct desk_double {
    struct desk desk;

    /* What it answers. A message that is set goes with the next outcome that is not OUTCOME_DONE. */
    enum outcome outcome; /* of apply, confirm, rollback, extend, compare */
    enum refusal refusal; /* of apply */
    struct lockout lockout;
    const char *message;
    struct lines live; /* what is live: a rule of a plan is the line `IN tcp 443` in the group `rules` */
    struct trial_view trial; /* as it stands; apply opens it, confirm and rollback end it */
    struct status_report status;
    struct web_drift drift;
    struct past pasts[DOUBLE_PASTS]; /* newest first */
    size_t past_count;
    const char *past_answers;  /* of each; NULL = none */
    const char *imported;      /* the site file that import gives; NULL: it refuses */
    const char *imported_rule; /* the key of the rule that its extra is of */
    struct lines foreign;      /* somebody else's, beside every plan */
    char *kept;                /* owned; NULL = nothing */
    struct double_file files[DOUBLE_FILES];

    /* What it was asked for. */
    unsigned applied, confirmed, rolled_back, extended, compared, removed, looked;
    unsigned seconds; /* of the last apply or extend */
    char host[64], accept_lockout[64];
    bool ports_only, answers; /* of the last apply: ports alone; it came with its site file */
    struct problems checks;   /* told with each comparison; owned */
};

/* A machine whose only address is `own` ("" = none), and who may change it. */
void desk_double_init(struct desk_double *twin, const char *own, bool privileged);
void desk_double_release(struct desk_double *twin);
/* A file that read_file finds; write_file makes such ones too. */
void desk_double_file(struct desk_double *twin, const char *path, const char *text);
/* NULL: there is none. */
const char *desk_double_read(const struct desk_double *twin, const char *path);

/* The line that the double compiles a rule to; the caller frees it. */
char *desk_double_line(const struct rule *rule);

#endif
