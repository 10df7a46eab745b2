/* Lines by hand in a file that ufw writes anew. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "backends/ufw/rehearse/handmade.h"
#include "backends/ufw/rehearse/ipsets.h"
#include "core/base/text.h"

/* Words are lines. */
static char *lines_of(const char *words)
{
    struct text text = {0};
    for (; *words; words++)
        text_add_n(&text, *words == ' ' ? "\n" : words, 1);
    text_add(&text, "\n");
    return text_take(&text);
}

static void carry(const char *written, const char *file, const char *fresh, const char *wanted)
{
    char *texts[4] = {lines_of(written), lines_of(file), lines_of(fresh), lines_of(wanted)};
    char *made = handmade_carry(texts[0], texts[1], texts[2]);
    assert_string_equal(made, texts[3]);
    for (size_t i = 0; i < 4; i++)
        free(texts[i]);
    free(made);
}

static void a_line_stays_behind_the_line_it_stood_behind(void **state)
{
    (void)state;
    carry("a b end", "a b end", "a c b end", "a c b end");
    carry("a b end", "a X b end", "a b c end", "a X b c end");
    carry("a b end", "a b X Y end", "a b c end", "a b X Y c end");
    carry("a b end", "X a b end", "c a b end", "X c a b end");
    carry("a b end", "a b end X", "a end", "a end X");
}

static void the_line_it_stood_behind_may_be_gone(void **state)
{
    (void)state;
    carry("a b end", "a b X end", "a end", "a end X");
    carry("a b c end", "a X b Y c end", "a c end", "a X c Y end");
}

static void what_ufw_writes_is_there(void **state)
{
    (void)state;
    carry("a b end", "a end", "a b c end", "a b c end");
    carry("a b end", "a X end", "a b c end", "a X b c end");
}

static void lines_are_found_with_their_numbers(void **state)
{
    (void)state;
    struct handmade_line *lines;
    size_t count = handmade_find("a\nb\n", "a\n# remark\n\n-A x\nb\n-A y\n", &lines);
    assert_int_equal(count, 2);
    assert_int_equal(lines[0].number, 4);
    assert_int_equal(lines[1].number, 6);
    assert_memory_equal(lines[1].line, "-A y", lines[1].length);
    free(lines);
}

static void sets_are_made_as_they_are_listed(void **state)
{
    char *made =
        ipsets_create("Name: bad\nType: hash:net\nRevision: 7\nHeader: family inet6 hashsize 1024 "
                      "maxelem 9 timeout 60\nSize in memory: 456\nReferences: 1\n\nName: ports\nType: "
                      "bitmap:port\nHeader: range 0-1023\n");
    (void)state;
    assert_string_equal(made, "create bad hash:net family inet6 hashsize 1024 maxelem 9 timeout 60\n"
                              "create ports bitmap:port range 0-1023\n");
    free(made);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sets_are_made_as_they_are_listed),
        cmocka_unit_test(a_line_stays_behind_the_line_it_stood_behind),
        cmocka_unit_test(the_line_it_stood_behind_may_be_gone),
        cmocka_unit_test(what_ufw_writes_is_there),
        cmocka_unit_test(lines_are_found_with_their_numbers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
