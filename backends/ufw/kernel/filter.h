/* The table `filter` of one family as iptables-save prints it. */
#ifndef BACKENDS_UFW_KERNEL_FILTER_H
#define BACKENDS_UFW_KERNEL_FILTER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct filter_rule {
    char *text; /* `-A chain ...` without counters; owned */
    uint64_t packets, bytes;
};

struct filter_chain {
    char *name, *policy; /* policy: `-` for chains that are not built in; owned */
    struct filter_rule *rules;
    size_t count, cap;
};

struct filter {
    struct filter_chain *chains;
    size_t count, cap;
};

/* Text of another table, or none, gives an empty filter. */
void filter_parse(struct filter *filter, const char *save);
const struct filter_chain *filter_chain(const struct filter *filter, const char *name);
void filter_release(struct filter *filter);

#endif
