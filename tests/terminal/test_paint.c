/* Bytes on the line: first paint of every page, keys, ticks. They decide on a serial console. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "scene.h"

enum { PAINT = 1600, CURSOR_KEY = 60, TYPED = 20 };

static void show(const char *example, const char *page)
{
    scene_start(.args = {"--example", example, "--page", page});
}

static void at_most(const char *what, size_t bytes, size_t most)
{
    print_message("%-40s %5zu bytes\n", what, bytes);
    if (bytes > most) {
        vt_dump(&vt);
        fail_msg("%s: %zu bytes, at most %zu", what, bytes, most);
    }
}

static void first_paint_of_every_page(void **state)
{
    static const char *const pages[] = {"start",  "product", "topology", "hosts", "flows", "services",
                                        "safety", "apply",   "status",   "help",  "whatif"};
    static const char *const examples[] = {"geo-scada", "smartserver"};
    char what[64];
    (void)state;
    for (size_t e = 0; e < 2; e++)
        for (size_t i = 0; i < sizeof(pages) / sizeof(pages[0]); i++) {
            show(examples[e], pages[i]);
            /* Ctrl-L is the whole paint once more, without what the page said while it was looking. */
            size_t first = vt.bytes, before = vt.bytes;
            vt_press(&vt, "\014");
            snprintf(what, sizeof(what), "%s %s (anew %zu)", examples[e], pages[i], vt.bytes - before);
            at_most(what, first, PAINT);
            vt_stop(&vt);
        }
}

static void every_view_of_the_review(void **state)
{
    static const char *const examples[] = {"geo-scada", "smartserver"};
    char what[64];
    (void)state;
    for (size_t e = 0; e < 2; e++) {
        show(examples[e], "review");
        for (int view = 0; view < 5; view++) {
            size_t before = vt.bytes;
            vt_press(&vt, "\014");
            snprintf(what, sizeof(what), "%s review, view %d", examples[e], view);
            at_most(what, vt.bytes - before, PAINT);
            vt_press(&vt, "v");
        }
        vt_stop(&vt);
    }
}

static size_t of(const char *key)
{
    size_t before = vt.bytes;
    vt_press(&vt, key);
    return vt.bytes - before;
}

static void cursor_keys(void **state)
{
    static const char *const pages[] = {"start", "product",  "topology", "hosts",
                                        "flows", "services", "safety"};
    (void)state;
    for (size_t i = 0; i < sizeof(pages) / sizeof(pages[0]); i++) {
        show("geo-scada", pages[i]);
        for (int n = 0; n < 6; n++) {
            at_most(pages[i], of(KEY_DOWN), CURSOR_KEY);
            at_most(pages[i], of(KEY_TAB), CURSOR_KEY);
        }
        vt_stop(&vt);
    }
}

static void typed_characters(void **state)
{
    (void)state;
    show("geo-scada", "hosts");
    vt_press(&vt, KEY_TAB KEY_TAB);
    for (const char *c = "255"; *c; c++)
        at_most("typed in an address", of((char[]){*c, '\0'}), TYPED);
    at_most("erased in an address", of(KEY_ERASE), TYPED);
    vt_stop(&vt);
    show("geo-scada", "product");
    for (const char *c = " North"; *c; c++)
        at_most("typed in the site's name", of((char[]){*c, '\0'}), TYPED);
}

static void nothing_is_written_while_idle(void **state)
{
    (void)state;
    show("geo-scada", "hosts");
    size_t bytes = vt.bytes;
    unsigned long marks = vt.marks;
    /* A key that means nothing comes back as a mark alone. */
    vt_press(&vt, "\033[24~");
    assert_int_equal(vt.bytes, bytes);
    assert_int_equal(vt.marks, marks + 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(first_paint_of_every_page, scene_stop),
        cmocka_unit_test_teardown(every_view_of_the_review, scene_stop),
        cmocka_unit_test_teardown(cursor_keys, scene_stop),
        cmocka_unit_test_teardown(typed_characters, scene_stop),
        cmocka_unit_test_teardown(nothing_is_written_while_idle, scene_stop),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
