/* Lines of a rule set as bytes: one `group TAB text TAB comment` each, for images. */
#ifndef BACKENDS_TRIAL_LINES_TEXT_H
#define BACKENDS_TRIAL_LINES_TEXT_H

#include "core/plan/change.h"

/* The caller frees it. Tabs and newlines, which no line has, become spaces. */
char *lines_pack(const struct lines *lines);
/* -1: no such text; `lines` is then empty. */
int lines_unpack(const char *text, size_t length, struct lines *lines);
/* Whether both hold the same lines in the same order, hits aside. */
bool lines_same(const struct lines *a, const struct lines *b);

#endif
