#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "core/catalog/version.h"

static struct version year(const char *text)
{
    struct version out;
    const char *why = NULL;
    if (version_parse(text, VERSION_YEAR_RELEASE, &out, &why) < 0)
        fail_msg("'%s': %s", text, why);
    return out;
}

static struct version dotted(const char *text)
{
    struct version out;
    const char *why = NULL;
    if (version_parse(text, VERSION_DOTTED, &out, &why) < 0)
        fail_msg("'%s': %s", text, why);
    return out;
}

static void years_are_ordered(void **state)
{
    (void)state;
    static const char *const order[] = {"unknown",   "2009", "2015 R1",   "2015 R2", "2017 R3",
                                        "2017 R3.1", "2019", "2019 R1.4", "2020",    "2022 R10"};
    for (size_t i = 0; i < sizeof(order) / sizeof(order[0]); i++)
        for (size_t j = 0; j < sizeof(order) / sizeof(order[0]); j++) {
            struct version a = year(order[i]), b = year(order[j]);
            int got = version_compare(&a, &b);
            assert_int_equal((got > 0) - (got < 0), (i > j) - (i < j));
        }
    struct version plain = year("2022"), first = year("2022 R1");
    assert_int_equal(version_compare(&plain, &first), 0);
}

static void dotted_parts_are_numbers(void **state)
{
    (void)state;
    struct version nine = dotted("4.9"), ten = dotted("4.10"), padded = dotted("4.60.023");
    struct version bare = dotted("4.60.23"), zero = dotted("4.10.0");
    assert_true(version_compare(&nine, &ten) < 0);
    assert_int_equal(version_compare(&padded, &bare), 0);
    assert_int_equal(version_compare(&ten, &zero), 0);
    assert_int_equal(padded.given, 3);
}

static struct version build(const char *text)
{
    struct version out;
    const char *why = NULL;
    if (version_parse(text, VERSION_RELEASE_BUILD, &out, &why) < 0)
        fail_msg("'%s': %s", text, why);
    return out;
}

/* The vendor names a release 4.3, and a build of it 4.30.011. */
static void releases_and_builds_are_one_scale(void **state)
{
    (void)state;
    static const char *const order[] = {"unknown",  "2.9",      "3.4",      "3.40.009", "3.5",      "4.1",
                                        "4.2",      "4.3",      "4.30.011", "4.4",      "4.40.014", "4.6",
                                        "4.60.009", "4.60.023", "4.7",      "5.0"};
    static const char *const same[][2] = {
        {"4.3", "4.30"}, {"4.6", "4.60.000"}, {"4.1", "4.10"}, {"5", "5.0"}};
    static const char *const bad[] = {"",      "4.",        "4.6.1",        "4.6.023", "4.60.23",
                                      "4.600", "4.60.0233", "4.6 Update 2", "v4.6"};
    for (size_t i = 0; i < sizeof(order) / sizeof(order[0]); i++)
        for (size_t j = 0; j < sizeof(order) / sizeof(order[0]); j++) {
            struct version a = build(order[i]), b = build(order[j]);
            int got = version_compare(&a, &b);
            assert_int_equal((got > 0) - (got < 0), (i > j) - (i < j));
        }
    for (size_t i = 0; i < sizeof(same) / sizeof(same[0]); i++) {
        struct version a = build(same[i][0]), b = build(same[i][1]);
        assert_int_equal(version_compare(&a, &b), 0);
    }
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        struct version out;
        const char *why = NULL;
        if (version_parse(bad[i], VERSION_RELEASE_BUILD, &out, &why) == 0)
            fail_msg("'%s' was taken", bad[i]);
        assert_non_null(why);
    }
}

static void versions_are_written_as_people_do(void **state)
{
    (void)state;
    static const char *const texts[] = {"4.3", "4.60.023", "4.35"};
    char buffer[VERSION_TEXT];
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        struct version version = build(texts[i]);
        assert_string_equal(version_format(&version, VERSION_RELEASE_BUILD, buffer), texts[i]);
    }
    struct version release = year("2015 R1"), plain = year("2020");
    assert_string_equal(version_format(&release, VERSION_YEAR_RELEASE, buffer), "2015 R1");
    assert_string_equal(version_format(&plain, VERSION_YEAR_RELEASE, buffer), "2020");
}

static void free_text_is_refused(void **state)
{
    (void)state;
    static const char *const bad_years[] = {
        "",         "22",          "20222",           "0202",  "2015R1", "2015 R", "2015 r1", "2015 R0",
        "2015 R1.", "2015 R1.2.3", "ClearSCADA 2015", "2022 ", "4.4",    "-202"};
    static const char *const bad_dotted[] = {"",     ".",         "4.",      ".4",       "4..4", "4.4a",
                                             "4.4 ", "1.2.3.4.5", "4.65536", "4.123456", "-4",   "v4.4"};
    struct version out;
    for (size_t i = 0; i < sizeof(bad_years) / sizeof(bad_years[0]); i++) {
        const char *why = NULL;
        if (version_parse(bad_years[i], VERSION_YEAR_RELEASE, &out, &why) == 0)
            fail_msg("'%s' was taken", bad_years[i]);
        assert_non_null(why);
        assert_false(out.known);
    }
    for (size_t i = 0; i < sizeof(bad_dotted) / sizeof(bad_dotted[0]); i++) {
        const char *why = NULL;
        if (version_parse(bad_dotted[i], VERSION_DOTTED, &out, &why) == 0)
            fail_msg("'%s' was taken", bad_dotted[i]);
        assert_non_null(why);
    }
}

static void up_to_takes_every_release_of_the_year(void **state)
{
    (void)state;
    struct version bound = year("2022"), later = year("2022 R9.9"), next = year("2023"), none = {0};
    struct version release = year("2015 R1"), newer = year("2015 R2");
    assert_true(version_up_to(&later, &bound));
    assert_false(version_up_to(&next, &bound));
    assert_true(version_up_to(&none, &bound));
    assert_true(version_up_to(&next, &none));
    assert_false(version_up_to(&newer, &release));
}

static void ranges_bound_what_they_name(void **state)
{
    (void)state;
    struct version_range range = {.from = year("2015 R1"), .before = year("2020")}, open = {0};
    struct version in = year("2019 R1.2"), old = year("2013"), next = year("2020"), first = year("2015");
    struct version none = {0};
    assert_true(version_in(&in, &range) && version_in(&first, &range));
    assert_false(version_in(&old, &range) || version_in(&next, &range) || version_in(&none, &range));
    assert_true(version_in(&none, &open) && version_in(&next, &open));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(years_are_ordered),
        cmocka_unit_test(dotted_parts_are_numbers),
        cmocka_unit_test(releases_and_builds_are_one_scale),
        cmocka_unit_test(versions_are_written_as_people_do),
        cmocka_unit_test(free_text_is_refused),
        cmocka_unit_test(up_to_takes_every_release_of_the_year),
        cmocka_unit_test(ranges_bound_what_they_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
