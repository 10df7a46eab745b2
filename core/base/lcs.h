/* The longest common subsequence of two sequences: what stayed, when one became the other. */
#ifndef CORE_BASE_LCS_H
#define CORE_BASE_LCS_H

#include <stddef.h>
#include <stdint.h>

#define LCS_NONE SIZE_MAX

/* As of qsort, over two items: 0 = they are equal. */
typedef int (*lcs_order)(const void *a, const void *b);

/* twins[i], for each of the `rows` items of `a`: the place of its twin in `b`, or LCS_NONE. Twins rise. Where
 * the two differ by many thousands of items the subsequence is common and may not be the longest. */
void lcs_pair(const void *const *a, size_t rows, const void *const *b, size_t columns, lcs_order order,
              size_t *twins);

#endif
