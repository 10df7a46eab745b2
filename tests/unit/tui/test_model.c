/* The model behind the pages: what follows from the draft, and when it is worked out anew. */
#include "tests/unit/tui/wizard_play.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/text.h"

static struct model *example(struct play *play, const char *name)
{
    char *message = NULL;
    assert_int_equal(model_example(&play->wizard.model, name, &message), 0);
    return &play->wizard.model;
}

static void what_follows_is_there_without_errors(void **state)
{
    struct model *model = example(*state, "geo-scada");
    assert_string_equal(model_plan(model)->host->name, "srv-a");
    assert_true(model_flows(model)->count > 0);
    assert_int_equal(model_problems(model)->errors, 0);
}

static void an_edit_works_it_out_anew(void **state)
{
    struct model *model = example(*state, "geo-scada");
    size_t rules = model_plan(model)->rule_count;
    draft_extra_remove(&model->draft, 0);
    model_edited(model);
    assert_int_equal(model_plan(model)->rule_count, rules - 1);
    assert_true(model->unsaved);
}

static void errors_leave_no_plan(void **state)
{
    struct model *model = example(*state, "geo-scada");
    draft_set(&model->draft.hosts[0].address.items[0], "10.20.0.999");
    model_edited(model);
    assert_null(model_plan(model));
    assert_null(model_site(model));
    assert_true(model_problems(model)->errors > 0);
}

static void a_change_taken_back_is_saved_again(void **state)
{
    struct model *model = example(*state, "geo-scada");
    draft_set(&model->draft.name, "Weir");
    model_edited(model);
    assert_true(model->unsaved);
    draft_set(&model->draft.name, "Riverside Water");
    model_edited(model);
    assert_false(model->unsaved);
}

static void undo_brings_the_last_removal_back_once(void **state)
{
    struct model *model = example(*state, "geo-scada");
    model_keep(model);
    draft_extra_remove(&model->draft, 0);
    model_edited(model);
    assert_true(model_undo(model));
    assert_int_equal(model->draft.extra_count, 1);
    assert_false(model_undo(model));
}

static void the_host_is_this_machine_or_the_one_that_was_said(void **state)
{
    struct play *play = *state;
    struct model *model = example(play, "geo-scada");
    bool own;
    model_site(model);
    assert_string_equal(model_host(model, &own)->name, "srv-a");
    assert_true(own && model_host_is_sure(model));
    snprintf(model->host, sizeof(model->host), "srv-b");
    model_edited(model);
    model_site(model);
    assert_string_equal(model_host(model, &own)->name, "srv-b");
    assert_false(own || model_host_is_sure(model));
    assert_string_equal(model_self(model)->name, "srv-a");
}

static void where_addresses_say_nothing_the_technician_does(void **state)
{
    struct play *play = *state;
    play_machine(play, "192.0.2.1", true);
    struct model *model = example(play, "geo-scada");
    model_site(model);
    assert_null(model_self(model));
    assert_false(model_host_is_sure(model));
    snprintf(model->host, sizeof(model->host), "srv-b");
    model_edited(model);
    model_site(model);
    assert_true(model_host_is_sure(model));
}

static void seconds_are_a_number_in_range(void **state)
{
    static const struct {
        const char *typed;
        unsigned seconds;
    } cases[] = {{"10", 10}, {"3600", 3600}, {"9", 0}, {"3601", 0}, {"1m", 0}, {"", 0}, {"-60", 0}};
    struct model *model = example(*state, "geo-scada");
    assert_int_equal(model_seconds(model), SECONDS_DEFAULT);
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        snprintf(model->seconds, sizeof(model->seconds), "%s", cases[i].typed);
        assert_int_equal(model_seconds(model), cases[i].seconds);
    }
}

static void a_comparison_is_of_the_present_plan(void **state)
{
    struct play *play = *state;
    struct model *model = example(play, "geo-scada");
    assert_true(model_compare(model));
    assert_true(model->compared);
    assert_int_equal(model->comparison.change.added, model_plan(model)->rule_count);
    model_edited(model);
    assert_false(model->compared);
    play->twin.outcome = OUTCOME_NO;
    play->twin.message = "no";
    assert_false(model_compare(model));
    assert_string_equal(model->refusal, "no");
}

static void a_file_with_errors_is_opened_as_far_as_it_goes(void **state)
{
    struct play *play = *state;
    struct model *model = &play->wizard.model;
    char *message = NULL;
    assert_int_equal(model_open(model, "nowhere.yaml", &message), -1);
    assert_non_null(message);
    free(message);
    assert_false(model->begun);
    message = NULL;
    desk_double_file(&play->twin, "a.yaml", "penstock: 1\nsite: Weir\nproduct: geo-scada\nwhat: 1\n");
    assert_int_equal(model_open(model, "a.yaml", &message), 1);
    assert_non_null(strstr(message, "what"));
    free(message);
    assert_string_equal(model->draft.name.text, "Weir");
}

static void what_is_saved_reads_back(void **state)
{
    struct play *play = *state;
    struct model *model = example(play, "geo-scada");
    char *message = NULL;
    draft_set(&model->draft.name, "Weir");
    model_edited(model);
    assert_int_equal(model_save(model, "weir.yaml", &message), 0);
    assert_false(model->unsaved);
    model_new(model);
    assert_int_equal(model_open(model, "weir.yaml", &message), 0);
    assert_string_equal(model->draft.name.text, "Weir");
    assert_string_equal(model->path, "weir.yaml");
}

static void answers_taken_up_are_not_saved_yet(void **state)
{
    struct play *play = *state;
    struct model *model = &play->wizard.model;
    model_resume(model, "", "penstock: 1\nsite: Weir\nproduct: geo-scada\n");
    assert_true(model->begun && model->unsaved);
    assert_null(model->path);
    assert_string_equal(model->draft.name.text, "Weir");
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, play_begin, play_end)
    const struct CMUnitTest tests[] = {
        T(what_follows_is_there_without_errors),
        T(an_edit_works_it_out_anew),
        T(errors_leave_no_plan),
        T(a_change_taken_back_is_saved_again),
        T(undo_brings_the_last_removal_back_once),
        T(the_host_is_this_machine_or_the_one_that_was_said),
        T(where_addresses_say_nothing_the_technician_does),
        T(seconds_are_a_number_in_range),
        T(a_comparison_is_of_the_present_plan),
        T(a_file_with_errors_is_opened_as_far_as_it_goes),
        T(what_is_saved_reads_back),
        T(answers_taken_up_are_not_saved_yet),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
