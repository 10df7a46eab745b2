#include "core/base/lcs.h"

#include <stdbool.h>
#include <stdlib.h>

#include "core/base/text.h"

enum { CELLS_AT_MOST = 16 << 20 };

struct pairing {
    const void *const *a, *const *b;
    size_t rows, columns;
    lcs_order order;
    size_t *twins;
};

static bool lcs_equal(const struct pairing *pairing, size_t row, size_t column)
{
    return pairing->order(pairing->a[row], pairing->b[column]) == 0;
}

/* Lengths of the longest common subsequence of what follows each pair of places. */
static uint32_t *lcs_table(const struct pairing *pairing)
{
    size_t across = pairing->columns + 1;
    uint32_t *table = xcalloc((pairing->rows + 1) * across, sizeof(*table));
    for (size_t i = pairing->rows; i-- > 0;)
        for (size_t k = pairing->columns; k-- > 0;) {
            uint32_t down = table[(i + 1) * across + k], right = table[i * across + k + 1];
            table[i * across + k] = lcs_equal(pairing, i, k) ? table[(i + 1) * across + k + 1] + 1
                                    : down > right           ? down
                                                             : right;
        }
    return table;
}

static void pair_by_table(const struct pairing *pairing, size_t offset)
{
    uint32_t *table = lcs_table(pairing);
    size_t across = pairing->columns + 1;
    for (size_t i = 0, k = 0; i < pairing->rows && k < pairing->columns;) {
        if (lcs_equal(pairing, i, k))
            pairing->twins[i++] = offset + k++;
        else if (table[(i + 1) * across + k] >= table[i * across + k + 1])
            i++;
        else
            k++;
    }
    free(table);
}

/* An item and its place, to be sorted by what it is. */
struct lcs_place {
    const struct pairing *pairing;
    const void *item;
    size_t place;
};

static int by_item(const void *x, const void *y)
{
    const struct lcs_place *a = x, *b = y;
    int order = a->pairing->order(a->item, b->item);
    return order ? order : (a->place > b->place) - (a->place < b->place);
}

static struct lcs_place *places_of(const struct pairing *pairing, const void *const *items, size_t count)
{
    struct lcs_place *places = xcalloc(count + 1, sizeof(*places));
    for (size_t i = 0; i < count; i++)
        places[i] = (struct lcs_place){pairing, items[i], i};
    qsort(places, count, sizeof(*places), by_item);
    return places;
}

/* The n-th of each kind with the n-th of the same kind, wherever it stands. */
static void pair_alike(const struct pairing *pairing, size_t *alike)
{
    struct lcs_place *rows = places_of(pairing, pairing->a, pairing->rows),
                     *columns = places_of(pairing, pairing->b, pairing->columns);
    for (size_t i = 0; i < pairing->rows; i++)
        alike[i] = LCS_NONE;
    for (size_t i = 0, k = 0; i < pairing->rows && k < pairing->columns;) {
        int order = pairing->order(rows[i].item, columns[k].item);
        if (order == 0)
            alike[rows[i].place] = columns[k].place;
        i += order <= 0;
        k += order >= 0;
    }
    free(rows);
    free(columns);
}

/* The longest run of pairs that rises on both sides: `tails[n]` ends the best one of n + 1 pairs. */
static void keep_rising(const struct pairing *pairing, const size_t *alike, size_t offset)
{
    size_t *tails = xcalloc(pairing->rows + 1, sizeof(*tails)),
           *before = xcalloc(pairing->rows + 1, sizeof(*before)), count = 0;
    for (size_t i = 0; i < pairing->rows; i++) {
        size_t low = 0, high = count;
        if (alike[i] == LCS_NONE)
            continue;
        while (low < high) {
            size_t middle = (low + high) / 2;
            if (alike[tails[middle]] < alike[i])
                low = middle + 1;
            else
                high = middle;
        }
        before[i] = low ? tails[low - 1] : LCS_NONE;
        tails[low] = i;
        count = low == count ? count + 1 : count;
    }
    for (size_t i = count ? tails[count - 1] : LCS_NONE; i != LCS_NONE; i = before[i])
        pairing->twins[i] = offset + alike[i];
    free(tails);
    free(before);
}

static void pair_by_kind(const struct pairing *pairing, size_t offset)
{
    size_t *alike = xcalloc(pairing->rows + 1, sizeof(*alike));
    pair_alike(pairing, alike);
    keep_rising(pairing, alike, offset);
    free(alike);
}

/* What both begin and end with needs no table: that is most of a usual change. */
void lcs_pair(const void *const *a, size_t rows, const void *const *b, size_t columns, lcs_order order,
              size_t *twins)
{
    size_t head = 0, tail = 0;
    for (size_t i = 0; i < rows; i++)
        twins[i] = LCS_NONE;
    for (; head < rows && head < columns && order(a[head], b[head]) == 0; head++)
        twins[head] = head;
    for (;
         tail < rows - head && tail < columns - head && order(a[rows - 1 - tail], b[columns - 1 - tail]) == 0;
         tail++)
        twins[rows - 1 - tail] = columns - 1 - tail;
    struct pairing middle = {.rows = rows - head - tail, .columns = columns - head - tail, .order = order};
    if (middle.rows == 0 || middle.columns == 0)
        return;
    middle.a = a + head;
    middle.b = b + head;
    middle.twins = twins + head;
    if (middle.rows < CELLS_AT_MOST / middle.columns)
        pair_by_table(&middle, head);
    else
        pair_by_kind(&middle, head);
}
