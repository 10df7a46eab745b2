/* The change: a plan's lines beside what is live. */
#ifndef CORE_PLAN_CHANGE_H
#define CORE_PLAN_CHANGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/plan/line.h"
#include "core/plan/plan.h"

enum change_sign { CHANGE_SAME, CHANGE_ADDED, CHANGE_REMOVED, CHANGE_FOREIGN };

struct change_item {
    enum change_sign sign;
    const struct line *line; /* of `planned` (added, same) or `live` (removed, foreign) */
    const struct line *live; /* same: its live twin (for hits); else NULL */
};

struct change {
    struct change_item *items; /* in reading order: groups as planned, removed lines where they stood */
    size_t count, cap, added, removed, same, foreign;
};

/* Compares by group and text, in order (core/base/lcs.h).
 * Borrowed lines must outlive the change. */
void change_make(struct change *change, const struct lines *planned, const struct lines *live);
/* One more item behind the others. */
void change_add(struct change *change, enum change_sign sign, const struct line *line,
                const struct line *live);
void change_release(struct change *change);
/* Whether a line that is the same as this one, by group and text, is added. */
bool change_adds(const struct change *change, const struct line *line);
char change_mark(enum change_sign sign); /* '+', '-', '=', ' ' */

#endif
