/* The picture, the review and the what-if page by keyboard. What the picture draws is tested in
 * tests/unit/tui/test_picture.c. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "scene.h"

static void open_at(const char *example, const char *page, int rows, int cols)
{
    scene_start(.args = {"--example", example, "--page", page}, .rows = rows, .cols = cols);
}

/* The row where the cursor is holds `text`. */
static void at(const char *text)
{
    if (!strstr(vt_row(&vt, vt.cursor_row), text)) {
        vt_dump(&vt);
        fail_msg("the focus is not on '%s'", text);
    }
}

static void tab_to(const char *text)
{
    for (int i = 0; i < 60 && !strstr(vt_row(&vt, vt.cursor_row), text); i++)
        vt_press(&vt, KEY_TAB);
    at(text);
}

static void you_first_and_arrows_by_key(void **state)
{
    (void)state;
    open_at("geo-scada", "flows", 24, 80);
    at("> srv-a = YOU");
    vt_expect(&vt, "[Picture]");
    vt_expect(&vt, "\u250f");
    vt_expect(&vt, "\u2573");
    vt_press(&vt, KEY_TAB);
    vt_press(&vt, KEY_RIGHT);
    vt_press(&vt, KEY_LEFT);
    vt_press(&vt, KEY_LEFT);
    vt_press(&vt, KEY_UP);
    vt_press(&vt, KEY_DOWN);
    tab_to("> 5500-5509");
    vt_press(&vt, KEY_ENTER);
    vt_expect(&vt, "Why is this open? advise");
    vt_expect(&vt, "1 of 2 here");
    vt_expect(&vt, "number 3 of srv-a: out accept tcp 5500-5509");
    vt_expect(&vt, "How sure");
    vt_expect(&vt, "If closed");
    vt_press(&vt, "n");
    vt_expect(&vt, "srv-b opens to control-room");
    vt_expect(&vt, "none at srv-a");
    vt_press(&vt, "p");
    vt_expect(&vt, "srv-a opens to control-room");
    vt_press(&vt, KEY_ESC);
    at("> 5500-5509");
}

static void every_box_and_arrow_is_reached(void **state)
{
    (void)state;
    open_at("geo-scada", "flows", 24, 80);
    bool seen[200] = {false};
    int places = 0;
    for (int i = 0; i < 60; i++) {
        int place = vt.cursor_row * 3 + vt.cursor_col / 27;
        places += !seen[place];
        seen[place] = true;
        vt_press(&vt, KEY_TAB);
    }
    assert_true(places >= 15);
    vt_press(&vt, KEY_ENTER);
}

static void a_denial_is_told(void **state)
{
    (void)state;
    open_at("geo-scada", "flows", 24, 80);
    tab_to("> DENIED");
    vt_press(&vt, " ");
    vt_expect(&vt, "DENIED: dmz-deny");
    vt_expect(&vt, "in drop all");
}

static void its_twin_is_the_list(void **state)
{
    (void)state;
    open_at("geo-scada", "flows", 24, 80);
    vt_press(&vt, "v");
    vt_expect(&vt, "[List]");
    vt_expect(&vt, "FROM (opens)");
    vt_press(&vt, "v");
    vt_expect(&vt, "[Picture]");
    vt_press(&vt, KEY_ENTER);
    vt_expect(&vt, "Services  step 5/8");
    vt_stop(&vt);
    open_at("geo-scada", "flows", 24, 75);
    vt_expect(&vt, "FROM (opens)");
    vt_press(&vt, "v");
    vt_expect(&vt, "The picture needs 76 columns");
    vt_resize(&vt, 24, 76);
    vt_wait_text(&vt, "srv-a = YOU");
}

static void in_ascii(void **state)
{
    (void)state;
    scene_start(.args = {"--example", "smartserver", "--page", "flows", "--ascii"}, .locale = "C");
    at("+> ss-1 = YOU ==");
    vt_expect(&vt, "--->#  22 1780 1443");
}

