#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tui/form/canvas.h"
#include "tui/form/edit.h"
#include "tui/form/sheet.h"

static void expect(struct canvas *canvas, bool ascii, const char *text)
{
    char *dump = canvas_dump(canvas, ascii);
    assert_string_equal(dump, text);
    free(dump);
}

static void text_is_clipped_by_columns(void **state)
{
    (void)state;
    struct canvas canvas = {0};
    canvas_resize(&canvas, 2, 6);
    assert_int_equal(canvas_text(&canvas, 0, 0, 5, PAINT_NORMAL, "\u65e5\u672c\u8a9e"), 4);
    assert_int_equal(canvas_put(&canvas, 1, 3, PAINT_NORMAL, "\u00e9\u00e8\u00ea\u00eb"), 3);
    expect(&canvas, false, "\u65e5\u672c\n   \u00e9\u00e8\u00ea\n");
    canvas_put(&canvas, 5, 0, PAINT_NORMAL, "outside");
    canvas_put(&canvas, 0, -3, PAINT_NORMAL, "abcd");
    expect(&canvas, false, "d\u672c\n   \u00e9\u00e8\u00ea\n");
    canvas_release(&canvas);
}

static void control_characters_never_pass(void **state)
{
    (void)state;
    struct canvas canvas = {0};
    canvas_resize(&canvas, 1, 20);
    canvas_put(&canvas, 0, 0, PAINT_NORMAL, "a\033[2J\x7f\xc2\x9b\xff z");
    expect(&canvas, false, "a?[2J??? z\n");
    canvas_release(&canvas);
}

static void boxes_have_both_forms(void **state)
{
    (void)state;
    struct canvas canvas = {0};
    canvas_resize(&canvas, 3, 4);
    canvas_box(&canvas, 0, 0, 3, 4, PAINT_NORMAL, false);
    expect(&canvas, true, "+--+\n|  |\n+--+\n");
    canvas_box(&canvas, 0, 0, 3, 4, PAINT_NORMAL, true);
    expect(&canvas, false, "\u250f\u2501\u2501\u2513\n\u2503  \u2503\n\u2517\u2501\u2501\u251b\n");
    canvas_release(&canvas);
}

static enum edit_did press(struct edit *edit, enum press_code code, unsigned point)
{
    return edit_press(edit, &(struct press){code, point});
}

static void an_edit_goes_by_characters(void **state)
{
    (void)state;
    struct edit edit;
    edit_set(&edit, "a\u00e9b");
    assert_int_equal(press(&edit, PRESS_LEFT, 0), EDIT_MOVED);
    assert_int_equal(press(&edit, PRESS_BACKSPACE, 0), EDIT_CHANGED);
    assert_string_equal(edit.text, "ab");
    assert_int_equal(press(&edit, PRESS_POINT, 0x65e5), EDIT_CHANGED);
    assert_string_equal(edit.text, "a\u65e5b");
    assert_int_equal(edit_window(&edit, 10), 3);
    assert_int_equal(press(&edit, PRESS_END, 0), EDIT_MOVED);
    assert_int_equal(press(&edit, PRESS_RIGHT, 0), EDIT_NOTHING);
    assert_int_equal(press(&edit, PRESS_DELETE, 0), EDIT_NOTHING);
    assert_int_equal(press(&edit, PRESS_CLEAR, 0), EDIT_CHANGED);
    assert_string_equal(edit.text, "");
    assert_int_equal(press(&edit, PRESS_BACKSPACE, 0), EDIT_NOTHING);
}

static void an_edit_scrolls_and_ends(void **state)
{
    (void)state;
    struct edit edit;
    edit_set(&edit, "");
    for (int i = 0; i < 2 * EDIT_MAX; i++)
        press(&edit, PRESS_POINT, (unsigned)('a' + i % 26));
    assert_int_equal(strlen(edit.text), EDIT_MAX - 1);
    assert_int_equal(edit_window(&edit, 10), 9);
    press(&edit, PRESS_HOME, 0);
    assert_int_equal(edit_window(&edit, 10), 0);
    assert_int_equal(edit.left, 0);
}

static void a_sheet_scrolls_below_its_head(void **state)
{
    (void)state;
    struct sheet sheet = {0};
    struct canvas canvas = {0};
    canvas_resize(&canvas, 3, 12);
    sheet_begin(&sheet, 12, 3);
    sheet.head = 1;
    sheet_text(&sheet, 0, 0, PAINT_HEADING, "head");
    for (int i = 1; i < 6; i++)
        sheet_field(
            &sheet,
            (struct field){.kind = FIELD_CHECK, .row = i, .col = 2, .on = i % 2, .id = "x", .label = "one"});
    sheet_draw(&sheet, &canvas, 0, 2, 3, NULL);
    expect(&canvas, false, "head\n  [x] one\n> [ ] one\n");
    assert_int_equal(canvas.cursor_row, 2);
    assert_int_equal(canvas.cursor_col, 3);
    sheet_release(&sheet);
    canvas_release(&canvas);
}

static void words_wrap(void **state)
{
    (void)state;
    struct sheet sheet = {0};
    struct canvas canvas = {0};
    canvas_resize(&canvas, 3, 20);
    sheet_begin(&sheet, 20, 3);
    assert_int_equal(sheet_wrap(&sheet, 0, 1, 10, PAINT_NORMAL, "the prefix must be 0 to 32"), 3);
    sheet_draw(&sheet, &canvas, 0, 0, -1, NULL);
    expect(&canvas, false, " the prefix\n must be 0\n to 32\n");
    sheet_release(&sheet);
    canvas_release(&canvas);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_is_clipped_by_columns),
        cmocka_unit_test(control_characters_never_pass),
        cmocka_unit_test(boxes_have_both_forms),
        cmocka_unit_test(an_edit_goes_by_characters),
        cmocka_unit_test(an_edit_scrolls_and_ends),
        cmocka_unit_test(a_sheet_scrolls_below_its_head),
        cmocka_unit_test(words_wrap),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
