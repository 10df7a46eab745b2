/* Answers of another day: the history of a machine, and what a lost session left. */
#include "tests/unit/tui/wizard_play.h"

#include <string.h>

#include "core/base/text.h"
#include "tui/wizard/go.h"
#include "tui/wizard/keep.h"

static const char weir[] = "penstock: 1\nsite: Weir\nproduct: geo-scada\nversion: \"2022\"\nhosts:\n"
                           "  - {name: w-1, role: server, address: 10.20.0.11}\n";

static void fill_history(struct play *play)
{
    struct past *past = play->twin.pasts;
    play->twin.past_count = 1;
    *past = (struct past){.name = "1", .began = "2026-11-20 16:02:07", .who = "apollo", .host = "w-1"};
    past->ending.how = ENDING_EXPIRED;
    play->twin.past_answers = weir;
}

/* As a session of another process left them. */
static void keep_for_the_next(struct play *play)
{
    play->twin.kept = xasprintf("penstock-answers 1\nprocess 0\nwhen 2026-11-20 16:02\npage safety\n"
                                "host w-1\nseconds 90\n\n%s",
                                weir);
    assert_true(keep_look(&play->wizard));
}

static void an_earlier_state_goes_through_the_review(void **state)
{
    struct play *play = *state;
    fill_history(play);
    wizard_go(&play->wizard, PAGE_HISTORY);
    play_work(play);
    play_shows(play, "2026-11-20 16:02  apollo");
    play_shows(play, "nobody confirmed in time");
    play_press(play, PRESS_ENTER);
    assert_int_equal(play->wizard.page, PAGE_PAST);
    play_press(play, PRESS_ENTER);
    assert_int_equal(play->wizard.page, PAGE_REVIEW);
    assert_string_equal(play->wizard.model.draft.name.text, "Weir");
    assert_int_equal(play->twin.applied, 0);
}

static void an_earlier_state_does_not_take_the_place_of_unsaved_answers(void **state)
{
    struct play *play = *state;
    fill_history(play);
    play_example(play, "geo-scada", PAGE_PRODUCT);
    play_type(play, "s");
    wizard_go(&play->wizard, PAGE_HISTORY);
    play_press(play, PRESS_ENTER);
    play_press(play, PRESS_ENTER);
    assert_string_equal(play->wizard.model.draft.name.text, "Riverside Waters");
    play_shows(play, "The present answers are not saved");
}

static void an_empty_history_says_so(void **state)
{
    struct play *play = *state;
    wizard_go(&play->wizard, PAGE_HISTORY);
    play_shows(play, "Nothing was changed by penstock here yet.");
    wizard_go(&play->wizard, PAGE_PAST);
    play_press(play, PRESS_ENTER);
}

static void answers_are_kept_when_a_field_is_left(void **state)
{
    struct play *play = *state;
    play_example(play, "geo-scada", PAGE_PRODUCT);
    keep_step(&play->wizard, false);
    assert_null(play->twin.kept);
    play_type(play, "s");
    keep_step(&play->wizard, false);
    assert_null(play->twin.kept);
    play_press(play, PRESS_TAB);
    keep_step(&play->wizard, false);
    assert_non_null(strstr(play->twin.kept, "Riverside Waters"));
    play_function(play, 2);
    play_press(play, PRESS_ENTER);
    keep_step(&play->wizard, false);
    assert_null(play->twin.kept);
}

static void a_lost_connection_keeps_even_what_is_being_typed(void **state)
{
    struct play *play = *state;
    play_example(play, "geo-scada", PAGE_PRODUCT);
    play_type(play, "s");
    keep_step(&play->wizard, true);
    assert_non_null(strstr(play->twin.kept, "Riverside Waters"));
}

static void kept_answers_are_taken_up_where_they_were_left(void **state)
{
    struct play *play = *state;
    keep_for_the_next(play);
    wizard_go(&play->wizard, PAGE_RECOVER);
    play_shows(play, "on the page Safety");
    play_type(play, "C");
    assert_int_equal(play->wizard.page, PAGE_SAFETY);
    assert_string_equal(play->wizard.model.draft.name.text, "Weir");
    assert_int_equal(model_seconds(&play->wizard.model), 90);
}

static void kept_answers_are_given_up_after_a_question(void **state)
{
    struct play *play = *state;
    keep_for_the_next(play);
    wizard_go(&play->wizard, PAGE_RECOVER);
    play_type(play, "N");
    play_press(play, PRESS_ESCAPE);
    assert_non_null(play->twin.kept);
    play_type(play, "Ny");
    assert_null(play->twin.kept);
    assert_int_equal(play->wizard.page, PAGE_START);
}

static void kept_answers_come_before_a_new_site(void **state)
{
    struct play *play = *state;
    keep_for_the_next(play);
    wizard_go(&play->wizard, PAGE_START);
    play_focus(play, "new");
    play_press(play, PRESS_ENTER);
    assert_int_equal(play->wizard.page, PAGE_RECOVER);
    assert_false(play->wizard.model.begun);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, play_begin, play_end)
    const struct CMUnitTest tests[] = {
        T(an_earlier_state_goes_through_the_review),
        T(an_earlier_state_does_not_take_the_place_of_unsaved_answers),
        T(an_empty_history_says_so),
        T(answers_are_kept_when_a_field_is_left),
        T(a_lost_connection_keeps_even_what_is_being_typed),
        T(kept_answers_are_taken_up_where_they_were_left),
        T(kept_answers_are_given_up_after_a_question),
        T(kept_answers_come_before_a_new_site),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
