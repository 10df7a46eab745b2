/* Sets of addresses as sorted, disjoint ranges of one family: what an interval set of the kernel takes. */
#ifndef BACKENDS_NFT_COMPILE_PREFIXSET_H
#define BACKENDS_NFT_COMPILE_PREFIXSET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/net/ranges.h"

struct prefixset {
    uint8_t family; /* FAMILY_4 or FAMILY_6; prefixes of the other are left out */
    struct range *items;
    size_t count, cap;
};

/* Whether the range is one prefix; its length in *length. */
bool range_is_prefix(const struct range *range, uint8_t family, unsigned *length);

void prefixset_add(struct prefixset *set, const struct prefix *prefix);
void prefixset_add_range(struct prefixset *set, const struct range *range);
/* Sorts, and merges what overlaps or touches: O(n log n). Everything below wants it done. */
void prefixset_merge(struct prefixset *set);
bool prefixset_equal(const struct prefixset *a, const struct prefixset *b);
/* Whether it is the whole address space. */
bool prefixset_is_all(const struct prefixset *set);
/* qsort, unless they stand in order already, as the kernel gives them and most sites do. */
void prefixset_sort(struct prefixset *set, int (*order)(const void *a, const void *b));
void prefixset_release(struct prefixset *set);

#endif
