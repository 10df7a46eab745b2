/* What keys do in the wizard, whatever the page: going on and back, the focus, errors, questions. */
#include "tests/unit/tui/wizard_play.h"

#include <string.h>

#include "core/base/text.h"
#include "tui/pages/pages.h"
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

static void what_was_removed_comes_back(void **state)
{
    struct play *play = *state;
    const struct draft *draft = &play->wizard.model.draft;
    play_example(play, "geo-scada", PAGE_HOSTS);
    size_t hosts = draft->host_count;
    play_focus(play, "host.2.role");
    play_type(play, "-");
    assert_int_equal(draft->host_count, hosts - 1);
    assert_string_equal(draft->hosts[2].name.text, "dmz-1");
    play_function(play, 7);
    assert_int_equal(draft->host_count, hosts);
    assert_string_equal(draft->hosts[2].name.text, "perm-1");
    play_function(play, 7);
    play_shows(play, "There is nothing to bring back");
}

static void lines_of_the_safety_page_come_and_go(void **state)
{
    struct play *play = *state;
    const struct draft *draft = &play->wizard.model.draft;
    play_example(play, "geo-scada", PAGE_SAFETY);
    play_focus(play, "extra.0.why");
    play_press(play, PRESS_INSERT);
    assert_int_equal(draft->extra_count, 2);
    play_focus(play, "admin.0.port");
    play_press(play, PRESS_DELETE);
    assert_int_equal(draft->admin_count, 0);
    assert_int_equal(draft->extra_count, 2);
    play_function(play, 7);
    assert_int_equal(draft->admin_count, 1);
    play_focus(play, "admin.add");
    play_type(play, "+");
    assert_int_equal(draft->admin_count, 2);
}

static void the_other_view_of_the_flows_begins_at_its_first(void **state)
{
    struct play *play = *state;
    play_example(play, "geo-scada", PAGE_FLOWS);
    assert_string_equal(play_focused(play), "box.you");
    play_type(play, "v");
    assert_string_equal(play_focused(play), "flow.0");
    play_press(play, PRESS_DOWN);
    assert_string_not_equal(play_focused(play), "flow.0");
    play_type(play, "v");
    assert_string_equal(play_focused(play), "box.you");
    wizard_resize(&play->wizard, 24, 60); /* no room for the picture */
    assert_string_equal(play_focused(play), "flow.0");
}

