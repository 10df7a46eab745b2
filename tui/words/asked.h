/* What is not answered yet, in the words of the forms: a file is told its keys, a form asks. */
#ifndef TUI_WORDS_ASKED_H
#define TUI_WORDS_ASKED_H

#include "core/base/problem.h"

/* Whether the problem is only that nobody has answered. */
bool asked_still(const struct problem *problem);
/* What is asked for there; a problem that somebody's answer has: its own message. As long as the problem lives. */
const char *asked_words(const struct problem *problem);

#endif
