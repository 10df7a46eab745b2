/* What the forms say of the product's facts: ticks, ports, applications. */
#include "tests/unit/tui/wizard_play.h"

#include <string.h>

#include "core/base/text.h"
#include "tui/wizard/go.h"

#define SITE(VERSION, HOSTS)                                                                \
    "penstock: 1\nproduct: geo-scada\nversion: '" VERSION "'\nredundancy: single\nhosts:\n" \
    "  - {name: A, role: server, address: 10.0.0.1}\n" HOSTS
#define WEB "  - {name: w, role: web-client, address: 10.1.0.1}\n"
#define IIS "  - {name: i, role: web-server, address: 10.0.0.9}\n"

static void play_site(struct play *play, const char *text, enum page_id page)
{
    model_resume(&play->wizard.model, "", text);
    wizard_go(&play->wizard, page);
    play_work(play);
}

static bool is_ticked(struct play *play, const char *id)
{
    play_focus(play, id);
    const struct field *field = wizard_focus(&play->wizard);
    return field && field->on;
}

static const char *switched(struct play *play, const char *id)
{
    return settings_get(&play->wizard.model.draft.services, id);
}

static void a_tick_says_what_the_rules_do(void **state)
{
    struct play *play = *state;
    play_site(play, SITE("2022", WEB), PAGE_SERVICES);
    assert_false(is_ticked(play, "services.xml"));
    assert_false(is_ticked(play, "services.webx"));
    play_shows(play, "before 2020");
    play_site(play, SITE("2019", WEB), PAGE_SERVICES);
    assert_true(is_ticked(play, "services.xml"));
    assert_false(is_ticked(play, "services.webx"));
    assert_false(is_ticked(play, "services.web-client-link"));
    play_shows(play, "none");
    play_site(play, SITE("2019", WEB IIS), PAGE_SERVICES);
    assert_true(is_ticked(play, "services.webx"));
    assert_true(is_ticked(play, "services.web-client-link"));
}

static void new_webx_is_switched_on_at_a_server(void **state)
{
    struct play *play = *state;
    play_site(play, SITE("2019", WEB), PAGE_SERVICES);
    play_focus(play, "services.webx");
    play_type(play, " ");
    assert_string_equal(switched(play, "webx"), "on");
    assert_true(is_ticked(play, "services.webx"));
    play_type(play, " ");
    assert_null(switched(play, "webx"));
    assert_false(is_ticked(play, "services.webx"));
}

static void what_no_version_here_has_is_not_switched(void **state)
{
    struct play *play = *state;
    play_site(play, SITE("2022", WEB), PAGE_SERVICES);
    play_focus(play, "services.webx");
    play_type(play, " ");
    play_shows(play, "open nowhere: only versions");
    play_shows(play, "have it");
    assert_null(switched(play, "webx"));
}

static void a_host_that_says_the_contrary_follows(void **state)
{
    struct play *play = *state;
    play_site(
        play,
        SITE("2022", "  - {name: c, role: client, address: 10.1.0.2, services: {remote-browse: off}}\n"),
        PAGE_SERVICES);
    play_focus(play, "services.remote-browse");
    play_type(play, " ");
    assert_true(is_ticked(play, "services.remote-browse"));
    assert_null(settings_get(&play->wizard.model.draft.hosts[1].services, "remote-browse"));
}

static void the_help_says_where_a_service_is_open(void **state)
{
    struct play *play = *state;
    play_site(play, SITE("2019", WEB IIS), PAGE_SERVICES);
    play_focus(play, "services.webx");
    play_function(play, 1);
    play_shows(play, "open at i");
}

static void the_footer_says_what_enter_does_on_the_line(void **state)
{
    struct play *play = *state;
    play_site(play, SITE("2022", WEB), PAGE_TOPOLOGY);
    play_focus(play, "add.client");
    play_shows(play, "Enter add    ^N next");
    size_t hosts = play->wizard.model.draft.host_count;
    play_press(play, PRESS_ENTER);
    assert_int_equal(play->wizard.model.draft.host_count, hosts + 1);
    play_shows(play, "- remove");
    play_type(play, "-");
    assert_int_equal(play->wizard.model.draft.host_count, hosts);
    play_press(play, PRESS_ONWARD);
    assert_int_equal(play->wizard.page, PAGE_HOSTS);
    assert_int_equal(play->wizard.model.draft.host_count, hosts);
}

static void nothing_is_wrong_before_an_answer(void **state)
{
    struct play *play = *state;
    play_site(play,
              "penstock: 1\nproduct: geo-scada\nversion: '2022'\nredundancy: single\nhosts:\n"
              "  - {name: A, role: server}\n",
              PAGE_HOSTS);
    play_shows(play, "- give its address, or a network");
    play_shows(play, "1 answer is still to be given");
    play_hides(play, "under 'address'");
    play_press(play, PRESS_ONWARD);
    play_shows(play, "! give its address, or a network");
}

static void what_is_cut_is_marked(void **state)
{
    struct play *play = *state;
    play_site(play,
              SITE("2017 R2.12", "  - {name: c, role: client, address: 10.1.0.2, version: 2017 R2.112}\n"),
              PAGE_HOSTS);
    play_focus(play, "host.0.name");
    play_shows(play, "~]");
}

static void a_port_is_offered_by_its_name(void **state)
{
    struct play *play = *state;
    const struct draft *draft = &play->wizard.model.draft;
    play_example(play, "smartserver", PAGE_SAFETY);
    play_focus(play, "offered.mail-submission");
    play_shows(play, "Enter add");
    play_press(play, PRESS_ENTER);
    assert_int_equal(draft->extra_count, 1);
    assert_string_equal(draft->extras[0].ports.text, "587");
    assert_string_equal(draft->extras[0].from.text, "ss-1");
    assert_non_null(draft->extras[0].why.text);
    play_example(play, "geo-scada", PAGE_SAFETY);
    play_focus(play, "offered.telnet");
    play_press(play, PRESS_ENTER);
    assert_null(draft->extras[1].ports.text);
    assert_string_equal(draft->extras[1].to.text, "srv-a");
}

static void a_backspace_too_many_stays_on_the_page(void **state)
{
    struct play *play = *state;
    play_site(play, SITE("2022", WEB), PAGE_HOSTS);
    play_focus(play, "host.0.version");
    play_type(play, "2");
    for (int i = 0; i < 4; i++)
        play_press(play, PRESS_BACKSPACE);
    assert_int_equal(play->wizard.page, PAGE_HOSTS);
}

static void escape_leads_back_to_the_review(void **state)
{
    struct play *play = *state;
    play_example(play, "geo-scada", PAGE_REVIEW);
    play_type(play, "e");
    assert_int_not_equal(play->wizard.page, PAGE_REVIEW);
    play_press(play, PRESS_ESCAPE);
    assert_int_equal(play->wizard.page, PAGE_REVIEW);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, play_begin, play_end)
    const struct CMUnitTest tests[] = {
        T(a_tick_says_what_the_rules_do),
        T(new_webx_is_switched_on_at_a_server),
        T(what_no_version_here_has_is_not_switched),
        T(a_host_that_says_the_contrary_follows),
        T(the_help_says_where_a_service_is_open),
        T(the_footer_says_what_enter_does_on_the_line),
        T(nothing_is_wrong_before_an_answer),
        T(what_is_cut_is_marked),
        T(a_port_is_offered_by_its_name),
        T(a_backspace_too_many_stays_on_the_page),
        T(escape_leads_back_to_the_review),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
