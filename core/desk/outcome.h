/* What came of something that was asked of a machine. The numbers are the exit codes of every command. */
#ifndef CORE_DESK_OUTCOME_H
#define CORE_DESK_OUTCOME_H

enum outcome {
    OUTCOME_DONE = 0,
    OUTCOME_NO = 1,    /* the site has errors, refused, dropped, something would change: each command's own */
    OUTCOME_USAGE = 2, /* wrong usage */
    OUTCOME_MACHINE = 3 /* the machine refused */
};

/* Why it was refused, where somebody decides by it. */
enum refusal {
    REFUSAL_OTHER,
    REFUSAL_LOCKOUT /* a new login would be cut: applied all the same by the host's name */
};

#endif
