/* Every step by keyboard: forward, back, editing, errors in words, saving and opening again. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "vt.h"

static struct vt vt;
static char folder[64];

static int set_up(void **state)
{
    (void)state;
    snprintf(folder, sizeof(folder), "/tmp/penstock-pages-XXXXXX");
    assert_non_null(mkdtemp(folder));
    return chmod(folder, 0777);
}

static int clean_up(void **state)
{
    char path[128];
    (void)state;
    vt_stop(&vt);
    static const char *const names[] = {"mine.yaml", "my-plant.yaml", "riverside-water.yaml", "site.yaml"};
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        snprintf(path, sizeof(path), "%s/%s", folder, names[i]);
        unlink(path);
    }
    return rmdir(folder);
}

static void open_page(const char *example, const char *page)
{
    vt_start(&vt, &(struct vt_setup){.args = {"--example", example, "--page", page}, .folder = folder});
    vt_settle(&vt, 0);
}

static void press(const char *keys)
{
    vt_press(&vt, keys);
}

/* One key at a time, as people type. */
static void type(const char *text)
{
    for (; *text; text++)
        press((char[]){*text, '\0'});
}

static void all_steps_and_back(void **state)
{
    static const char *const steps[] = {"Product  step 1/8",   "Topology  step 2/8", "Hosts  step 3/8",
                                        "Who talks  step 4/8", "Services  step 5/8", "Safety  step 6/8",
                                        "Review  step 7/8",    "Apply  step 8/8"};
    (void)state;
    open_page("geo-scada", "product");
    for (int i = 0; i < 8; i++) {
        vt_expect(&vt, steps[i]);
        if (i < 7)
            press(i == 6 ? "a" : KEY_ENTER);
    }
    for (int i = 6; i >= 0; i--) {
        press(KEY_ESC);
        vt_expect(&vt, steps[i]);
    }
    press(KEY_ESC);
    vt_expect(&vt, "What do you want to do?");
    vt_expect(&vt, "Go on with Riverside Water");
}

static void a_device_has_no_topology(void **state)
{
    (void)state;
    open_page("smartserver", "product");
    vt_expect(&vt, "Product  step 1/7");
    press(KEY_ENTER);
    vt_expect(&vt, "Hosts  step 2/7");
}

static void a_site_from_nothing(void **state)
{
    (void)state;
    vt_start(&vt, &(struct vt_setup){.folder = folder});
    vt_settle(&vt, 0);
    press(KEY_ENTER);
    type("My Plant");
    press(KEY_TAB " ");
    vt_expect(&vt, "(*) EcoStruxure");
    press(KEY_TAB);
    press(KEY_DOWN " ");
    press(KEY_ENTER);
    vt_expect(&vt, "How many servers");
    press(KEY_DOWN " ");
    press(KEY_ENTER);
    vt_expect(&vt, "server-1");
    vt_expect(&vt, "server-2");
    press(KEY_TAB KEY_TAB);
    type("10.1.0.1");
    press(KEY_DOWN);
    type("10.1.0.2");
    press(KEY_ENTER);
    vt_expect(&vt, "Who talks to whom?");
    vt_expect(&vt, "server-1");
    press("v");
    vt_expect(&vt, "server-link");
    press(KEY_ENTER KEY_ENTER KEY_ENTER);
    vt_expect(&vt, "Review  step 7/8");
    vt_expect(&vt, "from server-2");
    press(KEY_F2);
    vt_expect(&vt, "my-plant.yaml");
    press(KEY_ENTER);
    vt_expect(&vt, "Saved as my-plant.yaml");
    vt_send(&vt, "q");
    assert_int_equal(vt_wait_end(&vt), 0);
    vt_stop(&vt);
    vt_start(&vt, &(struct vt_setup){.folder = folder});
    vt_settle(&vt, 0);
    press(KEY_DOWN);
    vt_expect(&vt, "> Open my-plant.yaml");
    press(KEY_ENTER);
    vt_expect(&vt, "[My Plant");
    vt_stop(&vt);
    vt_start(&vt, &(struct vt_setup){.args = {"my-plant.yaml", "--page", "hosts"}, .folder = folder});
    vt_settle(&vt, 0);
    vt_expect(&vt, "10.1.0.2");
    vt_expect_not(&vt, "not saved");
}

static void an_error_is_told_in_words(void **state)
{
    (void)state;
    open_page("geo-scada", "hosts");
    press(KEY_TAB KEY_TAB);
    type("/33");
    vt_expect_not(&vt, "!");
    press(KEY_TAB);
    vt_expect(&vt, "! '10.20.0.11/33'");
    vt_expect(&vt, "0 to 32");
    vt_expect(&vt, "1 answer is still to put right");
    press(KEY_ENTER);
    vt_expect(&vt, "Enter once more goes on all the same");
    vt_expect(&vt, "> [10.20.0.11/33");
    press(KEY_ERASE KEY_ERASE KEY_ERASE);
    press(KEY_TAB);
    vt_expect_not(&vt, "!");
    vt_expect_not(&vt, "put right");
    press(KEY_ENTER);
    vt_expect(&vt, "Who talks");
}

