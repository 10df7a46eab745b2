/* A product of one catalog file, with two roles that no other product has, on every page. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "scene.h"
#include "tui/wizard/pages.h"

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

#define PAGE_NAME(id, name) #name,
static const char *const names[] = {PAGES(PAGE_NAME)};

/* Of every page: a new one without words of its own here is found out. */
static const char *const wanted[PAGE_COUNT][3] = {
    [PAGE_START] = {"Go on with Shaft North", "Switch a service on or off", "Found here"},
    [PAGE_PRODUCT] = {"(*) Acme Pump Station", "1.8", "2.1"},
    [PAGE_TOPOLOGY] = {"[+] Pump controller", "[+] Pump panel", "(*) ctl-1"},
    [PAGE_HOSTS] = {"pump-controller", "pump-panel", "panels"},
    [PAGE_FLOWS] = {"ctl-1 = YOU", "pump-panel", "pump-control"},
    [PAGE_SERVICES] = {"Pump control", "7710", "Service port"},
    [PAGE_SAFETY] = {"10.62.0.0/24", "ssh", "Made true by"},
    [PAGE_REVIEW] = {"panels start and stop the pumps", "tcp 7710", "never opens connections"},
    [PAGE_APPLY] = {"Make these rules active on ctl-1?", "60 s trial", "[ A"},
    [PAGE_STATUS] = {"No rules of penstock are active here", "e edit", "L log"},
    [PAGE_HOST] = {"(*) pump-controller", "( ) pump-panel", "Interface"},
    [PAGE_WHATIF] = {"ctl-1", "From", "Port"},
    [PAGE_WHY] = {"DENIED: panel-deny", "ctl-1 opens to panel-1", "Installation Manual, chapter 4"},
    [PAGE_HELP] = {"Keys", "F10 q", "penstock asks what the site is"},
    [PAGE_RECOVER] = {"The last session was cut", "C  Continue", "N  Start anew"},
    [PAGE_HISTORY] = {"Who changed what", "Nothing was changed by penstock here yet", "r refresh"},
    [PAGE_PAST] = {"History", "Esc back", "F10/q quit"},
    [PAGE_WEB] = {"Move the web pages", "Take over this device", "Web ports"},
    [PAGE_PREVIEW] = {"So far", "No rule is another", "Esc back"},
};

static void every_page_knows_it(void **state)
{
    (void)state;
    for (enum page_id id = 0; id < PAGE_COUNT; id++) {
        open_page(names[id]);
        vt_expect(&vt, "pump-station 1.8");
        for (size_t k = 0; k < 3; k++) {
            assert_non_null(wanted[id][k]);
            vt_expect(&vt, wanted[id][k]);
        }
    }
    open_page("topology");
    vt_expect_not(&vt, "How many servers");
}

/* Its rules by keyboard into the kernel, and from there to the pages that look back. */
static void what_was_applied_is_looked_back_at(void **state)
{
    (void)state;
    open_page("apply");
    scene_start_trial();
    assert_true(scene_kernel_says("tcp dport 7710"));
    vt_send(&vt, "K");
    vt_wait_text(&vt, "kept for good");
    vt_press(&vt, "t");
    vt_expect(&vt, "pump-control");
    vt_expect(&vt, "7710");
    vt_expect(&vt, "pump-service");
    open_page("history");
    vt_expect(&vt, "confirmed by root");
    vt_press(&vt, KEY_ENTER);
    vt_expect(&vt, "tcp dport 7710");
    vt_press(&vt, KEY_ESC);
    vt_expect(&vt, "Who changed what");
}

static void answers_about_it_outlive_the_session(void **state)
{
    (void)state;
    open_page("product");
    vt_press(&vt, " X");
    vt_press(&vt, KEY_TAB);
    vt_stop(&vt);
    scene_start(.args = {"--root", root, "--catalog", CATALOG}, .folder = root);
    vt_expect(&vt, "on the page Product");
    vt_press(&vt, KEY_ENTER);
    vt_expect(&vt, "[Shaft North X");
    vt_expect(&vt, "(*) Acme Pump Station");
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
        cmocka_unit_test_setup_teardown(every_page_knows_it, scene_set_up_open, scene_clean_up),
        cmocka_unit_test_setup_teardown(what_was_applied_is_looked_back_at, scene_set_up_as_root,
                                        scene_clean_up),
        cmocka_unit_test_setup_teardown(answers_about_it_outlive_the_session, scene_set_up_open,
                                        scene_clean_up),
        cmocka_unit_test_setup_teardown(a_rule_says_why, scene_set_up_open, scene_clean_up),
        cmocka_unit_test_setup_teardown(a_host_has_what_its_role_has, scene_set_up_open, scene_clean_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
