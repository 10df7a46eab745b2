/* The longest common subsequence, beside a plain recursive one. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/base/lcs.h"

enum { LETTERS = 9, ROUNDS = 2000, MANY = 6000 };

static unsigned seed;

static unsigned draw(unsigned below)
{
    seed = seed * 1103515245 + 12345;
    return (seed >> 16) % below;
}

static int by_letter(const void *a, const void *b)
{
    return *(const char *)a - *(const char *)b;
}

static int by_number(const void *a, const void *b)
{
    return (*(const int *)a > *(const int *)b) - (*(const int *)a < *(const int *)b);
}

static size_t longest(const char *a, const char *b)
{
    if (!*a || !*b)
        return 0;
    if (*a == *b)
        return 1 + longest(a + 1, b + 1);
    size_t left = longest(a + 1, b), right = longest(a, b + 1);
    return left > right ? left : right;
}

static void word(char *letters, const void **places)
{
    size_t length = draw(LETTERS);
    for (size_t i = 0; i < length; i++)
        letters[i] = (char)('a' + (char)draw(3));
    letters[length] = '\0';
    for (size_t i = 0; i < length; i++)
        places[i] = &letters[i];
}

static void it_is_common_and_longest(void **state)
{
    (void)state;
    for (unsigned round = 1; round <= ROUNDS; round++) {
        char a[LETTERS + 1], b[LETTERS + 1];
        const void *rows[LETTERS], *columns[LETTERS];
        size_t twins[LETTERS + 1], pairs = 0, next = 0;
        seed = round;
        word(a, rows);
        word(b, columns);
        lcs_pair(rows, strlen(a), columns, strlen(b), by_letter, twins);
        for (size_t i = 0; i < strlen(a); i++) {
            if (twins[i] == LCS_NONE)
                continue;
            assert_true(twins[i] >= next && a[i] == b[twins[i]]);
            next = twins[i] + 1;
            pairs++;
        }
        assert_int_equal(pairs, longest(a, b));
    }
}

/* Above the table's size: two long lists in which every third item was replaced. */
static void very_long_ones_are_paired_too(void **state)
{
    (void)state;
    int *numbers = calloc(2 * MANY, sizeof(*numbers));
    const void **rows = calloc(MANY, sizeof(*rows)), **columns = calloc(MANY, sizeof(*columns));
    size_t *twins = calloc(MANY, sizeof(*twins)), pairs = 0;
    assert_true(numbers && rows && columns && twins);
    for (size_t i = 0; i < MANY; i++) {
        numbers[i] = (int)i;
        numbers[MANY + i] = i % 3 == 0 ? -1 - (int)i : (int)i;
        rows[i] = &numbers[i];
        columns[i] = &numbers[MANY + i];
    }
    lcs_pair(rows, MANY, columns, MANY, by_number, twins);
    for (size_t i = 0; i < MANY; i++) {
        pairs += twins[i] != LCS_NONE;
        assert_true(twins[i] == LCS_NONE || twins[i] == i);
    }
    assert_int_equal(pairs, MANY - MANY / 3);
    free(numbers);
    free(rows);
    free(columns);
    free(twins);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_is_common_and_longest),
        cmocka_unit_test(very_long_ones_are_paired_too),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
