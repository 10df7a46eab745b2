/* What keys do in the wizard, whatever the page: going on and back, the focus, errors, questions. */
#include "tests/unit/tui/wizard_play.h"

#include <string.h>

#include "core/base/text.h"
#include "tui/wizard/go.h"

static void enter_goes_through_the_steps(void **state)
{
    static const enum page_id steps[] = {PAGE_PRODUCT,  PAGE_TOPOLOGY, PAGE_HOSTS, PAGE_FLOWS,
                                         PAGE_SERVICES, PAGE_SAFETY,   PAGE_REVIEW};
    struct play *play = *state;
    play_example(play, "geo-scada", PAGE_PRODUCT);
    for (size_t i = 0; i < sizeof(steps) / sizeof(*steps); i++) {
        assert_int_equal(play->wizard.page, steps[i]);
        if (steps[i] == PAGE_FLOWS)
            play_focus(play, "box.you"); /* an arrow would tell why */
        play_press(play, PRESS_ENTER);
    }
    /* There Enter tells why: nothing is applied by going on and on. */
    assert_int_equal(play->wizard.page, PAGE_WHY);
    play_press(play, PRESS_ENTER);
    assert_int_equal(play->wizard.page, PAGE_REVIEW);
    assert_int_equal(play->twin.applied, 0);
}

static void a_step_that_the_product_has_not_is_passed(void **state)
{
    struct play *play = *state;
    play_example(play, "smartserver", PAGE_PRODUCT);
    play_press(play, PRESS_ENTER);
    assert_int_equal(play->wizard.page, PAGE_HOSTS);
    play_press(play, PRESS_ESCAPE);
    assert_int_equal(play->wizard.page, PAGE_PRODUCT);
}

static void escape_goes_back_and_keeps_what_was_typed(void **state)
{
    struct play *play = *state;
    play_example(play, "geo-scada", PAGE_PRODUCT);
    assert_string_equal(play_focused(play), "site");
    play_press(play, PRESS_CLEAR);
    play_type(play, "Dam");
    play_press(play, PRESS_ENTER);
    assert_int_equal(play->wizard.page, PAGE_TOPOLOGY);
    play_press(play, PRESS_ESCAPE);
    assert_int_equal(play->wizard.page, PAGE_PRODUCT);
    assert_string_equal(play->wizard.model.draft.name.text, "Dam");
    play_shows(play, "[Dam ");
}

static void letters_are_text_in_a_field_and_keys_elsewhere(void **state)
{
    struct play *play = *state;
    play_example(play, "geo-scada", PAGE_PRODUCT);
    play_type(play, "x?");
    assert_string_equal(play->wizard.model.draft.name.text, "Riverside Waterx?");
    assert_int_equal(play->wizard.page, PAGE_PRODUCT);
    play_press(play, PRESS_TAB);
    play_type(play, "?");
    assert_int_equal(play->wizard.page, PAGE_HELP);
}

static void backspace_erases_and_goes_back_where_nothing_is_left(void **state)
{
    struct play *play = *state;
    play_example(play, "geo-scada", PAGE_PRODUCT);
    play_press(play, PRESS_CLEAR);
    play_type(play, "a");
    play_press(play, PRESS_BACKSPACE);
    assert_int_equal(play->wizard.page, PAGE_PRODUCT);
    play_press(play, PRESS_BACKSPACE); /* one too many */
    assert_int_equal(play->wizard.page, PAGE_PRODUCT);
    play_press(play, PRESS_TAB);
    play_press(play, PRESS_BACKSPACE);
    assert_int_equal(play->wizard.page, PAGE_START);
}

static void each_page_keeps_its_focus(void **state)
{
    struct play *play = *state;
    play_example(play, "geo-scada", PAGE_HOSTS);
    play_focus(play, "host.3.role");
    play_press(play, PRESS_ENTER);
    assert_int_equal(play->wizard.page, PAGE_FLOWS);
    play_press(play, PRESS_ESCAPE);
    assert_string_equal(play_focused(play), "host.3.role");
}

static void an_error_is_shown_when_its_field_is_left(void **state)
{
    struct play *play = *state;
    play_example(play, "geo-scada", PAGE_HOSTS);
    play_focus(play, "host.1.address.0");
    play_press(play, PRESS_CLEAR);
    play_type(play, "10.20.0");
    play_hides(play, "! ");
    play_press(play, PRESS_TAB);
    play_shows(play, "! '10.20.0'");
}

