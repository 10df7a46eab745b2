/* What a command says beside its answer: on standard error, safe for a terminal. */
#ifndef TUI_CLI_SAY_H
#define TUI_CLI_SAY_H

#include "core/base/problem.h"
#include "core/desk/outcome.h"

/* One sentence, `penstock: ...`; returns `outcome`. */
int say(enum outcome outcome, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* The same for a message that is freed; an empty or NULL message says nothing. */
int say_message(int outcome, char *message);
/* Each problem as one line. */
void say_problem(const struct problem *problem);
void say_problems(const struct problems *problems);
/* The exit code of an answer that tells these: with an error among them it is never OUTCOME_DONE. */
int say_outcome(int outcome, const struct problems *problems);

#endif
