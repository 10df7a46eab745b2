/* The trial as the screens see it: the state of PAGE_APPLY, and its acts; each leaves there what came of it. */
#ifndef TUI_PAGES_APPLY_ACTS_H
#define TUI_PAGES_APPLY_ACTS_H

#include "tui/wizard/wizard.h"

enum apply_phase { APPLY_ASK, APPLY_TRIAL, APPLY_OVER };

struct apply {
    enum apply_phase phase;
    struct trial_view trial;
    char outcome[400]; /* how the last trial ended, or why it did not start */
    bool good;         /* it ended as it was asked to */
    enum refusal refusal;
    struct lockout lockout; /* refused for a way in: the host's name is asked for */
};

struct apply *apply_of(const struct wizard *wizard);
/* Reads the trial; turns the phase to APPLY_TRIAL or APPLY_OVER. False: there is none. */
bool apply_look(struct wizard *wizard);
/* Starts the trial as work. */
void apply_start(struct wizard *wizard);
void apply_confirm(struct wizard *wizard);
void apply_rollback(struct wizard *wizard);
void apply_extend(struct wizard *wizard);
/* Asks for the host's name as proof, then starts the trial although a way in is cut. */
void apply_ask_lockout(struct wizard *wizard);
/* `sudo penstock apply FILE`; the caller frees it. */
char *apply_command(struct wizard *wizard);

#endif
