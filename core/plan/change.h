/* The change: a plan's lines beside what is live (design.md 2). A line is what a backend compiled: one kernel
 * or ufw rule. */
#ifndef CORE_PLAN_CHANGE_H
#define CORE_PLAN_CHANGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/plan/plan.h"

enum change_sign { CHANGE_SAME, CHANGE_ADDED, CHANGE_REMOVED, CHANGE_FOREIGN };

struct line {
    char *group;             /* chain or section, e.g. `input`; owned */
    char *text;              /* as the backend's tool prints it, counters and slot aside; owned */
    char *comment;           /* `service from>to`; NULL for always-there lines; owned */
    uint64_t packets, bytes; /* live: hits; else 0 */
    const struct rule *
        *rules; /* planned: the plan's rules that were joined into it (borrowed from the plan); owned array */
    size_t rule_count;
};

struct lines {
    struct line *items;
    size_t count, cap;
};

struct line *lines_add(struct lines *lines, const char *group, const char *text, const char *comment);
void lines_release(struct lines *lines);

/* Rules of a machine that are not ours, beside a plan. */
struct beside {
    struct lines same;    /* they are what the plan wants: kept, and not made again */
    struct lines removed; /* they let in what the plan does not: they go away */
    struct lines foreign; /* kept as they are */
};

void beside_release(struct beside *beside);

struct change_item {
    enum change_sign sign;
    const struct line *line; /* of `planned` (added, same) or `live` (removed, foreign) */
    const struct line *live; /* same: its live twin (for hits); else NULL */
};

struct change {
    struct change_item *items; /* in reading order: groups as planned, removed lines where they stood */
    size_t count, cap, added, removed, same, foreign;
};

/* Compares by group and text, in order (longest common subsequence; above 2 000 lines a group by multiset).
 * Borrowed lines must outlive the change. */
void change_make(struct change *change, const struct lines *planned, const struct lines *live);
void change_release(struct change *change);
char change_mark(enum change_sign sign); /* '+', '-', '=', ' ' */

#endif
