/* What single pages do with keys, and the list of the pages. */
#include "tests/unit/tui/wizard_play.h"

#include <string.h>

#include "tui/pages/pages.h"
#include "tui/wizard/go.h"

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
        T(what_was_removed_comes_back),
        T(lines_of_the_safety_page_come_and_go),
        T(the_other_view_of_the_flows_begins_at_its_first),
        T(what_names_a_host_follows_its_new_name),
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