static void what_names_a_host_follows_its_new_name(void **state)
{
    struct play *play = *state;
    play_example(play, "geo-scada", PAGE_HOSTS);
    play_focus(play, "host.0.name");
    play_type(play, "1");
    assert_string_equal(play->wizard.model.draft.hosts[2].links.items[0].text, "srv-a");
    play_press(play, PRESS_TAB);
    assert_string_equal(play->wizard.model.draft.hosts[2].links.items[0].text, "srv-a1");
    play_shows(play, "What names this host has followed");
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

static void a_new_site_does_not_take_the_place_of_unsaved_answers(void **state)
{
    struct play *play = *state;
    play_example(play, "geo-scada", PAGE_PRODUCT);
    play_type(play, "!");
    wizard_go(&play->wizard, PAGE_START);
    play_focus(play, "new");
    play_press(play, PRESS_ENTER);
    assert_int_equal(play->wizard.page, PAGE_START);
    assert_string_equal(play->wizard.model.draft.name.text, "Riverside Water!");
    play_shows(play, "The present answers are not saved");
}

static void a_guided_change_leads_to_the_review(void **state)
{
    struct play *play = *state;
    play_example(play, "geo-scada", PAGE_PRODUCT);
    wizard_go(&play->wizard, PAGE_START);
    play_focus(play, "add.clients");
    play_press(play, PRESS_ENTER);
    assert_int_equal(play->wizard.page, PAGE_HOSTS);
    assert_string_equal(play_focused(play), "host.8.address.0");
    play_type(play, "10.50.0.0/24");
    play_press(play, PRESS_ENTER);
    assert_int_equal(play->wizard.page, PAGE_REVIEW);
    play_shows(play, "client-1");
}

static void escape_gives_a_guided_change_back_to_the_start(void **state)
{
    struct play *play = *state;
    play_example(play, "geo-scada", PAGE_PRODUCT);
    wizard_go(&play->wizard, PAGE_START);
    play_focus(play, "admin");
    play_press(play, PRESS_ENTER);
    assert_int_equal(play->wizard.page, PAGE_SAFETY);
    play_press(play, PRESS_ESCAPE);
    assert_int_equal(play->wizard.page, PAGE_START);
}

static void a_page_tells_which_rules_it_changed(void **state)
{
    struct play *play = *state;
    play_example(play, "geo-scada", PAGE_SERVICES);
    play_function(play, 4);
    play_shows(play, "No rule is another than when this page was opened");
    play_focus(play, "services.remote-browse");
    play_type(play, " ");
    play_shows(play, "This page: +0 -");
    play_function(play, 4);
    assert_int_equal(play->wizard.page, PAGE_PREVIEW);
    play_press(play, PRESS_ESCAPE);
    assert_int_equal(play->wizard.page, PAGE_SERVICES);
}

static void one_packet_is_told_its_fate(void **state)
{
    struct play *play = *state;
    play_example(play, "geo-scada", PAGE_PRODUCT);
    wizard_visit(&play->wizard, PAGE_WHATIF);
    play_shows(play, "What would srv-a do with a new packet?");
    play_focus(play, "From");
    play_type(play, "control-room");
    play_focus(play, "port");
    play_type(play, "5481x");
    play_shows(play, "Enter tells");
    play_press(play, PRESS_ENTER);
    play_shows(play, "! '5481x' is no port");
    play_press(play, PRESS_BACKSPACE);
    play_press(play, PRESS_ENTER);
    play_shows(play, "ACCEPTED");
    play_press(play, PRESS_BACKSPACE);
    play_press(play, PRESS_ENTER);
    play_shows(play, "DROPPED");
    /* It is no answer of the site. */
    assert_false(play->wizard.model.unsaved);
}

static void each_page_is_in_the_list_once(void **state)
{
    (void)state;
    for (enum page_id id = 0; id < PAGE_COUNT; id++) {
        assert_int_equal(pages_named(pages_name(id)), id);
        assert_non_null(pages[id]->title);
        assert_non_null(pages[id]->build);
        for (enum page_id other = 0; other < id; other++)
            assert_ptr_not_equal(pages[id], pages[other]);
    }
    assert_int_equal(pages_named("nowhere"), -1);
}

/* Nothing that a site says may be wrong on no page. */
static void every_key_of_a_site_has_a_page(void **state)
{
    static const char *const paths[] = {
        "site",  "product",    "version",      "redundancy", "hosts.srv-a.address",
        "ports", "allow-from", "server-os",    "services.x", "admin.0.from",
        "extra", "policy.log", "hosts.#3.uses"};
    (void)state;
    for (size_t i = 0; i < sizeof(paths) / sizeof(*paths); i++) {
        size_t count = 0;
        for (enum page_id id = 0; id < PAGE_COUNT; id++)
            count += pages_has_path(pages[id], paths[i]);
        if (count != 1)
            fail_msg("%s is of %zu pages", paths[i], count);
    }
    assert_false(pages_has_path(pages[PAGE_HOSTS], "host"));
    assert_false(pages_has_path(pages[PAGE_HOSTS], "hostss"));
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
        T(what_was_removed_comes_back),
        T(lines_of_the_safety_page_come_and_go),
        T(the_other_view_of_the_flows_begins_at_its_first),
        T(what_names_a_host_follows_its_new_name),
        T(help_is_about_the_field_and_goes_back_to_it),
        T(a_service_in_the_focus_is_explained),
        T(a_key_that_is_not_for_the_page_says_so),
        T(the_first_click_gives_the_focus_the_second_acts),
        T(a_small_screen_shows_one_field_at_a_time),
        T(leaving_asks_when_something_is_not_saved),
        T(saved_answers_leave_at_once),
        T(a_file_that_cannot_be_written_keeps_the_wizard),
        T(a_question_takes_text_and_gives_it_up),
        T(a_new_site_does_not_take_the_place_of_unsaved_answers),
        T(a_guided_change_leads_to_the_review),
        T(escape_gives_a_guided_change_back_to_the_start),
        T(a_page_tells_which_rules_it_changed),
        T(one_packet_is_told_its_fate),
        T(each_page_is_in_the_list_once),
        T(every_key_of_a_site_has_a_page),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
