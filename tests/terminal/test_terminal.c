/* Any terminal, any end: sizes, kinds, colours, signals, and the terminal given back as it was. */
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include <cmocka.h>

#include "scene.h"

static bool restored(void)
{
    struct termios mode;
    assert_int_equal(tcgetattr(vt.fd, &mode), 0);
    return (mode.c_lflag & ICANON) && (mode.c_lflag & ECHO) && (mode.c_iflag & IXON) && !vt.alternate;
}

static void signals_give_the_terminal_back(void **state)
{
    static const int signals[] = {SIGTERM, SIGHUP, SIGINT, SIGQUIT};
    (void)state;
    for (size_t i = 0; i < 4; i++) {
        scene_start(0);
        assert_false(restored());
        assert_true(vt.alternate);
        kill(vt.pid, signals[i]);
        assert_int_equal(vt_wait_end(&vt), 128 + signals[i]);
        assert_true(restored());
        vt_stop(&vt);
    }
}

static void keys_that_leave(void **state)
{
    static const struct {
        const char *keys;
        int code;
    } ways[] = {{"q", 0}, {KEY_F10, 0}, {"\0330", 0}, {"\003", 130}, {"\034", 131}};
    (void)state;
    for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++) {
        scene_start(0);
        vt_send(&vt, ways[i].keys);
        assert_int_equal(vt_wait_end(&vt), ways[i].code);
        assert_true(restored());
        vt_stop(&vt);
    }
}

/* The natural loop would spin at the full processor here. */
static void a_closed_terminal_ends_it(void **state)
{
    (void)state;
    for (int ignored = 0; ignored < 2; ignored++) {
        scene_start(.hang_up_ignored = ignored);
        close(vt.fd);
        vt.fd = -1;
        assert_int_equal(waitpid(vt.pid, &vt.status, 0), vt.pid);
        vt.ended = true;
        assert_true(WIFEXITED(vt.status));
        assert_int_equal(WEXITSTATUS(vt.status), 129);
        vt_stop(&vt);
    }
}

static void put_aside_and_brought_back(void **state)
{
    (void)state;
    vt_start(&vt, &(struct vt_setup){.program = "/bin/bash", .args = {"--norc", "--noprofile", "-i"}});
    vt_send(&vt, PENSTOCK " --example geo-scada --page hosts\r");
    vt_wait_text(&vt, "control-room");
    vt_send(&vt, "\032");
    vt_wait_text(&vt, "Stopped");
    assert_false(vt.alternate);
    vt_send(&vt, "fg\r");
    vt_wait_text(&vt, "control-room");
    assert_true(vt.alternate);
    vt_send(&vt, KEY_ESC);
    vt_wait_text(&vt, "Topology  step");
}

static char *copy_screen(void)
{
    char *all = calloc(1, 65536);
    for (int row = 0; row < vt.rows; row++) {
        strcat(all, vt_row(&vt, row));
        strcat(all, "\n");
    }
    return all;
}

static void sizes_in_both_ways(void **state)
{
    static const int sizes[][2] = {{16, 60}, {12, 40}, {60, 200}, {10, 36}, {24, 80}};
    static const char *const pages[] = {"start", "product", "hosts", "flows", "services", "safety", "help"};
    (void)state;
    for (size_t p = 0; p < sizeof(pages) / sizeof(pages[0]); p++)
        for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
            struct vt_setup setup = {.args = {"--example", "geo-scada", "--page", pages[p]}};
            setup.rows = sizes[i][0];
            setup.cols = sizes[i][1];
            scene_start_as(&setup);
            char *fresh = copy_screen();
            vt_stop(&vt);
            setup.rows = setup.cols = 0;
            scene_start_as(&setup);
            for (size_t j = 0; j <= i; j++)
                vt_resize(&vt, sizes[j][0], sizes[j][1]);
            char *resized = copy_screen();
            if (strcmp(fresh, resized) != 0)
                vt_dump(&vt);
            assert_string_equal(resized, fresh);
            free(fresh);
            free(resized);
            vt_stop(&vt);
        }
}

static void a_tiny_terminal_is_told(void **state)
{
    (void)state;
    scene_start(.rows = 5, .cols = 20);
    vt_expect(&vt, "20x5 is too small");
    vt_resize(&vt, 24, 80);
    vt_expect(&vt, "What do you want to do?");
    vt_stop(&vt);
    scene_start(.args = {"--example", "geo-scada", "--page", "product"});
    vt_press(&vt, "X");
    vt_resize(&vt, 4, 30);
    vt_expect(&vt, "please make it 36x10");
    vt_press(&vt, "Y");
    vt_resize(&vt, 12, 40);
    vt_expect(&vt, "> [Riverside WaterXY");
}

static void a_serial_line_is_asked_for_its_size(void **state)
{
    (void)state;
    scene_start(.rows = 30, .cols = 100, .unknown_size = true);
    assert_non_null(strstr(vt_row(&vt, 29), "F10/q quit"));
    vt_stop(&vt);
    scene_start(.args = {"--size", "60x20"});
    assert_non_null(strstr(vt_row(&vt, 19), "F1/? help"));
}

static void no_colour_where_none_is_wanted(void **state)
{
    (void)state;
    scene_start(.args = {"--example", "geo-scada", "--page", "flows"});
    assert_true(vt_colored(&vt) > 80);
    vt_stop(&vt);
    scene_start(.args = {"--example", "geo-scada", "--page", "flows"}, .env = {"NO_COLOR=1"});
    assert_int_equal(vt_colored(&vt), 0);
    vt_expect(&vt, "DENIED");
    vt_expect(&vt, "\u2500\u2500\u2500\u2500");
    vt_stop(&vt);
    scene_start(.args = {"--no-color"});
    assert_int_equal(vt_colored(&vt), 0);
    vt_stop(&vt);
    scene_start(.env = {"NO_COLOR="});
    assert_true(vt_colored(&vt) > 0);
}