static void enter_shows_the_error_first_and_then_goes_on(void **state)
{
    struct play *play = *state;
    play_example(play, "geo-scada", PAGE_HOSTS);
    play_focus(play, "host.1.address.0");
    play_type(play, "x");
    play_focus(play, "host.0.name");
    play_press(play, PRESS_ENTER);
    assert_int_equal(play->wizard.page, PAGE_HOSTS);
    assert_string_equal(play_focused(play), "host.1.address.0");
    play_shows(play, "Enter once more goes on all the same");
    play_press(play, PRESS_ENTER);
    assert_int_equal(play->wizard.page, PAGE_FLOWS);
}

static void an_edit_takes_the_warning_back(void **state)
{
    struct play *play = *state;
    play_example(play, "geo-scada", PAGE_HOSTS);
    play_focus(play, "host.1.address.0");
    play_type(play, "x");
    play_press(play, PRESS_ENTER);
    play_type(play, "y");
    play_press(play, PRESS_ENTER);
    assert_int_equal(play->wizard.page, PAGE_HOSTS);
}

static void the_next_error_is_another_pages(void **state)
{
    struct play *play = *state;
    play_example(play, "geo-scada", PAGE_HOSTS);
    play_focus(play, "host.1.address.0");
    play_type(play, "x");
    wizard_go(&play->wizard, PAGE_SAFETY);
    play_focus(play, "admin.0.from");
    play_type(play, "x");
    play_function(play, 8);
    assert_int_equal(play->wizard.page, PAGE_HOSTS);
    assert_string_equal(play_focused(play), "host.1.address.0");
    play_function(play, 8);
    assert_int_equal(play->wizard.page, PAGE_SAFETY);
    assert_string_equal(play_focused(play), "admin.0.from");
    play_function(play, 8);
    assert_int_equal(play->wizard.page, PAGE_HOSTS);
}

/* The list of the hosts has no field for it: the page of that host has. */
static void an_error_deep_in_a_host_opens_its_page(void **state)
{
    struct play *play = *state;
    play_example(play, "smartserver", PAGE_PRODUCT);
    draft_set(&play->wizard.model.draft.hosts[0].interface, "not an interface");
    model_edited(&play->wizard.model);
    play_function(play, 8);
    assert_int_equal(play->wizard.page, PAGE_HOST);
    assert_string_equal(play_focused(play), "interface");
    /* It is told there: the next one is not looked for elsewhere. */
    play_function(play, 8);
    assert_int_equal(play->wizard.page, PAGE_HOST);
    play_press(play, PRESS_ESCAPE);
    assert_int_equal(play->wizard.page, PAGE_HOSTS);
}

static void help_is_about_the_field_and_goes_back_to_it(void **state)
{
    struct play *play = *state;
    play_example(play, "geo-scada", PAGE_SAFETY);
    play_focus(play, "admin.0.from");
    play_function(play, 1);
    assert_int_equal(play->wizard.page, PAGE_HELP);
    play_shows(play, "Safety");
    play_function(play, 1);
    play_shows(play, "This is the help: Esc goes back");
    play_press(play, PRESS_ENTER);
    assert_int_equal(play->wizard.page, PAGE_SAFETY);
    assert_string_equal(play_focused(play), "admin.0.from");
}

static void a_service_in_the_focus_is_explained(void **state)
{
    struct play *play = *state;
    play_example(play, "geo-scada", PAGE_SERVICES);
    play_focus(play, "services.remote-browse");
    play_function(play, 1);
    play_shows(play, "What for");
    play_press(play, PRESS_ESCAPE);
    wizard_go(&play->wizard, PAGE_PRODUCT);
    play_function(play, 1);
    play_hides(play, "What for");
}

static void a_key_that_is_not_for_the_page_says_so(void **state)
{
    struct play *play = *state;
    play_example(play, "geo-scada", PAGE_HOSTS);
    play_focus(play, "add");
    play_type(play, "K");
    play_shows(play, "is not for this page");
    assert_int_equal(play->twin.confirmed, 0);
}

static void the_first_click_gives_the_focus_the_second_acts(void **state)
{
    struct play *play = *state;
    play_example(play, "geo-scada", PAGE_REVIEW);
    int row = play_row(play, "all other traffic") - 1; /* the last rule; the first has the focus */
    play_click(play, row, 10);
    assert_int_equal(play->wizard.page, PAGE_REVIEW);
    play_click(play, row, 10);
    assert_int_equal(play->wizard.page, PAGE_WHY);
}

