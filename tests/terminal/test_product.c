/* A product of one catalog file, with two roles that no other product has, on every page. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "scene.h"

#define CATALOG PUMP "/catalog.yaml"
#define SITE PUMP "/site.yaml"

static void open_page(const char *page)
{
    vt_stop(&vt);
    scene_start(.args = {"--root", root, "--catalog", CATALOG, "--host", "ctl-1", "--page", page, SITE},
                .folder = root, .rows = 50, .cols = 110);
}

static void it_is_offered_and_its_host_proposed(void **state)
{
    (void)state;
    scene_start(.args = {"--root", root, "--catalog", CATALOG}, .folder = root);
    vt_press(&vt, KEY_ENTER);
    vt_type(&vt, "Shaft");
    vt_press(&vt, KEY_TAB);
    vt_press(&vt, KEY_DOWN KEY_DOWN " ");
    vt_expect(&vt, "(*) Acme Pump Station");
    vt_expect(&vt, "1.8");
    vt_press(&vt, KEY_ENTER);
    vt_expect(&vt, "Hosts  step 2/7");
    vt_expect(&vt, "~controller-1");
}

static void every_step_knows_it(void **state)
{
    static const char *const pages[][4] = {
        {"product", "(*) Acme Pump Station", "1.8", "2.1"},
        {"hosts", "pump-controller", "pump-panel", "panels"},
        {"flows", "ctl-1 = YOU", "pump-panel", "pump-control"},
        {"services", "Pump control", "7710", "Service port"},
        {"safety", "10.62.0.0/24", "ssh", ""},
        {"review", "panels start and stop the pumps", "tcp 7710", "never opens connections"},
        {"apply", "ctl-1", "", ""},
        {"whatif", "ctl-1", "", ""},
    };
    (void)state;
    for (size_t i = 0; i < sizeof(pages) / sizeof(*pages); i++) {
        open_page(pages[i][0]);
        vt_expect(&vt, "pump-station");
        for (size_t k = 1; k < 4; k++)
            vt_expect(&vt, pages[i][k]);
    }
}

static void a_rule_says_why(void **state)
{
    (void)state;
    open_page("review");
    scene_go_to("show what the pumps do", KEY_DOWN);
    vt_press(&vt, KEY_ENTER);
    vt_expect(&vt, "panels show what the pumps do");
    vt_expect(&vt, "Vendor page: Installation Manual, chapter 4, table 2");
    vt_expect(&vt, "inferred");
}

/* The page of one host offers what its role has, and no more. */
static void a_host_has_what_its_role_has(void **state)
{
    (void)state;
    open_page("host");
    vt_expect(&vt, "(*) pump-controller");
    vt_expect(&vt, "Interface");
    vt_expect_not(&vt, "Security");
    vt_expect_not(&vt, "Connects to");
    scene_go_to("( ) pump-panel", KEY_TAB);
    for (int i = 0; i < 3 && !strstr(vt_row(&vt, vt.cursor_row), "(*) pump-panel"); i++)
        vt_press(&vt, KEY_RIGHT " ");
    vt_expect(&vt, "(*) pump-panel");
    vt_expect(&vt, "Connects to");
    vt_expect(&vt, "[ ] ctl-2");
    vt_expect_not(&vt, "Interface");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(it_is_offered_and_its_host_proposed, scene_set_up_open,
                                        scene_clean_up),
        cmocka_unit_test_setup_teardown(every_step_knows_it, scene_set_up_open, scene_clean_up),
        cmocka_unit_test_setup_teardown(a_rule_says_why, scene_set_up_open, scene_clean_up),
        cmocka_unit_test_setup_teardown(a_host_has_what_its_role_has, scene_set_up_open, scene_clean_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
