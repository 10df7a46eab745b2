/* Tuples as lines: what previews, changes and the status show, one line for a rule and its twin of the other
 * family. */
#ifndef BACKENDS_UFW_RULES_SHOW_H
#define BACKENDS_UFW_RULES_SHOW_H

#include "backends/ufw/rules/desired.h"
#include "core/plan/written.h"

struct shown {
    const struct tuple *tuple;
    const struct rule *const *rules;
    size_t rule_count;
    uint64_t packets, bytes;
};

struct shown_list {
    struct shown *items;
    size_t count, cap;
};

/* A shell's line that has ufw's start switch forwarding on. */
#define SHOW_FORWARDS                                                                        \
    "sed -i -E 's,^#(net/ipv4/ip_forward|net/ipv6/conf/(default|all)/forwarding)=1,\\1=1,' " \
    "/etc/ufw/sysctl.conf\n"

/* The same rule of the two families, about any addresses. */
bool show_are_twins(const struct tuple *a, const struct tuple *b);
void shown_add(struct shown_list *list, const struct shown *shown);
void shown_release(struct shown_list *list);

/* Groups input, output and forward; comments without our prefix. `ipv6` false: rules have no twins. */
void show_tuples(struct lines *lines, const struct shown_list lists[UFW_FAMILIES], bool ipv6);
/* Group `ufw`: policies, logging and `enable`, such as `default deny incoming`. What is NULL is left out. */
void show_settings(struct lines *lines, const char *const policies[POLICY_COUNT], const char *logging,
                   bool enabled);
/* All that is wanted. */
void show_desired(struct lines *lines, const struct desired *desired, bool ipv6);
/* The commands of ufw, and the edits of its files, that lead to the same rules; the caller frees it. `written` may be
 * NULL. */
char *show_commands(const struct desired *desired, struct written *written);

#endif
