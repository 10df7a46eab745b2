/* What a plan means in ufw's own terms, without looking at a machine: tuples, the lines of the marked block
 * in before.rules, policies and logging. Everything later (commands, preview, files) is made from it. */
#ifndef BACKENDS_UFW_RULES_DESIRED_H
#define BACKENDS_UFW_RULES_DESIRED_H

#include "backends/ufw/rules/wish.h"
#include "core/plan/change.h"

enum { UFW_4, UFW_6, UFW_FAMILIES };

enum { UFW_COMMENT = 118 /* with our prefix 127: the kernel keeps no more of a comment */ };

/* A rule that moves with a port: as it was, and as it becomes. */
struct moved_rule {
    struct tuple from, to;
};

struct moved_rules {
    struct moved_rule *items;
    size_t count, cap;
};

enum ufw_switch { UFW_AS_IT_IS, UFW_ON, UFW_OFF };

enum {
    POLICY_INPUT,
    POLICY_OUTPUT,
    POLICY_FORWARD,
    POLICY_COUNT,
    SETTING_LOGGING = POLICY_COUNT,
    SETTING_COUNT
};

struct desired {
    const struct plan *plan;            /* NULL: no rules of ours, or read from an image */
    const char *policies[POLICY_COUNT]; /* ACCEPT, DROP or REJECT; NULL = as they are */
    const char *logging;                /* off, low ...; NULL = as it is */
    bool theirs[SETTING_COUNT];         /* others set it since, and the plan is content with it */
    enum ufw_switch enabled;
    bool forwards;         /* packets are to be passed on: sysctl.conf says so */
    const char *forwarded; /* of the origin: the kernel's three switches, `0 0 0`; NULL = never ours */
    struct wishes wishes[UFW_FAMILIES]; /* in the order in which they shall stand */
    struct lines block[UFW_FAMILIES];   /* group: before.rules or before6.rules */
    /* Somebody else's, known once a machine was seen: those that go away, or went away for an earlier plan;
     * and those of them that come back because this plan wants what they let in. */
    struct tuples removed[UFW_FAMILIES], restored[UFW_FAMILIES];
    struct tuples original[UFW_FAMILIES];    /* in the order before penstock: where what comes back stood */
    struct moved_rules moving[UFW_FAMILIES]; /* those that move, on this machine */
    struct moved_rules moved[UFW_FAMILIES];  /* and what earlier moves made of rules, for the way back */
    bool in_place; /* ours stay where they stand, one by one: they are what was there, moved */
    struct arena arena;
};

/* plan NULL: a machine without rules of ours. The plan must outlive it. */
void desired_make(struct desired *desired, const struct plan *plan);
void desired_release(struct desired *desired);

/* The steps. */
void desired_block(struct desired *desired, const struct plan *plan);
uint8_t ufw_family(size_t index); /* FAMILY_4 or FAMILY_6 */
/* The prefixes of `list` of one family; anywhere gives one of length 0; none: *count 0. */
const struct prefix *ufw_ends(const struct prefixes *list, uint8_t family, size_t *count,
                              struct arena *arena);

#endif
