#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "core/base/text.h"

static void safe_shows_what_a_terminal_would_act_on(void **state)
{
    (void)state;
    char *shown = text_safe("a\x1b[2J\xc2\x9b\xff\xe2\x80\xae"
                            "é");
    assert_string_equal(shown, "a^[[2J\\xc2\\x9b\\xff\\u{202E}é");
    free(shown);
}

static void names_follow_the_design(void **state)
{
    (void)state;
    assert_true(text_is_name("srv-a.1_x"));
    assert_false(text_is_name("-srv"));
    assert_false(text_is_name(""));
    assert_false(text_is_name("sr v"));
    assert_true(text_is_interface("123456789012345"));
    assert_false(text_is_interface("1234567890123456"));
}

static void nearest_word_is_found(void **state)
{
    (void)state;
    const char *words[] = {"server", "permanent-standby", "web-server"};
    assert_string_equal(text_nearest("sever", words, 3), "server");
    assert_string_equal(text_nearest("sevrer", words, 3), "server");
    const char *four[] = {"name"};
    assert_string_equal(text_nearest("nmae", four, 1), "name");
    assert_null(text_nearest("gateway", words, 3));
}

static void columns_count_cells(void **state)
{
    (void)state;
    assert_int_equal(text_columns("é日a"), 4);
}

static void lines_become_one(void **state)
{
    char *one = text_one_line("Set gone does not exist. \n\nError at line: 4\n\tTry help\n");
    (void)state;
    assert_string_equal(one, "Set gone does not exist.; Error at line: 4; \tTry help");
    free(one);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_become_one),        cmocka_unit_test(safe_shows_what_a_terminal_would_act_on),
        cmocka_unit_test(names_follow_the_design), cmocka_unit_test(nearest_word_is_found),
        cmocka_unit_test(columns_count_cells),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
