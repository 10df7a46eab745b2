/* The tables of one family as iptables-save prints them: filter, nat, mangle, raw, security, each with its
 * chains and rules. */
#ifndef BACKENDS_UFW_KERNEL_TABLES_H
#define BACKENDS_UFW_KERNEL_TABLES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct table_rule {
    char *text; /* `-A chain ...` without counters; owned */
    uint64_t packets, bytes;
};

struct table_chain {
    char *name, *policy; /* policy: `-` for chains that are not built in; owned */
    struct table_rule *rules;
    size_t count, cap;
};

struct xtable {
    char *name;  /* owned */
    bool opaque; /* it holds rules that iptables cannot show, so nothing is known of it */
    struct table_chain *chains;
    size_t count, cap;
};

struct tables {
    struct xtable *items;
    size_t count, cap;
};

/* Reads what iptables-save printed, with or without counters; anything else gives no tables. */
void tables_parse(struct tables *tables, const char *save);
const struct xtable *tables_find(const struct tables *tables, const char *name);
/* NULL where the table is NULL or has no such chain. */
const struct table_chain *table_chain(const struct xtable *table, const char *name);
bool table_chain_is_built_in(const struct table_chain *chain);
/* Rules and policy, in order; counters aside. A chain that is not there (NULL) equals only another. */
bool table_chain_equal(const struct table_chain *a, const struct table_chain *b);
/* Whether the chain (NULL: none) holds the rule. */
bool table_chain_has(const struct table_chain *chain, const char *rule);
/* twins[i], for each rule of `a`: the place of the same rule in `b` (NULL: none), or LCS_NONE (core/base/lcs.h). The
 * caller frees it. */
size_t *table_chain_twins(const struct table_chain *a, const struct table_chain *b);
void tables_release(struct tables *tables);

#endif
