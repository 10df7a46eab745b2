/* The hosts page by keyboard: errors in words, addresses, hosts, and everything of one host. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "scene.h"

static void an_error_is_told_in_words(void **state)
{
    (void)state;
    scene_example("geo-scada", "hosts");
    vt_press(&vt, KEY_TAB KEY_TAB);
    vt_type(&vt, "/33");
    vt_expect_not(&vt, "!");
    vt_press(&vt, KEY_TAB);
    vt_expect(&vt, "! '10.20.0.11/33'");
    vt_expect(&vt, "0 to 32");
    vt_expect(&vt, "1 answer is still to put right");
    vt_press(&vt, KEY_ENTER);
    vt_expect(&vt, "Enter once more goes on all the same");
    vt_expect(&vt, "> [10.20.0.11/33");
    vt_press(&vt, KEY_ERASE KEY_ERASE KEY_ERASE);
    vt_press(&vt, KEY_TAB);
    vt_expect_not(&vt, "!");
    vt_expect_not(&vt, "put right");
    vt_press(&vt, KEY_ENTER);
    vt_expect(&vt, "Who talks");
}

static void errors_never_hold_anybody(void **state)
{
    (void)state;
    scene_example("geo-scada", "hosts");
    vt_press(&vt, KEY_TAB KEY_TAB);
    vt_type(&vt, "x");
    vt_press(&vt, KEY_ENTER);
    vt_press(&vt, KEY_ENTER);
    vt_expect(&vt, "Who talks");
    vt_expect(&vt, "F8 or x goes to the");
    vt_press(&vt, "x");
    vt_expect(&vt, "Hosts  step 3/8");
    vt_expect(&vt, "> [10.20.0.11x");
    vt_press(&vt, KEY_ESC);
    vt_expect(&vt, "Topology");
}

static void addresses_grow_and_shrink(void **state)
{
    (void)state;
    scene_example("geo-scada", "hosts");
    vt_press(&vt, KEY_DOWN KEY_DOWN);
    vt_expect(&vt, "> [srv-b");
    vt_press(&vt, KEY_TAB KEY_TAB);
    vt_expect(&vt, "> [10.20.0.12");
    vt_press(&vt, "+");
    vt_type(&vt, "fd00:20::12");
    vt_expect(&vt, "> [fd00:20::12");
    vt_press(&vt, KEY_UP);
    vt_press(&vt, "-");
    vt_expect(&vt, "10.20.0.12 is removed");
    vt_expect_not(&vt, "[10.20.0.12");
    vt_press(&vt, KEY_F7);
    vt_expect(&vt, "[10.20.0.12");
    vt_expect(&vt, "[fd00:20::12");
}

static void a_renamed_host_keeps_its_links(void **state)
{
    (void)state;
    scene_example("geo-scada", "hosts");
    vt_press(&vt, KEY_ERASE);
    vt_type(&vt, "x");
    vt_press(&vt, KEY_TAB);
    vt_expect(&vt, "[srv-x");
    vt_expect(&vt, "What names this host has followed");
    vt_expect_not(&vt, "put right");
    vt_press(&vt, KEY_ENTER);
    vt_expect(&vt, "Who talks");
    vt_expect(&vt, "srv-x");
}

static void every_error_is_reached(void **state)
{
    (void)state;
    scene_example("geo-scada", "hosts");
    vt_press(&vt, KEY_TAB KEY_TAB);
    vt_type(&vt, "x");
    vt_press(&vt, KEY_DOWN);
    vt_type(&vt, "y");
    vt_press(&vt, KEY_DOWN KEY_DOWN);
    vt_expect(&vt, "2 answers are still to put right");
    vt_press(&vt, KEY_F8);
    vt_expect(&vt, "> [10.20.0.11x");
    vt_press(&vt, KEY_F8);
    vt_expect(&vt, "> [fd00:20::11y");
    vt_press(&vt, KEY_F8);
    vt_expect(&vt, "> [10.20.0.11x");
}

static void hosts_are_added_and_removed(void **state)
{
    (void)state;
    scene_example("geo-scada", "hosts");
    vt_press(&vt, KEY_TAB);
    vt_press(&vt, "-");
    vt_expect(&vt, "srv-a is removed");
    vt_expect_not(&vt, "[srv-a");
    vt_press(&vt, "u");
    vt_expect(&vt, "[srv-a");
    vt_press(&vt, "\033OF");
    vt_expect(&vt, "> [+ add a host]");
    vt_press(&vt, " ");
    vt_expect(&vt, "> [client-1");
}

static void everything_of_a_host(void **state)
{
    (void)state;
    scene_example("geo-scada", "hosts");
    for (int i = 0; i < 7; i++)
        vt_press(&vt, KEY_DOWN);
    vt_expect(&vt, "> [iis-1");
    vt_press(&vt, KEY_TAB);
    vt_press(&vt, "e");
    vt_expect(&vt, "Everything of iis-1");
    vt_expect(&vt, "[x] srv-a");
    vt_press(&vt, KEY_ESC);
    vt_expect(&vt, "> web-server");
    vt_press(&vt, KEY_DOWN);
    vt_press(&vt, KEY_RIGHT KEY_RIGHT KEY_RIGHT);
    vt_expect(&vt, "> more");
    vt_press(&vt, KEY_ENTER);
    vt_expect(&vt, "Everything of fw-1");
    vt_expect(&vt, "10.20.0.0/24, 10.21.0.0/24");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(an_error_is_told_in_words, scene_set_up_open, scene_clean_up),
        cmocka_unit_test_setup_teardown(errors_never_hold_anybody, scene_set_up_open, scene_clean_up),
        cmocka_unit_test_setup_teardown(addresses_grow_and_shrink, scene_set_up_open, scene_clean_up),
        cmocka_unit_test_setup_teardown(a_renamed_host_keeps_its_links, scene_set_up_open, scene_clean_up),
        cmocka_unit_test_setup_teardown(every_error_is_reached, scene_set_up_open, scene_clean_up),
        cmocka_unit_test_setup_teardown(hosts_are_added_and_removed, scene_set_up_open, scene_clean_up),
        cmocka_unit_test_setup_teardown(everything_of_a_host, scene_set_up_open, scene_clean_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