static bool is_ascii(void)
{
    for (size_t i = 0; i < vt.tail_length; i++)
        if ((unsigned char)vt.tail[i] >= 0x80)
            return false;
    return true;
}

static void plain_frames(void **state)
{
    static const struct vt_setup setups[] = {
        {.args = {"--ascii", "--no-color"}},
        {.locale = "C", .env = {"NO_COLOR=1"}},
        {.term = "ansi", .env = {"NO_COLOR=1"}},
    };
    (void)state;
    for (size_t i = 0; i < sizeof(setups) / sizeof(setups[0]); i++) {
        scene_start_as(&setups[i]);
        vt_expect(&vt, "--------------------");
        vt_expect(&vt, "What do you want to do?");
        assert_true(is_ascii());
        vt_stop(&vt);
    }
}

static void old_terminals(void **state)
{
    static const char *const terms[] = {"vt100",  "vt220", "ansi",          "linux",
                                        "screen", "tmux",  "tmux-256color", "xterm"};
    (void)state;
    for (size_t i = 0; i < sizeof(terms) / sizeof(terms[0]); i++)
        for (int utf8 = 0; utf8 < 2; utf8++) {
            scene_start(.term = terms[i], .locale = utf8 ? "C.UTF-8" : "C",
                        .args = {"--example", "geo-scada", "--page", "hosts"});
            vt_expect(&vt, "control-room");
            vt_expect(&vt, "F10/q quit");
            if (strchr("va", terms[i][0]) || !utf8)
                assert_true(is_ascii());
            vt_press(&vt, "\t");
            vt_stop(&vt);
        }
}

static void no_usable_terminal_is_said(void **state)
{
    static const char *const terms[] = {"dumb", "no-such-terminal", ""};
    (void)state;
    for (size_t i = 0; i < 3; i++) {
        vt_start(&vt, &(struct vt_setup){.term = terms[i]});
        assert_int_equal(vt_wait_end(&vt), 3);
        assert_non_null(strstr(vt.tail, "use 'penstock plan SITE' and 'penstock apply SITE'"));
        assert_false(vt.alternate);
        vt_stop(&vt);
    }
}

static void a_pipe_is_no_terminal(void **state)
{
    int status;
    (void)state;
    pid_t pid = fork();
    if (pid == 0) {
        int nothing = open("/dev/null", O_RDWR);
        dup2(nothing, 0);
        dup2(nothing, 1);
        dup2(nothing, 2);
        execl(PENSTOCK, PENSTOCK, "--example", "geo-scada", NULL);
        _exit(127);
    }
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 3);
}

static void a_burst_is_drawn_once(void **state)
{
    (void)state;
    scene_start(.args = {"--example", "geo-scada", "--page", "flows"});
    vt_press(&vt, "v");
    char keys[1024] = "";
    for (int i = 0; i < 30; i++)
        strcat(keys, KEY_DOWN);
    unsigned long marks = vt.marks;
    vt_send(&vt, keys);
    while (!strstr(vt_row(&vt, vt.cursor_row), "> --"))
        vt_settle(&vt, vt.marks);
    assert_true(vt.marks - marks < 10);
}

static void flow_control_does_not_freeze(void **state)
{
    (void)state;
    scene_start(0);
    vt_press(&vt, "\023" KEY_DOWN);
    assert_int_equal(vt.cursor_row, 5);
}

static void a_slow_line_has_no_bars(void **state)
{
    (void)state;
    scene_start(.args = {"--example", "geo-scada", "--page", "hosts", "--no-color"});
    size_t ruled = vt.bytes;
    vt_stop(&vt);
    scene_start(.args = {"--example", "geo-scada", "--page", "hosts", "--no-color", "--slow"});
    assert_true(vt.bytes + 400 < ruled);
    vt_expect_not(&vt, "\u2500\u2500");
}

static void a_broken_theme_is_told_and_not_used(void **state)
{
    (void)state;
    scene_start(.args = {"--theme", "/nowhere.yaml"});
    vt_expect(&vt, "What do you want to do?");
    vt_send(&vt, "q");
    assert_int_equal(vt_wait_end(&vt), 0);
    vt_expect(&vt, "/nowhere.yaml");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(signals_give_the_terminal_back, scene_stop),
        cmocka_unit_test_teardown(keys_that_leave, scene_stop),
        cmocka_unit_test_teardown(a_closed_terminal_ends_it, scene_stop),
        cmocka_unit_test_teardown(put_aside_and_brought_back, scene_stop),
        cmocka_unit_test_teardown(sizes_in_both_ways, scene_stop),
        cmocka_unit_test_teardown(a_tiny_terminal_is_told, scene_stop),
        cmocka_unit_test_teardown(a_serial_line_is_asked_for_its_size, scene_stop),
        cmocka_unit_test_teardown(no_colour_where_none_is_wanted, scene_stop),
        cmocka_unit_test_teardown(plain_frames, scene_stop),
        cmocka_unit_test_teardown(old_terminals, scene_stop),
        cmocka_unit_test_teardown(no_usable_terminal_is_said, scene_stop),
        cmocka_unit_test_teardown(a_pipe_is_no_terminal, scene_stop),
        cmocka_unit_test_teardown(a_burst_is_drawn_once, scene_stop),
        cmocka_unit_test_teardown(flow_control_does_not_freeze, scene_stop),
        cmocka_unit_test_teardown(a_slow_line_has_no_bars, scene_stop),
        cmocka_unit_test_teardown(a_broken_theme_is_told_and_not_used, scene_stop),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