static void errors_never_hold_anybody(void **state)
{
    (void)state;
    open_page("geo-scada", "hosts");
    press(KEY_TAB KEY_TAB);
    type("x");
    press(KEY_ENTER);
    press(KEY_ENTER);
    vt_expect(&vt, "Who talks");
    vt_expect(&vt, "F8 or x goes to the");
    press("x");
    vt_expect(&vt, "Hosts  step 3/8");
    vt_expect(&vt, "> [10.20.0.11x");
    press(KEY_ESC);
    vt_expect(&vt, "Topology");
}

static void addresses_grow_and_shrink(void **state)
{
    (void)state;
    open_page("geo-scada", "hosts");
    press(KEY_DOWN KEY_DOWN);
    vt_expect(&vt, "> [srv-b");
    press(KEY_TAB KEY_TAB);
    vt_expect(&vt, "> [10.20.0.12");
    press("+");
    type("fd00:20::12");
    vt_expect(&vt, "> [fd00:20::12");
    press(KEY_UP);
    press("-");
    vt_expect(&vt, "10.20.0.12 is removed");
    vt_expect_not(&vt, "[10.20.0.12");
    press(KEY_F7);
    vt_expect(&vt, "[10.20.0.12");
    vt_expect(&vt, "[fd00:20::12");
}

static void hosts_are_added_and_removed(void **state)
{
    (void)state;
    open_page("geo-scada", "hosts");
    press(KEY_TAB);
    press("-");
    vt_expect(&vt, "srv-a is removed");
    vt_expect_not(&vt, "[srv-a");
    press("u");
    vt_expect(&vt, "[srv-a");
    press("\033OF");
    vt_expect(&vt, "> [+ add a host]");
    press(" ");
    vt_expect(&vt, "> [client-1");
}

static void back_keeps_what_was_typed(void **state)
{
    (void)state;
    open_page("geo-scada", "product");
    type(" North");
    press(KEY_ENTER);
    press(KEY_ENTER);
    press(KEY_TAB KEY_TAB);
    type("9");
    press(KEY_ESC);
    press(KEY_ESC);
    vt_expect(&vt, "[Riverside Water North");
    press(KEY_ENTER KEY_ENTER);
    vt_expect(&vt, "> [10.20.0.119");
    vt_expect(&vt, "not saved");
}

static void everything_of_a_host(void **state)
{
    (void)state;
    open_page("geo-scada", "hosts");
    for (int i = 0; i < 7; i++)
        press(KEY_DOWN);
    vt_expect(&vt, "> [iis-1");
    press(KEY_TAB);
    press("e");
    vt_expect(&vt, "Everything of iis-1");
    vt_expect(&vt, "[x] srv-a");
    press(KEY_ESC);
    vt_expect(&vt, "> web-server");
    press(KEY_DOWN);
    press(KEY_RIGHT KEY_RIGHT KEY_RIGHT);
    vt_expect(&vt, "> more");
    press(KEY_ENTER);
    vt_expect(&vt, "Everything of fw-1");
    vt_expect(&vt, "10.20.0.0/24, 10.21.0.0/24");
}

static void services_and_ports(void **state)
{
    (void)state;
    open_page("geo-scada", "services");
    vt_expect(&vt, "> [5481");
    press(KEY_ERASE);
    press("2");
    press(KEY_ESC);
    vt_expect(&vt, "5482");
    press(KEY_ENTER);
    press("\025");
    type("99999");
    press(KEY_TAB);
    vt_expect(&vt, "! ");
    vt_expect(&vt, "65535");
    press("d");
    press(KEY_UP);
}

static void a_service_is_switched(void **state)
{
    (void)state;
    open_page("smartserver", "services");
    vt_expect(&vt, "> [x] BACnet server");
    press(" ");
    vt_expect(&vt, "> [ ] BACnet server");
    vt_expect(&vt, "not saved");
    press("d");
    vt_expect(&vt, "is as the catalog says");
}

static void seconds_are_checked(void **state)
{
    (void)state;
    open_page("geo-scada", "safety");
    while (!strstr(vt_row(&vt, vt.cursor_row), "Seconds"))
        press(KEY_DOWN);
    press("\025");
    type("5");
    vt_expect(&vt, "! a number from 10 to 3600");
    type("0");
    vt_expect_not(&vt, "! a number");
}

