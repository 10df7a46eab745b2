/* A form on a sheet made by hand: where the focus goes, and that it stays with its field. And the line of text
 * that is edited, and the card. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tui/form/card.h"
#include "tui/form/form.h"

static struct sheet sheet;
static struct form form;

static void add(enum field_kind kind, int row, int col, int group, const char *id)
{
    sheet_field(&sheet,
                (struct field){
                    .kind = kind, .row = row, .col = col, .width = 8, .group = group, .id = id, .label = id});
}

/* A text, three choices of one group side by side, and a button below. */
static void build(void)
{
    sheet_begin(&sheet, 40, 6);
    add(FIELD_TEXT, 0, 10, 0, "name");
    add(FIELD_RADIO, 2, 0, 1, "red");
    add(FIELD_RADIO, 2, 12, 1, "green");
    add(FIELD_RADIO, 2, 24, 1, "blue");
    add(FIELD_BUTTON, 4, 12, 0, "more");
    form_settle(&form, &sheet);
}

static int begin(void **state)
{
    (void)state;
    form = (struct form){0};
    build();
    return 0;
}

static int end(void **state)
{
    (void)state;
    sheet_release(&sheet);
    sheet = (struct sheet){0};
    return 0;
}

static void press(enum press_code code)
{
    form_move(&form, &sheet, &(struct press){.code = code});
}

static void the_first_field_has_the_focus_at_first(void **state)
{
    (void)state;
    assert_string_equal(form.id, "name");
    assert_true(form_in_text(&form, &sheet));
}

static void tab_passes_the_rest_of_a_group(void **state)
{
    (void)state;
    press(PRESS_TAB);
    assert_string_equal(form.id, "red");
    press(PRESS_TAB);
    assert_string_equal(form.id, "more");
    press(PRESS_TAB);
    assert_string_equal(form.id, "name");
    press(PRESS_BACK_TAB);
    assert_string_equal(form.id, "more");
}

static void tab_into_a_group_finds_what_is_chosen(void **state)
{
    (void)state;
    sheet.fields[3].on = true;
    press(PRESS_TAB);
    assert_string_equal(form.id, "blue");
}

static void arrows_find_the_nearest_column(void **state)
{
    (void)state;
    press(PRESS_DOWN);
    assert_string_equal(form.id, "green");
    press(PRESS_RIGHT);
    assert_string_equal(form.id, "blue");
    press(PRESS_RIGHT);
    assert_string_equal(form.id, "blue");
    press(PRESS_DOWN);
    assert_string_equal(form.id, "more");
    press(PRESS_UP);
    assert_string_equal(form.id, "blue"); /* the column is remembered over a row that has none there */
    press(PRESS_HOME);
    assert_string_equal(form.id, "name");
    press(PRESS_END);
    assert_string_equal(form.id, "more");
}

static void the_focus_stays_with_its_field(void **state)
{
    (void)state;
    form_focus(&form, &sheet, "green");
    sheet_begin(&sheet, 40, 6);
    add(FIELD_BUTTON, 0, 0, 0, "new");
    add(FIELD_RADIO, 1, 12, 1, "green");
    form_settle(&form, &sheet);
    assert_string_equal(form.id, "green");
    assert_int_equal(form.index, 1);
    /* It is gone: another has the focus, never none. */
    sheet_begin(&sheet, 40, 6);
    add(FIELD_BUTTON, 0, 0, 0, "new");
    form_settle(&form, &sheet);
    assert_string_equal(form.id, "new");
}

static void a_sheet_without_fields_scrolls(void **state)
{
    (void)state;
    form = (struct form){0};
    sheet_begin(&sheet, 40, 6);
    for (int row = 0; row < 20; row++)
        sheet_text(&sheet, row, 0, PAINT_NORMAL, "line");
    form_settle(&form, &sheet);
    assert_int_equal(form.index, -1);
    press(PRESS_DOWN);
    assert_int_equal(form.top, 1);
    press(PRESS_UP);
    press(PRESS_UP);
    assert_int_equal(form.top, 0);
    press(PRESS_END);
    assert_int_equal(form.top, 14);
    press(PRESS_PAGE_DOWN);
    assert_int_equal(form.top, 14);
}

