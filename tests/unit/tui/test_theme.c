#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "core/embed/embed.h"
#include "tui/form/theme.h"

static int parse(struct theme *theme, const char *text, struct problems *problems)
{
    return theme_parse(theme, "mine", text, strlen(text), problems);
}

static void the_default_theme_is_sound(void **state)
{
    (void)state;
    struct theme theme;
    struct problems problems = {0};
    const struct embedded *file = embedded_find(builtin_themes, "default");
    theme_plain(&theme);
    assert_non_null(file);
    assert_int_equal(theme_parse(&theme, file->name, file->text, file->length, &problems), 0);
    assert_int_equal(problems.count, 0);
    assert_int_equal(theme.paintings[PAINT_ERROR].fg, 1);
    assert_int_equal(theme.paintings[PAINT_NORMAL].bg, -1);
}

static void a_broken_theme_changes_nothing(void **state)
{
    (void)state;
    struct theme theme;
    struct problems problems = {0};
    theme_plain(&theme);
    assert_int_equal(parse(&theme, "roles:\n  error: {fg: green}\n  titel: {fg: rad}\n", &problems), -1);
    assert_int_equal(problems.count, 1);
    assert_int_equal(problems.items[0].line, 3);
    assert_non_null(strstr(problems.items[0].message, "'title'"));
    assert_int_equal(theme.paintings[PAINT_ERROR].fg, -1);
    problems_release(&problems);
    problems = (struct problems){0};
    assert_int_equal(parse(&theme, "roles: {title: {fg: rad}}", &problems), -1);
    assert_non_null(strstr(problems.items[0].message, "'red'"));
    problems_release(&problems);
}

static void a_role_that_a_theme_does_not_name_looks_like_another(void **state)
{
    (void)state;
    struct theme theme;
    struct problems problems = {0};
    theme_plain(&theme);
    assert_int_equal(parse(&theme, "roles: {normal: {fg: white, bg: blue}}", &problems), 0);
    assert_int_equal(theme.paintings[PAINT_MUTED].bg, 4);
    assert_int_equal(theme.paintings[PAINT_OK].bg, -1);
    theme_plain(&theme);
    assert_int_equal(parse(&theme, "roles: {normal: {bg: blue}, muted: {bg: red}}", &problems), 0);
    assert_int_equal(theme.paintings[PAINT_MUTED].bg, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_default_theme_is_sound),
        cmocka_unit_test(a_role_that_a_theme_does_not_name_looks_like_another),
        cmocka_unit_test(a_broken_theme_changes_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
