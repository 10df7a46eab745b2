/* A session on a line of 9600 baud, from nothing to confirmed rules in the kernel of a network of its own: a
 * hot standby pair with a standby in the DMZ. The line carries 960 bytes a second, whatever the machine could
 * do. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "scene.h"

enum { BAUD = 9600, LINE_SECONDS = 60 };

static size_t keys;

static void press(const char *text)
{
    keys += strlen(text);
    vt_press(&vt, text);
}

static void type(const char *text)
{
    for (; *text; text++)
        press((char[]){*text, '\0'});
}

/* Moves until the row of the focus says `words`. */
static void go_to(const char *words, const char *key)
{
    for (int i = 0; i < 40 && !strstr(vt_row(&vt, vt.cursor_row), words); i++)
        press(key);
    assert_non_null(strstr(vt_row(&vt, vt.cursor_row), words));
}

static void describe_the_site(void)
{
    vt_expect(&vt, "Set up a site");
    press(KEY_ENTER);
    type("Riverside");
    press(KEY_TAB);
    press(" ");
    press(KEY_TAB);
    press(KEY_DOWN);
    press(" ");
    press(KEY_ENTER);
    vt_expect(&vt, "How many servers");
    go_to("DMZ", KEY_DOWN);
    press(" ");
    go_to("Hot standby pair", KEY_UP);
    press(" ");
    go_to("( ) server-1", KEY_DOWN);
    press(" ");
    press(KEY_ENTER);
}

static void give_addresses(void)
{
    static const char *const addresses[] = {"10.20.0.11", "10.20.0.12", "10.30.0.5"};
    vt_expect(&vt, "Which machines take part?");
    press(KEY_TAB);
    press(KEY_TAB);
    for (size_t i = 0; i < 3; i++) {
        if (i)
            press(KEY_DOWN);
        type(addresses[i]);
    }
    press(KEY_ENTER);
    vt_expect(&vt, "Who talks to whom?");
}

static void on_to_the_end(void)
{
    static const char *const titles[] = {"Services  s", "Safety  s", "Review  s"};
    for (size_t i = 0; i < 3; i++) {
        press(KEY_ENTER);
        vt_wait_text(&vt, titles[i]);
    }
    press("a");
    vt_wait_text(&vt, "Apply  s");
    vt_send(&vt, "A");
    vt_wait_text(&vt, "K keep");
    assert_true(scene_kernel_says("table inet penstock"));
    vt_send(&vt, "K");
    vt_wait_text(&vt, "kept for good");
    assert_true(scene_kernel_says("10.30.0.5"));
}

static void from_nothing_to_confirmed(void **state)
{
    (void)state;
    scene_start(.args = {"--root", root, "--slow"}, .term = "vt100", .baud = BAUD);
    long start = vt_now();
    size_t first = vt.bytes;
    describe_the_site();
    give_addresses();
    on_to_the_end();
    double line = (double)(vt.bytes + keys) * 10 / BAUD, wall = (double)(vt_now() - start) / 1000;
    print_message(
        "%zu bytes (%zu of the first paint), %zu of keys: %.1f s on a line of %d baud; %.1f s as played\n",
        vt.bytes, first, keys, line, BAUD, wall);
    assert_true(line < LINE_SECONDS);
}

/* One field at a time, and the whole way all the same. */
static void on_the_smallest_screen(void **state)
{
    static const char *const hosts[][2] = {{"server-1 server", "10.20.0.11"},
                                           {"server-2 server", "10.20.0.12"},
                                           {"dmz-standby-1 dmz", "10.30.0.5"}};
    (void)state;
    scene_start(.args = {"--root", root}, .rows = 12, .cols = 40);
    describe_the_site();
    vt_expect(&vt, "Which machines take part?");
    for (size_t i = 0; i < 3; i++) {
        for (int tabs = 0; tabs < 20 && !vt_has(&vt, hosts[i][0]); tabs++)
            press(KEY_TAB);
        vt_expect(&vt, hosts[i][0]);
        type(hosts[i][1]);
    }
    press(KEY_ENTER);
    vt_expect(&vt, "Who talks");
    on_to_the_end();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(on_the_smallest_screen, scene_set_up_as_root, scene_clean_up),
        cmocka_unit_test_setup_teardown(from_nothing_to_confirmed, scene_set_up_as_root, scene_clean_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
