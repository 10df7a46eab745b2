#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "backends/nft/compile/prefixset.h"

static void add(struct prefixset *set, const char *text)
{
    struct prefix prefix;
    const char *why;
    assert_int_equal(prefix_parse(text, &prefix, &why), 0);
    prefixset_add(set, &prefix);
}

static void overlapping_and_touching_prefixes_become_one(void **state)
{
    (void)state;
    struct prefixset set = {.family = FAMILY_4};
    add(&set, "10.0.1.0/24");
    add(&set, "10.0.0.0/24");
    add(&set, "10.0.0.7");
    add(&set, "fd00::1"); /* the other family is left out */
    add(&set, "10.0.3.0/24");
    prefixset_merge(&set);
    unsigned length = 0;
    assert_int_equal(set.count, 2);
    assert_true(range_is_prefix(&set.items[0], FAMILY_4, &length));
    assert_int_equal(length, 23);
    prefixset_release(&set);
}

static void ends_of_the_address_space(void **state)
{
    (void)state;
    struct prefixset set = {.family = FAMILY_6};
    add(&set, "8000::/1");
    assert_false(prefixset_is_all(&set));
    add(&set, "::/1");
    add(&set, "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff");
    prefixset_merge(&set);
    assert_true(prefixset_is_all(&set));
    prefixset_release(&set);
}

/* Against a plain map of the addresses of one /24. */
static void random_sets_hold_what_was_put_in(void **state)
{
    (void)state;
    srandom(20261120);
    for (int round = 0; round < 2000; round++) {
        bool wanted[256] = {0}, got[256] = {0};
        struct prefixset set = {.family = FAMILY_4};
        for (long i = random() % 12; i >= 0; i--) {
            struct prefix prefix = {.family = FAMILY_4, .length = (uint8_t)(24 + random() % 9)};
            unsigned first = (unsigned)(random() % 256) & (0xff00u >> (prefix.length - 24));
            memcpy(prefix.bytes, (uint8_t[]){10, 0, 0, (uint8_t)first}, 4);
            prefixset_add(&set, &prefix);
            memset(wanted + first, true, 1u << (32 - prefix.length));
        }
        prefixset_merge(&set);
        for (size_t i = 0; i < set.count; i++) {
            memset(got + set.items[i].first[3], true, 1u + set.items[i].last[3] - set.items[i].first[3]);
            if (i)
                assert_true(set.items[i].first[3] > set.items[i - 1].last[3] + 1);
        }
        assert_memory_equal(got, wanted, sizeof(got));
        prefixset_release(&set);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(overlapping_and_touching_prefixes_become_one),
        cmocka_unit_test(ends_of_the_address_space),
        cmocka_unit_test(random_sets_hold_what_was_put_in),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
