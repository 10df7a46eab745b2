#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tui/cli/options.h"

enum { WORDS_MAX = 12 };

/* Parses words separated by single blanks, `penstock` in front. The words live in `line`. */
static int parse(struct arguments *arguments, char *line, char **why)
{
    char *argv[WORDS_MAX + 1] = {(char *)(uintptr_t) "penstock"};
    int argc = 1;
    *why = NULL;
    for (char *word = strtok(line, " "); word && argc < WORDS_MAX; word = strtok(NULL, " "))
        argv[argc++] = word;
    return arguments_parse(arguments, argc, argv, why);
}

static void refuses(const char *text, const char *sentence)
{
    struct arguments arguments;
    char line[128], *why;
    strcpy(line, text);
    assert_int_equal(parse(&arguments, line, &why), -1);
    assert_string_equal(why, sentence);
    free(why);
    arguments_release(&arguments);
}

static void options_and_operands_mix(void **state)
{
    (void)state;
    struct arguments arguments;
    char line[] = "--host srv-a plan --format=json site.yaml --catalog a --catalog=b --yes", *why;
    assert_int_equal(parse(&arguments, line, &why), 0);
    assert_int_equal(arguments.operand_count, 2);
    assert_string_equal(arguments.operands[0], "plan");
    assert_string_equal(arguments.operands[1], "site.yaml");
    assert_string_equal(arguments.values[OPTION_HOST], "srv-a");
    assert_string_equal(arguments.values[OPTION_FORMAT], "json");
    assert_int_equal(arguments.catalog_count, 2);
    assert_string_equal(arguments.catalogs[1], "b");
    assert_int_equal(arguments.given, OPTION(HOST) | OPTION(FORMAT) | OPTION(CATALOG) | OPTION(YES));
    arguments_release(&arguments);
}

static void two_dashes_end_the_options(void **state)
{
    (void)state;
    struct arguments arguments;
    char line[] = "check -- --yes -", *why;
    assert_int_equal(parse(&arguments, line, &why), 0);
    assert_int_equal(arguments.given, 0);
    assert_int_equal(arguments.operand_count, 3);
    assert_string_equal(arguments.operands[1], "--yes");
    arguments_release(&arguments);
}

static void wrong_options_are_told_in_words(void **state)
{
    (void)state;
    refuses("--formt json", "unknown option '--formt'; did you mean '--format'?");
    refuses("--qqqqqqqqq", "unknown option '--qqqqqqqqq'; 'penstock help' shows what there is");
    refuses("-x", "unknown option '-x'; options are words, such as '--help'");
    refuses("plan --host", "'--host' needs a value: --host NAME");
    refuses("plan --host=", "'--host' needs a value: --host NAME");
    refuses("apply --yes=no", "'--yes' takes no value; leave out '=no'");
    refuses("plan --host a --host b", "'--host' is given twice; give it once");
}

static int number(const char *value, unsigned *read)
{
    struct arguments arguments = {0};
    char *why = NULL;
    arguments.values[OPTION_CONFIRM_WITHIN] = value;
    int done = arguments_number(&arguments, OPTION_CONFIRM_WITHIN, 10, 3600, 60, read, &why);
    free(why);
    return done;
}

static void numbers_have_bounds(void **state)
{
    (void)state;
    static const char *const wrong[] = {"9",   "3601", "0",   "-20", "+20",
                                        "20s", "0x20", " 20", "",    "99999999999999999999"};
    unsigned read;
    assert_int_equal(number(NULL, &read), 0);
    assert_int_equal(read, 60);
    assert_int_equal(number("10", &read), 0);
    assert_int_equal(read, 10);
    assert_int_equal(number("3600", &read), 0);
    assert_int_equal(read, 3600);
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
        assert_int_equal(number(wrong[i], &read), -1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(options_and_operands_mix),
        cmocka_unit_test(two_dashes_end_the_options),
        cmocka_unit_test(wrong_options_are_told_in_words),
        cmocka_unit_test(numbers_have_bounds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
