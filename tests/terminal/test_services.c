/* The services and safety pages by keyboard. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "scene.h"

static void services_and_ports(void **state)
{
    (void)state;
    scene_example("geo-scada", "services");
    vt_expect(&vt, "> [5481");
    vt_press(&vt, KEY_ERASE);
    vt_press(&vt, "2");
    vt_press(&vt, KEY_ESC);
    vt_expect(&vt, "5482");
    vt_press(&vt, KEY_ENTER);
    vt_press(&vt, "\025");
    vt_type(&vt, "99999");
    vt_press(&vt, KEY_TAB);
    vt_expect(&vt, "! ");
    vt_expect(&vt, "65535");
    vt_press(&vt, "d");
    vt_press(&vt, KEY_UP);
}

static void a_service_is_switched(void **state)
{
    (void)state;
    scene_example("smartserver", "services");
    vt_expect(&vt, "> [x] BACnet server");
    vt_press(&vt, " ");
    vt_expect(&vt, "> [ ] BACnet server");
    vt_expect(&vt, "not saved");
    vt_press(&vt, "d");
    vt_expect(&vt, "is as the catalog says");
}

static void seconds_are_checked(void **state)
{
    (void)state;
    scene_example("geo-scada", "safety");
    while (!strstr(vt_row(&vt, vt.cursor_row), "Seconds"))
        vt_press(&vt, KEY_DOWN);
    vt_press(&vt, "\025");
    vt_type(&vt, "5");
    vt_expect(&vt, "! a number from 10 to 3600");
    vt_type(&vt, "0");
    vt_expect_not(&vt, "! a number");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(services_and_ports, scene_set_up_open, scene_clean_up),
        cmocka_unit_test_setup_teardown(a_service_is_switched, scene_set_up_open, scene_clean_up),
        cmocka_unit_test_setup_teardown(seconds_are_checked, scene_set_up_open, scene_clean_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