static void a_small_screen_shows_one_field_at_a_time(void **state)
{
    struct play *play = *state;
    play_example(play, "geo-scada", PAGE_HOSTS);
    wizard_resize(&play->wizard, 12, 40);
    play_focus(play, "host.0.name");
    play_shows(play, "[srv-a");
    play_hides(play, "srv-b");
    for (int i = 0; i < 40 && strcmp(play_focused(play), "host.1.name") != 0; i++)
        play_press(play, PRESS_DOWN);
    play_shows(play, "[srv-b");
    wizard_resize(&play->wizard, 12, 80);
    play_hides(play, "perm-1");
    wizard_resize(&play->wizard, 9, 40);
    play_shows(play, "40x9 is too small");
}

static void leaving_asks_when_something_is_not_saved(void **state)
{
    struct play *play = *state;
    play_example(play, "geo-scada", PAGE_PRODUCT);
    play_type(play, "!");
    play_function(play, 10);
    assert_false(play->wizard.done);
    play_shows(play, "Your answers are not saved.");
    play_press(play, PRESS_ESCAPE);
    play_hides(play, "Your answers are not saved.");
    play_function(play, 10);
    play_type(play, "z");
    assert_false(play->wizard.done);
    play_type(play, "q");
    assert_true(play->wizard.done);
}

static void saved_answers_leave_at_once(void **state)
{
    struct play *play = *state;
    play_example(play, "geo-scada", PAGE_PRODUCT);
    play_type(play, "s");
    play_function(play, 2);
    play_shows(play, "riverside-waters.yaml");
    play_press(play, PRESS_ENTER);
    assert_non_null(strstr(desk_double_read(&play->twin, "riverside-waters.yaml"), "site: Riverside Waters"));
    play_function(play, 10);
    assert_true(play->wizard.done);
}

static void a_file_that_cannot_be_written_keeps_the_wizard(void **state)
{
    struct play *play = *state;
    play_example(play, "geo-scada", PAGE_PRODUCT);
    play_type(play, "!");
    play->twin.outcome = OUTCOME_MACHINE;
    play->twin.message = "the disk is full";
    play_function(play, 10);
    play_type(play, "s");
    play_press(play, PRESS_ENTER);
    assert_false(play->wizard.done);
    play_shows(play, "! the disk is full");
}

static void a_question_takes_text_and_gives_it_up(void **state)
{
    struct play *play = *state;
    desk_double_file(&play->twin, "a.yaml",
                     "penstock: 1\nsite: Weir\nproduct: geo-scada\nversion: \"2022\"\n");
    wizard_go(&play->wizard, PAGE_START);
    play_focus(play, "open");
    play_press(play, PRESS_ENTER);
    play_type(play, "a.yaml");
    play_press(play, PRESS_ESCAPE);
    assert_false(play->wizard.model.begun);
    play_press(play, PRESS_ENTER);
    play_type(play, "a.yamk");
    play_press(play, PRESS_BACKSPACE);
    play_type(play, "l");
    play_press(play, PRESS_ENTER);
    assert_int_equal(play->wizard.page, PAGE_PRODUCT);
    assert_string_equal(play->wizard.model.draft.name.text, "Weir");
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, play_begin, play_end)
    const struct CMUnitTest tests[] = {
        T(enter_goes_through_the_steps),
        T(a_step_that_the_product_has_not_is_passed),
        T(escape_goes_back_and_keeps_what_was_typed),
        T(letters_are_text_in_a_field_and_keys_elsewhere),
        T(backspace_erases_and_goes_back_where_nothing_is_left),
        T(each_page_keeps_its_focus),
        T(an_error_is_shown_when_its_field_is_left),
        T(enter_shows_the_error_first_and_then_goes_on),
        T(an_edit_takes_the_warning_back),
        T(the_next_error_is_another_pages),
        T(an_error_deep_in_a_host_opens_its_page),
        T(help_is_about_the_field_and_goes_back_to_it),
        T(a_service_in_the_focus_is_explained),
        T(a_key_that_is_not_for_the_page_says_so),
        T(the_first_click_gives_the_focus_the_second_acts),
        T(a_small_screen_shows_one_field_at_a_time),
        T(leaving_asks_when_something_is_not_saved),
        T(saved_answers_leave_at_once),
        T(a_file_that_cannot_be_written_keeps_the_wizard),
        T(a_question_takes_text_and_gives_it_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
