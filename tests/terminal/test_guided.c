/* One thing to change: its fields at once, what it changes while it is typed, then the review. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "scene.h"

static void choose(const char *words)
{
    scene_go_to(words, KEY_DOWN);
    vt_press(&vt, KEY_ENTER);
}

static void a_client_network(void **state)
{
    (void)state;
    scene_open("geo-scada", NULL, "start");
    choose("Add a client network");
    vt_expect(&vt, "Hosts  step 3/8");
    vt_expect(&vt, "Enter then goes to the review");
    vt_press(&vt, "10.50.0.0/24");
    vt_press(&vt, KEY_TAB);
    vt_expect(&vt, "This page: +2 -0 rules");
    vt_press(&vt, KEY_ENTER);
    vt_expect(&vt, "Review  step 7/8");
    vt_expect(&vt, "from client-1");
}

static void a_partner(void **state)
{
    (void)state;
    scene_open("geo-scada", NULL, "start");
    choose("Add a partner server");
    vt_press(&vt, "10.20.0.15");
    vt_press(&vt, KEY_TAB);
    vt_expect(&vt, "This page: +");
    vt_press(&vt, KEY_ENTER);
    vt_expect(&vt, "Review  step 7/8");
    vt_expect(&vt, "from server-1");
}

static void a_service_and_back(void **state)
{
    (void)state;
    scene_open("smartserver", NULL, "start");
    vt_expect_not(&vt, "Add a partner");
    choose("Switch a service");
    vt_expect(&vt, "> [x] BACnet server");
    vt_press(&vt, " ");
    vt_expect(&vt, "This page: +0 -");
    vt_press(&vt, KEY_ESC);
    vt_expect(&vt, "What do you want to do?");
    choose("Switch a service");
    vt_expect_not(&vt, "This page:");
    vt_press(&vt, KEY_ENTER);
    vt_expect(&vt, "Review  step");
}

static void who_may_manage(void **state)
{
    (void)state;
    scene_open("geo-scada", NULL, "start");
    choose("Change who may manage");
    vt_expect(&vt, "Safety  step 6/8");
    vt_expect(&vt, "> [10.20.0.0/24");
    vt_press(&vt, "\025"
                  "10.99.0.0/16");
    vt_press(&vt, KEY_TAB);
    vt_expect(&vt, "This page: +1 -1 rules");
    vt_press(&vt, "\033"
                  "4");
    vt_expect(&vt, "+ in tcp 22 from");
    vt_expect(&vt, "10.99.0.0/16");
    vt_press(&vt, KEY_ESC);
    vt_expect(&vt, "Safety  step 6/8");
    vt_expect(&vt, "This page: +1 -1 rules");
    vt_press(&vt, KEY_TAB);
    vt_press(&vt, KEY_ENTER);
    vt_expect(&vt, "Review  step 7/8");
    vt_press(&vt, KEY_ESC);
    vt_expect(&vt, "Safety  step 6/8");
    vt_expect_not(&vt, "This page:");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_client_network, scene_set_up, scene_clean_up),
        cmocka_unit_test_setup_teardown(a_partner, scene_set_up, scene_clean_up),
        cmocka_unit_test_setup_teardown(a_service_and_back, scene_set_up, scene_clean_up),
        cmocka_unit_test_setup_teardown(who_may_manage, scene_set_up, scene_clean_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
