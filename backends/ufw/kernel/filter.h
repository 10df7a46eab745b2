/* The table `filter` of one family as iptables-save prints it, and the way from one to another in one
 * transaction that no packet falls into. */
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

/* For `iptables-restore -n`: ufw's chains become those of `to`, policies too, and its jumps stand in the
 * built-in chains; what others have in there stays. The caller frees it. */
char *filter_forward(const struct filter *now, const struct filter *to);
/* The way back from there to `now`: chains and jumps that were not there go away. The caller frees it. */
char *filter_back(const struct filter *now, const struct filter *to);
/* For an ufw that is switched off: the chains that the built-in ones jump to are empty, the others
 * gone, policies ACCEPT, as `ufw disable` leaves them. The
 * caller frees it. */
char *filter_off(const struct filter *now);
/* Policies and ufw's chains as text, without counters: equal text, equal rules. The caller frees it. */
char *filter_print(const struct filter *filter);

#endif
