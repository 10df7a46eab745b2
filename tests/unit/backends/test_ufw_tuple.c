#include "backends/ufw/rules/tuple.h"
#include "core/base/text.h"
#include "tests/unit/sites.h"

static void odd_lines(void **state)
{
    (void)state;
    static const char *const bad[] = {"", "allow tcp 22", "permit tcp 22 0.0.0.0/0 any 0.0.0.0/0 in",
                                      "allow_noise tcp 22 0.0.0.0/0 any 0.0.0.0/0 in",
                                      "allow tcp 22 0.0.0.0/0 any 0.0.0.0/0 - - in x"};
    static const char *const good[] = {"allow tcp 22 0.0.0.0/0 any 0.0.0.0/0",
                                       "allow tcp 22 0.0.0.0/0 any 0.0.0.0/0 OpenSSH -",
                                       "allow tcp 22 0.0.0.0/0 any 0.0.0.0/0 in comment=xyz"};
    struct arena arena = {0};
    struct tuple tuple;
    for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
        assert_int_equal(tuple_parse(&tuple, FAMILY_4, bad[i], strlen(bad[i]), &arena), -1);
    for (size_t i = 0; i < sizeof(good) / sizeof(*good); i++) {
        struct text text = {0};
        assert_int_equal(tuple_parse(&tuple, FAMILY_4, good[i], strlen(good[i]), &arena), 0);
        tuple_format(&tuple, &text);
        assert_string_equal(text_get(&text), good[i]);
        text_release(&text);
    }
    assert_null(tuple.comment);
    arena_release(&arena);
}

static struct tuple parsed(const char *line, struct arena *arena)
{
    struct tuple tuple;
    assert_int_equal(tuple_parse(&tuple, FAMILY_4, line, strlen(line), arena), 0);
    return tuple;
}

static void overlaps(void **state)
{
    (void)state;
    static const struct {
        const char *a, *b;
        bool meet;
    } cases[] = {
        {"deny tcp 22 0.0.0.0/0 any 0.0.0.0/0 in", "allow tcp 22 0.0.0.0/0 any 10.0.0.1 in", true},
        {"deny tcp 22 0.0.0.0/0 any 0.0.0.0/0 in", "allow tcp 23 0.0.0.0/0 any 10.0.0.1 in", false},
        {"deny tcp 20:25,80 0.0.0.0/0 any 0.0.0.0/0 in", "allow tcp 23 0.0.0.0/0 any 0.0.0.0/0 in", true},
        {"deny any any 0.0.0.0/0 any 10.0.0.0/8 in", "allow udp 23 0.0.0.0/0 any 10.9.9.9 in", true},
        {"deny any any 0.0.0.0/0 any 10.0.0.0/8 in", "allow udp 23 0.0.0.0/0 any 11.9.9.9 in", false},
        {"deny any any 0.0.0.0/0 any 0.0.0.0/0 out", "allow udp 23 0.0.0.0/0 any 0.0.0.0/0 in", false},
        {"deny any any 0.0.0.0/0 any 0.0.0.0/0 in_eth0", "allow udp 23 0.0.0.0/0 any 0.0.0.0/0 in_eth1",
         false},
        {"deny any any 0.0.0.0/0 any 0.0.0.0/0 in_eth0", "allow udp 23 0.0.0.0/0 any 0.0.0.0/0 in", true},
    };
    struct arena arena = {0};
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        struct tuple a = parsed(cases[i].a, &arena), b = parsed(cases[i].b, &arena);
        assert_int_equal(tuple_overlaps(&a, &b), cases[i].meet);
        assert_int_equal(tuple_overlaps(&b, &a), cases[i].meet);
    }
    arena_release(&arena);
}

static void names_of_interfaces_hold_what_they_like(void **state)
{
    (void)state;
    static const struct {
        const char *direction, *in, *out;
    } cases[] = {
        {"in_main_0", "main_0", NULL},
        {"out_main_0", NULL, "main_0"},
        {"in_out_x!out_in_y", "out_x", "in_y"},
        {"in_eth0!out_eth1", "eth0", "eth1"},
        {"in", NULL, NULL},
        {"out_in_0", NULL, "in_0"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        const struct tuple tuple = {.direction = cases[i].direction};
        char name[16];
        for (int out = 0; out < 2; out++) {
            const char *wanted = out ? cases[i].out : cases[i].in;
            assert_int_equal(tuple_interface(&tuple, out, name), wanted != NULL);
            if (wanted)
                assert_string_equal(name, wanted);
        }
    }
}

static void a_single_address_has_two_spellings(void **state)
{
    (void)state;
    struct arena arena = {0};
    struct tuple a = parsed("allow tcp 22 10.0.0.1/32 any 10.9.0.0/16 in", &arena),
                 b = parsed("allow tcp 22 10.0.0.1 any 10.9.0.0/16 in", &arena),
                 c = parsed("allow tcp 22 10.0.0.1 any 10.9.0.0/24 in", &arena);
    assert_true(tuple_same_key(&a, &b));
    assert_false(tuple_same_key(&b, &c));
    arena_release(&arena);
}

static void a_profile_is_named_as_it_is_typed(void **state)
{
    (void)state;
    struct arena arena = {0};
    static const char *const cases[][2] = {
        {"allow tcp 80,443 0.0.0.0/0 any 0.0.0.0/0 Nginx%20Full - in",
         "allow in from any to any app 'Nginx Full'"},
        {"allow tcp 22 0.0.0.0/0 any 0.0.0.0/0 OpenSSH - in", "allow in from any to any app OpenSSH"},
    };
    for (size_t i = 0; i < 2; i++) {
        struct tuple tuple = parsed(cases[i][0], &arena);
        struct text text = {0};
        tuple_words(&tuple, true, &text);
        assert_string_equal(text_get(&text), cases[i][1]);
        text_release(&text);
    }
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(odd_lines),
        cmocka_unit_test(overlaps),
        cmocka_unit_test(names_of_interfaces_hold_what_they_like),
        cmocka_unit_test(a_single_address_has_two_spellings),
        cmocka_unit_test(a_profile_is_named_as_it_is_typed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