static void a_packet_is_typed_or_picked(void **state)
{
    (void)state;
    open_at("geo-scada", "review", 24, 80);
    vt_press(&vt, "w");
    vt_expect(&vt, "What would srv-a do");
    vt_expect(&vt, "type or pick who sends");
    vt_type(&vt, "srv-b");
    for (int i = 0; i < 5; i++)
        vt_press(&vt, KEY_TAB);
    vt_type(&vt, "5481");
    vt_expect_not(&vt, "ACCEPTED");
    vt_press(&vt, KEY_ENTER);
    vt_expect(&vt, "ACCEPTED     in at srv-a, from 10.20.0.12 to 10.20.0.11");
    vt_expect(&vt, "server-link");
    vt_press(&vt, KEY_ERASE "2" KEY_ENTER);
    vt_expect(&vt, "DROPPED");
    vt_expect(&vt, "policy");
    vt_press(&vt, KEY_BACK_TAB KEY_BACK_TAB KEY_BACK_TAB KEY_BACK_TAB);
    at("> [pick]");
    vt_press(&vt, " ");
    vt_press(&vt, " ");
    vt_expect(&vt, "[dmz-1");
    vt_expect(&vt, "DROPPED");
    vt_expect(&vt, "dmz-deny");
    tab_to("> number");
    vt_press(&vt, KEY_ENTER);
    vt_expect(&vt, "DENIED: dmz-deny");
    vt_press(&vt, KEY_ESC);
    vt_press(&vt, KEY_ESC);
    vt_expect(&vt, "Review  step 7/8");
}

static void a_packet_that_is_none_is_told(void **state)
{
    (void)state;
    open_at("geo-scada", "whatif", 24, 80);
    vt_type(&vt, "nobody");
    for (int i = 0; i < 5; i++)
        vt_press(&vt, KEY_TAB);
    vt_type(&vt, "99999");
    vt_press(&vt, KEY_ENTER);
    vt_expect(&vt, "! '99999' is no port");
    vt_press(&vt, "\025");
    vt_type(&vt, "22");
    vt_press(&vt, KEY_ENTER);
    vt_expect(&vt, "'nobody' is no host");
    tab_to("> [pick]");
    vt_press(&vt, "h");
    vt_expect(&vt, "What would srv-b do");
}

static void the_review_leads_to_the_answer(void **state)
{
    (void)state;
    open_at("geo-scada", "review", 24, 80);
    vt_wait_text(&vt, "added");
    vt_expect(&vt, "Server advise (back to the client)");
    vt_press(&vt, KEY_DOWN KEY_DOWN);
    vt_press(&vt, "e");
    vt_expect(&vt, "advise follows from the answers here");
    at("> [5500-5509");
    vt_stop(&vt);
    open_at("geo-scada", "review", 24, 80);
    vt_wait_text(&vt, "added");
    vt_press(&vt, "/");
    vt_type(&vt, "NTP");
    vt_press(&vt, KEY_ENTER);
    at("udp 123");
    vt_press(&vt, "e");
    vt_expect(&vt, "Safety  step 6/8");
    at("time");
}

static void changes_are_found_in_the_text(void **state)
{
    (void)state;
    open_at("geo-scada", "review", 24, 80);
    vt_wait_text(&vt, "added");
    vt_press(&vt, "vvv");
    vt_expect(&vt, "table inet penstock");
    vt_press(&vt, "n");
    assert_non_null(strstr(vt_row(&vt, 4), " + "));
    vt_press(&vt, "/");
    vt_type(&vt, "5500");
    vt_press(&vt, KEY_ENTER);
    assert_non_null(strstr(vt_row(&vt, 4), "5500-5509"));
    vt_press(&vt, "/");
    vt_press(&vt, "\025");
    vt_type(&vt, "nothing like it");
    vt_press(&vt, KEY_ENTER);
    vt_expect(&vt, "'nothing like it' is not here");
}

static void the_moves_of_ports_are_told(void **state)
{
    (void)state;
    open_at("smartserver", "review", 24, 80);
    vt_press(&vt, "vvvv");
    vt_expect(&vt, "[Files]");
    vt_expect(&vt, "from port 80 to 1780");
    vt_expect(&vt, "from port 443 to 1443");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(you_first_and_arrows_by_key, scene_stop),
        cmocka_unit_test_teardown(every_box_and_arrow_is_reached, scene_stop),
        cmocka_unit_test_teardown(a_denial_is_told, scene_stop),
        cmocka_unit_test_teardown(its_twin_is_the_list, scene_stop),
        cmocka_unit_test_teardown(in_ascii, scene_stop),
        cmocka_unit_test_teardown(a_packet_is_typed_or_picked, scene_stop),
        cmocka_unit_test_teardown(a_packet_that_is_none_is_told, scene_stop),
        cmocka_unit_test_teardown(the_review_leads_to_the_answer, scene_stop),
        cmocka_unit_test_teardown(changes_are_found_in_the_text, scene_stop),
        cmocka_unit_test_teardown(the_moves_of_ports_are_told, scene_stop),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
