/* A line: what a backend compiled, or read back from the machine; one kernel or ufw rule, or one setting. It
 * carries what it is about as values, which are what code decides by, and the tool's own spelling, which is
 * for showing and for telling whether two rule sets are exactly the same. */
#ifndef CORE_PLAN_LINE_H
#define CORE_PLAN_LINE_H

#include "core/plan/traffic.h"

struct rule;

enum line_kind {
    LINE_RULE,    /* a rule of a flow */
    LINE_OTHER,   /* a rule of no flow: always there, or of somebody unknown */
    LINE_LOG,     /* writes to the log; the drop that it is about stands behind it */
    LINE_SETTING, /* a default policy, a switch */
    LINE_STOCK,   /* what the firewall itself lets through, whoever sets it up */
    LINE_NOTICE   /* no rule: what is not as it should be */
};

struct line {
    enum line_kind kind;
    struct traffic traffic; /* of rules, log lines and default policies; else all zero */
    char *group;            /* where it stands, as the tool calls it: a chain, a file; owned */
    char *text;             /* as the backend's tool prints it, counters and slot aside; owned */
    char *comment;          /* `service from>to`, `service N peers`; NULL: none; owned */
    char *service;          /* of the comment; NULL: none; owned */
    char *key; /* what a site's `not-ours` calls somebody else's rule; NULL: nothing to choose; owned */
    const char *peers;       /* of the comment: what stands behind the service, "" for nothing; NULL: none */
    uint64_t packets, bytes; /* live: hits; else 0 */
    const struct rule *
        *rules; /* planned: the plan's rules that were joined into it (borrowed from the plan); owned array */
    size_t rule_count;
};

struct lines {
    struct line *items;
    size_t count, cap;
};

/* With a comment it is of a flow, without one of none, and its traffic is all zero: who knows better says
 * so. */
struct line *lines_add(struct lines *lines, const char *group, const char *text, const char *comment);
void line_lead(struct line *line, const struct rule *const *rules, size_t count); /* to rules of the plan */
/* Copies, hits and rules too. */
struct line *lines_copy(struct lines *lines, const struct line *line);
void lines_append(struct lines *lines, const struct lines *more);
void lines_release(struct lines *lines);
/* Takes the settings away that `others` have too, in the same group; NULL: all. */
void lines_drop_settings(struct lines *lines, const struct lines *others);
/* Whether both hold the same lines in the same order, hits and values aside. */
bool lines_same(const struct lines *a, const struct lines *b);

/* Rules of a machine that are not ours, beside a plan. */
struct beside {
    struct lines same;    /* they are what the plan wants: kept, and not made again */
    struct lines removed; /* they let in what the plan does not: they go away */
    struct lines added;   /* what becomes of those that are removed because they move with a port */
    struct lines foreign; /* kept as they are */
};

void beside_release(struct beside *beside);

/* `service from>to`, or `service N peers`, of rules that are one line; cut off behind `most` bytes. */
char *rules_comment(const struct rule *const *rules, size_t count, size_t most, struct arena *arena);

/* As bytes, for images: `group TAB text TAB comment TAB values`, a line each, hits and rules aside. The
 * caller frees it. Tabs and newlines, which no line has, become spaces. */
char *lines_pack(const struct lines *lines);
/* -1: no such text; `lines` is then empty. Lines without values, as the first version wrote them, get what
 * group and comment tell. */
int lines_unpack(const char *text, size_t length, struct lines *lines);

#endif
