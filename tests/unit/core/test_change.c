#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/base/text.h"
#include "core/plan/change.h"

/* "input:a input:b" */
static struct lines lines_of(const char *words)
{
    struct lines lines = {0};
    char *copy = xstrdup(words), *rest = copy, *word;
    while ((word = strsep(&rest, " "))) {
        char *text = strchr(word, ':');
        if (!text)
            continue;
        *text++ = '\0';
        lines_add(&lines, word, text, NULL);
    }
    free(copy);
    return lines;
}

static char *shown(const struct change *change)
{
    struct text text = {0};
    for (size_t i = 0; i < change->count; i++)
        text_addf(&text, "%s%c%s:%s", i ? " " : "", change_mark(change->items[i].sign),
                  change->items[i].line->group, change->items[i].line->text);
    return text_take(&text);
}

static void assert_change(const char *planned, const char *live, const char *wanted)
{
    struct lines plan = lines_of(planned), now = lines_of(live);
    struct change change;
    change_make(&change, &plan, &now);
    char *got = shown(&change);
    assert_string_equal(got, wanted);
    assert_int_equal(change.added + change.removed + change.same + change.foreign, change.count);
    free(got);
    change_release(&change);
    lines_release(&plan);
    lines_release(&now);
}

static void equal_lines_are_the_same(void **state)
{
    (void)state;
    assert_change("in:a in:b out:c", "in:a in:b out:c", "=in:a =in:b =out:c");
    assert_change("", "", "");
}

static void added_and_removed_stand_at_their_place(void **state)
{
    (void)state;
    assert_change("in:a in:x in:c", "in:a in:b in:c", "=in:a -in:b +in:x =in:c");
    assert_change("in:a in:b", "in:b", "+in:a =in:b");
    assert_change("", "in:b in:c", "-in:b -in:c");
}

static void a_moved_line_is_a_change(void **state)
{
    (void)state;
    assert_change("in:a in:b in:c", "in:b in:c in:a", "+in:a =in:b =in:c -in:a");
}

static void groups_are_compared_apart(void **state)
{
    (void)state;
    assert_change("in:a out:b", "in:b out:b forward:d", "-in:b +in:a =out:b -forward:d");
}

static void same_lines_know_their_live_twin(void **state)
{
    (void)state;
    struct lines plan = lines_of("in:a"), now = lines_of("in:a");
    struct change change;
    now.items[0].packets = 7;
    change_make(&change, &plan, &now);
    assert_ptr_equal(change.items[0].line, &plan.items[0]);
    assert_int_equal(change.items[0].live->packets, 7);
    change_release(&change);
    lines_release(&plan);
    lines_release(&now);
}

/* However many lines there are, a rule that stands elsewhere is another one. */
static void order_counts_in_long_groups_too(void **state)
{
    (void)state;
    struct lines plan = {0}, now = {0};
    struct change change;
    char text[16];
    for (int i = 0; i < 3000; i++) {
        snprintf(text, sizeof(text), "%d", i);
        lines_add(&plan, "in", text, NULL);
        snprintf(text, sizeof(text), "%d", 3000 - i);
        lines_add(&now, "in", text, NULL);
    }
    lines_add(&now, "in", "5", NULL);
    change_make(&change, &plan, &now);
    assert_int_equal(change.same, 2); /* one of the falling ones, and the 5 behind them */
    assert_int_equal(change.added, 2998);
    assert_int_equal(change.removed, 2999);
    assert_string_equal(change.items[0].line->text, "3000");
    change_release(&change);
    lines_release(&plan);
    lines_release(&now);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(equal_lines_are_the_same),
        cmocka_unit_test(added_and_removed_stand_at_their_place),
        cmocka_unit_test(a_moved_line_is_a_change),
        cmocka_unit_test(groups_are_compared_apart),
        cmocka_unit_test(same_lines_know_their_live_twin),
        cmocka_unit_test(order_counts_in_long_groups_too),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