static void the_focus_is_scrolled_into_view(void **state)
{
    (void)state;
    sheet_begin(&sheet, 40, 6);
    for (int row = 0; row < 20; row++)
        sheet_field(&sheet, (struct field){.kind = FIELD_ROW,
                                           .row = row,
                                           .id = sheet_printf(&sheet, "row.%d", row),
                                           .label = "line"});
    form_settle(&form, &sheet);
    form_focus(&form, &sheet, "row.12");
    assert_in_range(12 - form.top, 0, 5);
    press(PRESS_HOME);
    assert_int_equal(form.top, 0);
}

static void cards_turn_in_the_order_of_the_fields(void **state)
{
    static const char *const order[] = {"red", "green", "blue", "more", "more"};
    (void)state;
    for (size_t i = 0; i < 5; i++) {
        form_turn(&form, &sheet, &(struct press){.code = PRESS_DOWN});
        assert_string_equal(form.id, order[i]);
    }
    form_turn(&form, &sheet, &(struct press){.code = PRESS_UP});
    assert_string_equal(form.id, "blue");
}

static void a_key_that_moves_nothing_says_so(void **state)
{
    (void)state;
    assert_false(form_move(&form, &sheet, &(struct press){PRESS_POINT, 'a'}));
    assert_false(form_move(&form, &sheet, &(struct press){.code = PRESS_ENTER}));
}

static void a_card_has_all_of_a_choice_and_the_help(void **state)
{
    struct canvas canvas = {0};
    (void)state;
    canvas_resize(&canvas, 12, 40);
    sheet_text(&sheet, 2, 34, PAINT_NORMAL, "Colour");
    sheet.fields[2].help = "Of the rainbow.";
    card_draw(&sheet, &canvas, 0, 12, 2, &form.edit);
    char *text = canvas_dump(&canvas, true);
    assert_non_null(strstr(text, "red"));
    assert_non_null(strstr(text, "blue"));
    assert_null(strstr(text, "more"));
    assert_non_null(strstr(text, "Of the rainbow."));
    free(text);
    canvas_release(&canvas);
}

static enum edit_did type(struct edit *edit, enum press_code code, unsigned point)
{
    return edit_press(edit, &(struct press){code, point});
}

static void text_is_edited_by_characters(void **state)
{
    struct edit edit;
    (void)state;
    edit_set(&edit, "a\303\251");
    assert_int_equal(type(&edit, PRESS_LEFT, 0), EDIT_MOVED);
    assert_int_equal(edit.at, 1);
    assert_int_equal(type(&edit, PRESS_POINT, 0x20ac), EDIT_CHANGED);
    assert_string_equal(edit.text, "a\342\202\254\303\251");
    assert_int_equal(type(&edit, PRESS_BACKSPACE, 0), EDIT_CHANGED);
    assert_string_equal(edit.text, "a\303\251");
    assert_int_equal(type(&edit, PRESS_DELETE, 0), EDIT_CHANGED);
    assert_string_equal(edit.text, "a");
    assert_int_equal(type(&edit, PRESS_DELETE, 0), EDIT_NOTHING);
    assert_int_equal(type(&edit, PRESS_CLEAR, 0), EDIT_CHANGED);
    assert_string_equal(edit.text, "");
    assert_int_equal(type(&edit, PRESS_BACKSPACE, 0), EDIT_NOTHING);
    assert_int_equal(type(&edit, PRESS_TAB, 0), EDIT_NOTHING);
}

static void text_ends_at_a_character(void **state)
{
    struct edit edit;
    char much[EDIT_MAX + 8];
    (void)state;
    memset(much, 'x', sizeof(much));
    memcpy(much + EDIT_MAX - 2, "\342\202\254", 4);
    edit_set(&edit, much);
    assert_int_equal(strlen(edit.text), EDIT_MAX - 2);
    assert_int_equal(edit.at, EDIT_MAX - 2);
    assert_in_range(edit_window(&edit, 10), 0, 9);
    assert_true(edit.left > 0);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, begin, end)
    const struct CMUnitTest tests[] = {
        T(the_first_field_has_the_focus_at_first), T(tab_passes_the_rest_of_a_group),
        T(tab_into_a_group_finds_what_is_chosen),  T(arrows_find_the_nearest_column),
        T(the_focus_stays_with_its_field),         T(a_sheet_without_fields_scrolls),
        T(the_focus_is_scrolled_into_view),        T(cards_turn_in_the_order_of_the_fields),
        T(a_key_that_moves_nothing_says_so),       T(a_card_has_all_of_a_choice_and_the_help),
        T(text_is_edited_by_characters),           T(text_ends_at_a_character),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
