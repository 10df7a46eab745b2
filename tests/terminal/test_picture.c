/* The picture, the review and the what-if page by keyboard. What the picture draws is tested in
 * tests/unit/test_picture.c. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "vt.h"

static struct vt vt;

static int stop(void **state)
{
    (void)state;
    vt_stop(&vt);
    return 0;
}

static void open_at(const char *example, const char *page, int rows, int cols)
{
    vt_start(&vt,
             &(struct vt_setup){.args = {"--example", example, "--page", page}, .rows = rows, .cols = cols});
    vt_settle(&vt, 0);
}

static void press(const char *keys)
{
    vt_press(&vt, keys);
}

static void type(const char *text)
{
    for (; *text; text++)
        press((char[]){*text, '\0'});
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
        press(KEY_TAB);
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
    press(KEY_TAB);
    press(KEY_RIGHT);
    press(KEY_LEFT);
    press(KEY_LEFT);
    press(KEY_UP);
    press(KEY_DOWN);
    tab_to("> 5500-5509");
    press(KEY_ENTER);
    vt_expect(&vt, "Why is this open? advise");
    vt_expect(&vt, "1 of 2 here");
    vt_expect(&vt, "number 3 of srv-a: out accept tcp 5500-5509");
    vt_expect(&vt, "How sure");
    vt_expect(&vt, "If closed");
    press("n");
    vt_expect(&vt, "srv-b opens to control-room");
    vt_expect(&vt, "none at srv-a");
    press("p");
    vt_expect(&vt, "srv-a opens to control-room");
    press(KEY_ESC);
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
        press(KEY_TAB);
    }
    assert_true(places >= 15);
    press(KEY_ENTER);
}

static void a_denial_is_told(void **state)
{
    (void)state;
    open_at("geo-scada", "flows", 24, 80);
    tab_to("> DENIED");
    press(" ");
    vt_expect(&vt, "DENIED: dmz-deny");
    vt_expect(&vt, "in drop all");
}

static void its_twin_is_the_list(void **state)
{
    (void)state;
    open_at("geo-scada", "flows", 24, 80);
    press("v");
    vt_expect(&vt, "[List]");
    vt_expect(&vt, "FROM (opens)");
    press("v");
    vt_expect(&vt, "[Picture]");
    press(KEY_ENTER);
    vt_expect(&vt, "Services  step 5/8");
    vt_stop(&vt);
    open_at("geo-scada", "flows", 24, 75);
    vt_expect(&vt, "FROM (opens)");
    press("v");
    vt_expect(&vt, "The picture needs 76 columns");
    vt_resize(&vt, 24, 76);
    vt_wait_text(&vt, "srv-a = YOU");
}

static void in_ascii(void **state)
{
    (void)state;
    vt_start(&vt, &(struct vt_setup){.args = {"--example", "smartserver", "--page", "flows", "--ascii"},
                                     .locale = "C"});
    vt_settle(&vt, 0);
    at("+> ss-1 = YOU ==");
    vt_expect(&vt, "--->#  22 1780 1443");
}

static void a_packet_is_typed_or_picked(void **state)
{
    (void)state;
    open_at("geo-scada", "review", 24, 80);
    press("w");
    vt_expect(&vt, "What would srv-a do");
    vt_expect(&vt, "type or pick who sends");
    type("srv-b");
    for (int i = 0; i < 5; i++)
        press(KEY_TAB);
    type("5481");
    vt_expect_not(&vt, "ACCEPTED");
    press(KEY_ENTER);
    vt_expect(&vt, "ACCEPTED     in at srv-a, from 10.20.0.12 to 10.20.0.11");
    vt_expect(&vt, "server-link");
    press(KEY_ERASE "2" KEY_ENTER);
    vt_expect(&vt, "DROPPED");
    vt_expect(&vt, "policy");
    press(KEY_BACK_TAB KEY_BACK_TAB KEY_BACK_TAB KEY_BACK_TAB);
    at("> [pick]");
    press(" ");
    press(" ");
    vt_expect(&vt, "[dmz-1");
    vt_expect(&vt, "DROPPED");
    vt_expect(&vt, "dmz-deny");
    tab_to("> number");
    press(KEY_ENTER);
    vt_expect(&vt, "DENIED: dmz-deny");
    press(KEY_ESC);
    press(KEY_ESC);
    vt_expect(&vt, "Review  step 7/8");
}

static void a_packet_that_is_none_is_told(void **state)
{
    (void)state;
    open_at("geo-scada", "whatif", 24, 80);
    type("nobody");
    for (int i = 0; i < 5; i++)
        press(KEY_TAB);
    type("99999");
    press(KEY_ENTER);
    vt_expect(&vt, "! '99999' is no port");
    press("\025");
    type("22");
    press(KEY_ENTER);
    vt_expect(&vt, "'nobody' is no host");
    tab_to("> [pick]");
    press("h");
    vt_expect(&vt, "What would srv-b do");
}

static void the_review_leads_to_the_answer(void **state)
{
    (void)state;
    open_at("geo-scada", "review", 24, 80);
    vt_wait_text(&vt, "added");
    vt_expect(&vt, "Server advise (back to the client)");
    press(KEY_DOWN KEY_DOWN);
    press("e");
    vt_expect(&vt, "advise follows from the answers here");
    at("> [5500-5509");
    vt_stop(&vt);
    open_at("geo-scada", "review", 24, 80);
    vt_wait_text(&vt, "added");
    press("/");
    type("NTP");
    press(KEY_ENTER);
    at("udp 123");
    press("e");
    vt_expect(&vt, "Safety  step 6/8");
    at("time");
}

static void changes_are_found_in_the_text(void **state)
{
    (void)state;
    open_at("geo-scada", "review", 24, 80);
    vt_wait_text(&vt, "added");
    press("vvv");
    vt_expect(&vt, "table inet penstock");
    press("n");
    assert_non_null(strstr(vt_row(&vt, 4), " + "));
    press("/");
    type("5500");
    press(KEY_ENTER);
    assert_non_null(strstr(vt_row(&vt, 4), "5500-5509"));
    press("/");
    press("\025");
    type("nothing like it");
    press(KEY_ENTER);
    vt_expect(&vt, "'nothing like it' is not here");
}

static void the_moves_of_ports_are_told(void **state)
{
    (void)state;
    open_at("smartserver", "review", 24, 80);
    press("vvvv");
    vt_expect(&vt, "[Files]");
    vt_expect(&vt, "from port 80 to 1780");
    vt_expect(&vt, "from port 443 to 1443");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(you_first_and_arrows_by_key, stop),
        cmocka_unit_test_teardown(every_box_and_arrow_is_reached, stop),
        cmocka_unit_test_teardown(a_denial_is_told, stop),
        cmocka_unit_test_teardown(its_twin_is_the_list, stop),
        cmocka_unit_test_teardown(in_ascii, stop),
        cmocka_unit_test_teardown(a_packet_is_typed_or_picked, stop),
        cmocka_unit_test_teardown(a_packet_that_is_none_is_told, stop),
        cmocka_unit_test_teardown(the_review_leads_to_the_answer, stop),
        cmocka_unit_test_teardown(changes_are_found_in_the_text, stop),
        cmocka_unit_test_teardown(the_moves_of_ports_are_told, stop),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
