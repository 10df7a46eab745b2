/* Themes: each built-in one, own files, broken ones, the change while running; and the mouse. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

#include "scene.h"

static char environment[128];

static int set_up(void **state)
{
    scene_set_up(state);
    assert_int_equal(mkdir(scene_path("/penstock"), 0755), 0);
    assert_int_equal(mkdir(scene_path("/penstock/themes"), 0755), 0);
    snprintf(environment, sizeof(environment), "XDG_CONFIG_HOME=%s", root);
    return 0;
}

static void write_theme(const char *name, const char *text)
{
    char path[160];
    snprintf(path, sizeof(path), "%s/penstock/themes/%s.yaml", root, name);
    FILE *out = fopen(path, "w");
    assert_non_null(out);
    fputs(text, out);
    fclose(out);
}

static void open_with(const char *theme)
{
    vt_stop(&vt);
    scene_start(.args = {"--example", "geo-scada", "--page", "flows", "--theme", theme},
                .env = {environment});
}

static char *words(void)
{
    char *all = calloc(1, 65536);
    for (int row = 0; row < vt.rows; row++) {
        strcat(all, vt_row(&vt, row));
        strcat(all, "\n");
    }
    return all;
}

/* What colours say, words and signs say too. */
static void no_meaning_by_colour_alone(void **state)
{
    static const char *const themes[] = {"mono", "high-contrast", "light", "dark", "color-blind-safe"};
    (void)state;
    open_with("default");
    char *plain = words();
    assert_non_null(strstr(plain, "DENIED"));
    for (size_t i = 0; i < sizeof(themes) / sizeof(themes[0]); i++) {
        open_with(themes[i]);
        char *other = words();
        assert_string_equal(other, plain);
        assert_int_equal(vt_colored(&vt) > 0, i != 0);
        free(other);
    }
    free(plain);
}

/* A ground of its own covers the screen: no cell keeps the terminal's. */
static void a_ground_has_no_holes(void **state)
{
    static const char *const themes[] = {"high-contrast", "light", "dark"};
    VTermScreenCell cell;
    (void)state;
    for (size_t i = 0; i < 3; i++) {
        open_with(themes[i]);
        for (int row = 0; row < vt.rows; row++)
            for (int col = 0; col < vt.cols; col++) {
                vterm_screen_get_cell(vt.screen, (VTermPos){row, col}, &cell);
                assert_false(VTERM_COLOR_IS_DEFAULT_BG(&cell.bg));
            }
    }
}

static void themes_change_while_running(void **state)
{
    (void)state;
    write_theme("zebra", "roles: {title: {fg: white, bg: red}}\n");
    open_with("default");
    vt_press(&vt, "c");
    vt_expect(&vt, "Colours: high-contrast");
    vt_press(&vt, "c");
    vt_expect(&vt, "Colours: light");
    vt_press(&vt, "c");
    vt_expect(&vt, "Colours: mono");
    assert_int_equal(vt_colored(&vt), 0);
    vt_press(&vt, KEY_F1);
    vt_press(&vt, "c");
    vt_expect(&vt, "Colours: zebra");
    assert_true(vt_colored(&vt) > 0);
    vt_press(&vt, "c");
    vt_expect(&vt, "Colours: color-blind-safe");
}

static void own_themes_are_found(void **state)
{
    (void)state;
    write_theme("dark", "roles: {title: {fg: white, bg: magenta}}\n");
    open_with("dark");
    VTermScreenCell cell;
    vterm_screen_get_cell(vt.screen, (VTermPos){0, 0}, &cell);
    assert_true(VTERM_COLOR_IS_INDEXED(&cell.bg));
    assert_int_equal(cell.bg.indexed.idx, 5);
}

static void a_broken_one_is_told_with_its_place(void **state)
{
    (void)state;
    write_theme("odd", "roles:\n  title: {fg: rad}\n");
    open_with("odd");
    vt_expect(&vt, "odd.yaml:2:15");
    assert_true(vt_colored(&vt) > 80);
    vt_send(&vt, "q");
    assert_int_equal(vt_wait_end(&vt), 0);
    vt_expect(&vt, "did you mean 'red'?");
}

static void the_mouse_only_where_it_is_asked_for(void **state)
{
    (void)state;
    scene_start(.args = {"--example", "geo-scada", "--page", "topology"});
    assert_null(strstr(vt.tail, "1000h"));
    vt_stop(&vt);
    scene_start(.args = {"--example", "geo-scada", "--page", "topology", "--mouse"});
    assert_non_null(strstr(vt.tail, "1000h"));
    int row = vt_find(&vt, "( ) Triple");
    char click[32];
    snprintf(click, sizeof(click), "\033[<0;8;%dM", row + 1);
    vt_press(&vt, click);
    vt_expect(&vt, "> (*) Triple standby");
    vt_press(&vt, "\033[<64;8;5M");
    vt_expect(&vt, "> ( ) Hot standby pair");
    vt_send(&vt, "\003");
    vt_wait_end(&vt);
    assert_non_null(strstr(vt.tail, "1000l"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(no_meaning_by_colour_alone, set_up, scene_clean_up),
        cmocka_unit_test_setup_teardown(a_ground_has_no_holes, set_up, scene_clean_up),
        cmocka_unit_test_setup_teardown(themes_change_while_running, set_up, scene_clean_up),
        cmocka_unit_test_setup_teardown(own_themes_are_found, set_up, scene_clean_up),
        cmocka_unit_test_setup_teardown(a_broken_one_is_told_with_its_place, set_up, scene_clean_up),
        cmocka_unit_test_setup_teardown(the_mouse_only_where_it_is_asked_for, set_up, scene_clean_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
