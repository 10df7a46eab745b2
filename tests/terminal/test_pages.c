/* Every step by keyboard: forward, back, editing, errors in words, saving and opening again. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "scene.h"

static void all_steps_and_back(void **state)
{
    static const char *const steps[] = {"Product  step 1/8",   "Topology  step 2/8", "Hosts  step 3/8",
                                        "Who talks  step 4/8", "Services  step 5/8", "Safety  step 6/8",
                                        "Review  step 7/8",    "Apply  step 8/8"};
    (void)state;
    scene_example("geo-scada", "product");
    for (int i = 0; i < 8; i++) {
        vt_expect(&vt, steps[i]);
        if (i < 7)
            vt_press(&vt, i == 6 ? "a" : KEY_ENTER);
    }
    for (int i = 6; i >= 0; i--) {
        vt_press(&vt, KEY_ESC);
        vt_expect(&vt, steps[i]);
    }
    vt_press(&vt, KEY_ESC);
    vt_expect(&vt, "What do you want to do?");
    vt_expect(&vt, "Go on with Riverside Water");
}

static void a_device_has_no_topology(void **state)
{
    (void)state;
    scene_example("smartserver", "product");
    vt_expect(&vt, "Product  step 1/7");
    vt_press(&vt, KEY_ENTER);
    vt_expect(&vt, "Hosts  step 2/7");
}

static void a_site_from_nothing(void **state)
{
    (void)state;
    scene_start(.folder = root);
    vt_press(&vt, KEY_ENTER);
    vt_type(&vt, "My Plant");
    vt_press(&vt, KEY_TAB " ");
    vt_expect(&vt, "(*) EcoStruxure");
    vt_press(&vt, KEY_TAB);
    vt_press(&vt, KEY_DOWN " ");
    vt_press(&vt, KEY_ENTER);
    vt_expect(&vt, "How many servers");
    vt_press(&vt, KEY_DOWN " ");
    vt_press(&vt, KEY_ENTER);
    vt_expect(&vt, "server-1");
    vt_expect(&vt, "server-2");
    vt_press(&vt, KEY_TAB KEY_TAB);
    vt_type(&vt, "10.1.0.1");
    vt_press(&vt, KEY_DOWN);
    vt_type(&vt, "10.1.0.2");
    vt_press(&vt, KEY_ENTER);
    vt_expect(&vt, "Who talks to whom?");
    vt_expect(&vt, "server-1");
    vt_press(&vt, "v");
    vt_expect(&vt, "server-link");
    vt_press(&vt, KEY_ENTER KEY_ENTER KEY_ENTER);
    vt_expect(&vt, "Review  step 7/8");
    vt_expect(&vt, "from server-2");
    vt_press(&vt, KEY_F2);
    vt_expect(&vt, "my-plant.yaml");
    vt_press(&vt, KEY_ENTER);
    vt_expect(&vt, "Saved as my-plant.yaml");
    vt_send(&vt, "q");
    assert_int_equal(vt_wait_end(&vt), 0);
    vt_stop(&vt);
    scene_start(.folder = root);
    vt_press(&vt, KEY_DOWN);
    vt_expect(&vt, "> Open my-plant.yaml");
    vt_press(&vt, KEY_ENTER);
    vt_expect(&vt, "[My Plant");
    vt_stop(&vt);
    scene_start(.args = {"my-plant.yaml", "--page", "hosts"}, .folder = root);
    vt_expect(&vt, "10.1.0.2");
    vt_expect_not(&vt, "not saved");
}

static void back_keeps_what_was_typed(void **state)
{
    (void)state;
    scene_example("geo-scada", "product");
    vt_type(&vt, " North");
    vt_press(&vt, KEY_ENTER);
    vt_press(&vt, KEY_ENTER);
    vt_press(&vt, KEY_TAB KEY_TAB);
    vt_type(&vt, "9");
    vt_press(&vt, KEY_ESC);
    vt_press(&vt, KEY_ESC);
    vt_expect(&vt, "[Riverside Water North");
    vt_press(&vt, KEY_ENTER KEY_ENTER);
    vt_expect(&vt, "> [10.20.0.119");
    vt_expect(&vt, "not saved");
}

static void the_review_tells_why(void **state)
{
    (void)state;
    scene_example("geo-scada", "review");
    vt_wait_text(&vt, "added");
    vt_expect(&vt, "+ in   DENIED all");
    vt_press(&vt, KEY_DOWN KEY_ENTER);
    vt_expect(&vt, "Why is this open? client-server");
    vt_expect(&vt, "documented");
    vt_press(&vt, KEY_ESC);
    vt_press(&vt, "v");
    vt_expect(&vt, "[Flows]");
    vt_press(&vt, "v");
    vt_expect(&vt, "[Change]");
    vt_press(&vt, KEY_ENTER);
    vt_expect(&vt, "DENIED: dmz-deny");
    vt_press(&vt, KEY_ESC);
    vt_press(&vt, "\033OH");
    vt_press(&vt, KEY_ENTER);
    vt_expect(&vt, "This is always there");
    vt_press(&vt, "v");
    vt_press(&vt, KEY_ENTER);
    vt_expect(&vt, "Review");
    vt_expect(&vt, "table inet penstock");
    vt_press(&vt, "v");
    vt_expect(&vt, "[Problems]");
    vt_press(&vt, "v");
    vt_press(&vt, "/");
    vt_type(&vt, "time");
    vt_press(&vt, KEY_ENTER);
    assert_non_null(strstr(vt_row(&vt, vt.cursor_row), "udp 123"));
    vt_press(&vt, "h");
    vt_expect(&vt, "srv-b (server)");
}

static void quitting_asks_only_when_unsaved(void **state)
{
    (void)state;
    scene_example("geo-scada", "product");
    vt_type(&vt, "x");
    vt_press(&vt, KEY_F10);
    vt_expect(&vt, "not saved");
    vt_expect(&vt, "q leave without saving");
    vt_press(&vt, KEY_ESC);
    vt_expect(&vt, "What runs at this site?");
    vt_press(&vt, KEY_F10);
    vt_press(&vt, "s");
    vt_expect(&vt, "Save as");
    vt_press(&vt, "\025");
    vt_type(&vt, "mine.yaml");
    vt_send(&vt, KEY_ENTER);
    assert_int_equal(vt_wait_end(&vt), 0);
    assert_int_equal(access(scene_path("/mine.yaml"), R_OK), 0);
}

static void a_missing_file_is_told(void **state)
{
    (void)state;
    scene_start(.folder = root);
    vt_press(&vt, KEY_DOWN KEY_ENTER);
    vt_type(&vt, "nowhere.yaml");
    vt_press(&vt, KEY_ENTER);
    vt_expect(&vt, "nowhere.yaml");
    vt_expect(&vt, "! ");
    vt_expect(&vt, "What do you want to do?");
}

static void without_privilege_apply_says_the_line(void **state)
{
    (void)state;
    scene_start(.args = {"--example", "geo-scada", "--host", "srv-a", "--page", "apply"}, .folder = root,
                .unprivileged = true);
    vt_expect(&vt, "you are not root");
    vt_expect(&vt, "sudo penstock apply FILE");
    vt_press(&vt, KEY_TAB KEY_ENTER);
    vt_expect(&vt, "riverside-water.yaml");
    vt_press(&vt, KEY_ENTER);
    vt_expect(&vt, "sudo penstock apply riverside-water.yaml");
    vt_send(&vt, "q");
    assert_int_equal(vt_wait_end(&vt), 0);
    assert_non_null(strstr(vt.tail + vt.tail_length - 100, "sudo penstock apply riverside-water.yaml"));
}

/* What is known of the field comes first; the keys may be a page further down. */
static void see_help(const char *keys)
{
    vt_press(&vt, keys);
    vt_expect(&vt, "Help");
    if (!vt_has(&vt, "next and previous field"))
        vt_press(&vt, KEY_PAGE_DOWN);
    vt_expect(&vt, "Keys");
    vt_expect(&vt, "next and previous field");
}

static void help_is_everywhere(void **state)
{
    static const char *const pages[] = {"start",    "product", "topology", "hosts", "flows",
                                        "services", "safety",  "review",   "apply", "status"};
    (void)state;
    for (size_t i = 0; i < sizeof(pages) / sizeof(pages[0]); i++) {
        scene_example("geo-scada", pages[i]);
        see_help(KEY_F1);
        vt_press(&vt, KEY_ESC);
        vt_expect_not(&vt, "next and previous field");
        see_help("\0331");
        vt_stop(&vt);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, scene_set_up_open, scene_clean_up)
        TEST(all_steps_and_back),     TEST(a_device_has_no_topology),
        TEST(a_site_from_nothing),    TEST(back_keeps_what_was_typed),
        TEST(the_review_tells_why),   TEST(quitting_asks_only_when_unsaved),
        TEST(a_missing_file_is_told), TEST(without_privilege_apply_says_the_line),
        TEST(help_is_everywhere),
#undef TEST
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