static void the_review_tells_why(void **state)
{
    (void)state;
    open_page("geo-scada", "review");
    vt_wait_text(&vt, "added");
    vt_expect(&vt, "+ in   DENIED all");
    press(KEY_DOWN KEY_ENTER);
    vt_expect(&vt, "Why is this open? client-server");
    vt_expect(&vt, "documented");
    press(KEY_ESC);
    press("v");
    vt_expect(&vt, "[Flows]");
    press("v");
    vt_expect(&vt, "[Change]");
    press(KEY_ENTER);
    vt_expect(&vt, "DENIED: dmz-deny");
    press(KEY_ESC);
    press("\033OH");
    press(KEY_ENTER);
    vt_expect(&vt, "This is always there");
    press("v");
    press(KEY_ENTER);
    vt_expect(&vt, "Review");
    vt_expect(&vt, "table inet penstock");
    press("v");
    vt_expect(&vt, "[Problems]");
    press("v");
    press("/");
    type("time");
    press(KEY_ENTER);
    assert_non_null(strstr(vt_row(&vt, vt.cursor_row), "udp 123"));
    press("h");
    vt_expect(&vt, "srv-b (server)");
}

static void quitting_asks_only_when_unsaved(void **state)
{
    (void)state;
    open_page("geo-scada", "product");
    type("x");
    press(KEY_F10);
    vt_expect(&vt, "not saved");
    vt_expect(&vt, "q leave without saving");
    press(KEY_ESC);
    vt_expect(&vt, "What runs at this site?");
    press(KEY_F10);
    press("s");
    vt_expect(&vt, "Save as");
    press("\025");
    type("mine.yaml");
    vt_send(&vt, KEY_ENTER);
    assert_int_equal(vt_wait_end(&vt), 0);
    char path[128];
    snprintf(path, sizeof(path), "%s/mine.yaml", folder);
    assert_int_equal(access(path, R_OK), 0);
}

static void a_missing_file_is_told(void **state)
{
    (void)state;
    vt_start(&vt, &(struct vt_setup){.folder = folder});
    vt_settle(&vt, 0);
    press(KEY_DOWN KEY_ENTER);
    type("nowhere.yaml");
    press(KEY_ENTER);
    vt_expect(&vt, "nowhere.yaml");
    vt_expect(&vt, "! ");
    vt_expect(&vt, "What do you want to do?");
}

static void without_privilege_apply_says_the_line(void **state)
{
    (void)state;
    vt_start(&vt, &(struct vt_setup){.args = {"--example", "geo-scada", "--host", "srv-a", "--page", "apply"},
                                     .folder = folder,
                                     .unprivileged = true});
    vt_settle(&vt, 0);
    vt_expect(&vt, "you are not root");
    vt_expect(&vt, "sudo penstock apply FILE");
    press(KEY_TAB KEY_ENTER);
    vt_expect(&vt, "riverside-water.yaml");
    press(KEY_ENTER);
    vt_expect(&vt, "sudo penstock apply riverside-water.yaml");
    vt_send(&vt, "q");
    assert_int_equal(vt_wait_end(&vt), 0);
    assert_non_null(strstr(vt.tail + vt.tail_length - 100, "sudo penstock apply riverside-water.yaml"));
}

/* What is known of the field comes first; the keys may be a page further down. */
static void see_help(const char *keys)
{
    press(keys);
    vt_expect(&vt, "Help");
    if (!vt_has(&vt, "next and previous field"))
        press(KEY_PAGE_DOWN);
    vt_expect(&vt, "Keys");
    vt_expect(&vt, "next and previous field");
}

static void help_is_everywhere(void **state)
{
    static const char *const pages[] = {"start",    "product", "topology", "hosts", "flows",
                                        "services", "safety",  "review",   "apply", "status"};
    (void)state;
    for (size_t i = 0; i < sizeof(pages) / sizeof(pages[0]); i++) {
        open_page("geo-scada", pages[i]);
        see_help(KEY_F1);
        press(KEY_ESC);
        vt_expect_not(&vt, "next and previous field");
        see_help("\0331");
        vt_stop(&vt);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, clean_up)
        TEST(all_steps_and_back),          TEST(a_device_has_no_topology),
        TEST(a_site_from_nothing),         TEST(an_error_is_told_in_words),
        TEST(errors_never_hold_anybody),   TEST(addresses_grow_and_shrink),
        TEST(hosts_are_added_and_removed), TEST(back_keeps_what_was_typed),
        TEST(everything_of_a_host),        TEST(services_and_ports),
        TEST(a_service_is_switched),       TEST(seconds_are_checked),
        TEST(the_review_tells_why),        TEST(quitting_asks_only_when_unsaved),
        TEST(a_missing_file_is_told),      TEST(without_privilege_apply_says_the_line),
        TEST(help_is_everywhere),
#undef TEST
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
