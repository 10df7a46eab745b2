/* From the review to the kept rules, against a machine that is only memory: what starts a trial, what ends it, and
 * what is refused. */
#include "tests/unit/tui/wizard_play.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/text.h"
#include "tui/wizard/go.h"

static void start_a_trial(struct play *play)
{
    play_example(play, "geo-scada", PAGE_REVIEW);
    play_type(play, "a");
    assert_int_equal(play->wizard.page, PAGE_APPLY);
    play_type(play, "A");
}

static void the_review_compares_with_the_machine(void **state)
{
    struct play *play = *state;
    play_example(play, "geo-scada", PAGE_REVIEW);
    assert_int_equal(play->twin.compared, 1);
    play_shows(play, "-0 removed =0 same");
    /* Nothing was changed: it is not looked at again. */
    wizard_go(&play->wizard, PAGE_SAFETY);
    wizard_go(&play->wizard, PAGE_REVIEW);
    play_work(play);
    assert_int_equal(play->twin.compared, 1);
    play_type(play, "r");
    assert_int_equal(play->twin.compared, 2);
}

static void the_review_says_why_it_cannot_compare(void **state)
{
    struct play *play = *state;
    play->twin.outcome = OUTCOME_MACHINE;
    play->twin.message = "the kernel does not tell";
    play_example(play, "geo-scada", PAGE_REVIEW);
    play_shows(play, "not compared with what is live");
    for (int i = 0; i < 4; i++)
        play_type(play, "v");
    play_shows(play, "the kernel does not tell");
}

/* The row of the text is marked where its line is added, whatever it begins with. */
static void the_text_marks_what_is_added(void **state)
{
    struct play *play = *state;
    size_t marked = 0, added;
    play_example(play, "geo-scada", PAGE_REVIEW);
    play->wizard.model.comparison.change.items[0].sign = CHANGE_SAME;
    added = play->wizard.model.comparison.change.added - 1;
    for (int i = 0; i < 5 && !marked; i++) {
        play_type(play, "v");
        for (size_t k = 0; k < play->wizard.sheet.piece_count; k++) {
            const struct piece *piece = &play->wizard.sheet.pieces[k];
            marked += piece->paint == PAINT_ADDED && piece->text && *piece->text == '+' && piece->col == 1;
        }
    }
    assert_true(added > 0);
    assert_int_equal(marked, added);
}

/* The review on somebody else's rule, which is shown in other words than a site calls it. */
static void look_at_a_foreign_rule(struct play *play)
{
    struct line *line = lines_add(&play->twin.foreign, "input", "shown so", NULL);
    line->key = xstrdup("called so");
    play_example(play, "geo-scada", PAGE_REVIEW);
    play_type(play, "vv");
    for (int i = 0; i < 200 && !strstr(wizard_focus(&play->wizard)->label, "shown so"); i++)
        play_press(play, PRESS_DOWN);
    assert_non_null(strstr(wizard_focus(&play->wizard)->label, "shown so"));
}

static void assert_chosen(struct play *play, const char *choice, const char *rule)
{
    struct listing *listing = listings_get(&play->wizard.model.draft.hosts[0].not_ours, choice, false);
    size_t count = listing ? listing->values.count : 0;
    assert_int_equal(count, rule ? 1 : 0);
    if (rule)
        assert_string_equal(listing->values.items[0].text, rule);
}

static void a_foreign_rule_is_kept_or_removed_by_its_key(void **state)
{
    struct play *play = *state;
    look_at_a_foreign_rule(play);
    play_type(play, "+");
    play_shows(play, "'shown so' is kept");
    assert_chosen(play, "keep", "called so");
    play_type(play, "-");
    play_shows(play, "'shown so' goes away");
    assert_chosen(play, "remove", "called so");
    assert_chosen(play, "keep", NULL);
}

static void a_foreign_rule_becomes_part_of_the_site_by_its_key(void **state)
{
    struct play *play = *state;
    size_t extras;
    play->twin.imported =
        "penstock: 1\nproduct: geo-scada\nextra:\n"
        "  - {name: camera, from: anywhere, to: srv-a, protocol: tcp, ports: 554, why: a camera}\n";
    play->twin.imported_rule = "shown so";
    look_at_a_foreign_rule(play);
    extras = play->wizard.model.draft.extra_count;
    play_type(play, "o");
    play_shows(play, "A site cannot say this rule exactly");
    play->twin.imported_rule = "called so";
    play_type(play, "o");
    play_shows(play, "'shown so' is part of the site now");
    assert_int_equal(play->wizard.model.draft.extra_count, extras + 1);
}

static void the_review_finds_a_word(void **state)
{
    struct play *play = *state;
    play_example(play, "geo-scada", PAGE_REVIEW);
    char *first = xstrdup(play_focused(play));
    play_type(play, "/");
    play_type(play, "NTP");
    play_press(play, PRESS_ENTER);
    assert_string_not_equal(play_focused(play), first);
    const struct field *field = wizard_focus(&play->wizard);
    assert_non_null(strstr(field->label, "udp 123"));
    play_type(play, "/");
    play_press(play, PRESS_CLEAR);
    play_type(play, "nowhere");
    play_press(play, PRESS_ENTER);
    play_shows(play, "'nowhere' is not here");
    free(first);
}

static void the_cause_of_a_rule_is_the_answer(void **state)
{
    struct play *play = *state;
    play_example(play, "geo-scada", PAGE_REVIEW);
    play_type(play, "/");
    play_type(play, "NTP");
    play_press(play, PRESS_ENTER);
    play_type(play, "e");
    assert_int_equal(play->wizard.page, PAGE_SAFETY);
    assert_true(strncmp(play_focused(play), "extra.0", 7) == 0);
}

static void confirmed_rules_stay(void **state)
{
    struct play *play = *state;
    start_a_trial(play);
    assert_int_equal(play->twin.applied, 1);
    assert_string_equal(play->twin.host, "srv-a");
    assert_int_equal(play->twin.seconds, 60);
    play_shows(play, "The new rules are ACTIVE, but not yet kept");
    assert_int_equal(wizard_timeout(&play->wizard), 1000);
    play_type(play, "K");
    assert_int_equal(play->twin.confirmed, 1);
    play_shows(play, "The new rules are kept for good");
    assert_int_equal(wizard_timeout(&play->wizard), -1);
}

static void nothing_but_the_named_keys_ends_a_trial(void **state)
{
    struct play *play = *state;
    start_a_trial(play);
    play_press(play, PRESS_ENTER);
    play_type(play, " ");
    play_click(play, 5, 7);
    play_type(play, "A");
    play_type(play, "k");
    assert_int_equal(play->twin.applied, 1);
    assert_int_equal(play->twin.confirmed + play->twin.rolled_back, 0);
    assert_true(play->twin.trial.open);
    assert_int_equal(play->wizard.page, PAGE_APPLY);
}

static void before_a_trial_its_keys_are_not_for_the_page(void **state)
{
    struct play *play = *state;
    play_example(play, "geo-scada", PAGE_APPLY);
    play_type(play, "K");
    play_type(play, "B");
    assert_int_equal(play->twin.confirmed + play->twin.rolled_back, 0);
    play_shows(play, "Make these rules active on srv-a?");
}

static void the_old_rules_come_back_at_once(void **state)
{
    struct play *play = *state;
    start_a_trial(play);
    play_type(play, "B");
    assert_int_equal(play->twin.rolled_back, 1);
    play_shows(play, "The old rules decide again");
}

static void a_minute_more_is_added_to_what_is_left(void **state)
{
    struct play *play = *state;
    start_a_trial(play);
    play->twin.trial.remaining_ms = 20000;
    wizard_tick(&play->wizard);
    play_work(play);
    play_shows(play, "  20 s");
    play_type(play, "M");
    assert_int_equal(play->twin.seconds, 80);
    play_shows(play, "  80 s");
}

static void a_trial_that_nobody_confirmed_is_over(void **state)
{
    struct play *play = *state;
    start_a_trial(play);
    play->twin.trial.open = false;
    wizard_tick(&play->wizard);
    play_work(play);
    play_shows(play, "Not kept");
    play_shows(play, "The trial is over: the old rules decide again");
    play_type(play, "K");
    assert_int_equal(play->twin.confirmed, 0);
}

static void a_confirm_that_fails_is_no_success(void **state)
{
    struct play *play = *state;
    start_a_trial(play);
    play->twin.outcome = OUTCOME_MACHINE;
    play->twin.message = "the disk is full";
    play_type(play, "K");
    play_shows(play, "Not kept");
    play_shows(play, "the disk is full");
}

static void what_is_refused_changes_nothing_and_says_why(void **state)
{
    struct play *play = *state;
    play_example(play, "geo-scada", PAGE_APPLY);
    play->twin.outcome = OUTCOME_NO;
    play->twin.message = "another trial is open";
    play_type(play, "A");
    play_shows(play, "Not kept");
    play_shows(play, "another trial is open");
    play_hides(play, "Apply all the same");
    /* It can be tried again. */
    play->twin.outcome = OUTCOME_DONE;
    play_focus(play, "[ Try again ]");
    play_press(play, PRESS_ENTER);
    assert_true(play->twin.trial.open);
}

/* Words about the option do not make it a lock-out: the value does. */
static void only_a_lockout_asks_for_the_name(void **state)
{
    struct play *play = *state;
    play_example(play, "geo-scada", PAGE_APPLY);
    play->twin.outcome = OUTCOME_NO;
    play->twin.message = "--accept-lockout is not for this machine";
    play_type(play, "A");
    play_hides(play, "Apply all the same");
}

static void refuse_for_a_lockout(struct play *play)
{
    play_example(play, "geo-scada", PAGE_APPLY);
    play->twin.outcome = OUTCOME_NO;
    play->twin.refusal = REFUSAL_LOCKOUT;
    play->twin.lockout = (struct lockout){.peer = {FAMILY_4, 32, {10, 21, 0, 9}}, .port = 2222, .mine = true};
    play->twin.message = "a new login would be cut";
    play_type(play, "A");
    play_focus(play, "[ Apply all the same ]");
    play_press(play, PRESS_ENTER);
    play_shows(play, "Type this host's name (10.21.0.9, you, gets in no more):");
}

static void the_name_of_the_host_is_the_proof(void **state)
{
    struct play *play = *state;
    refuse_for_a_lockout(play);
    play_type(play, "srv-a");
    play_press(play, PRESS_ENTER);
    assert_int_equal(play->twin.applied, 2);
    assert_string_equal(play->twin.accept_lockout, "srv-a");
    assert_true(play->twin.trial.open);
}

static void another_name_is_no_proof(void **state)
{
    struct play *play = *state;
    refuse_for_a_lockout(play);
    play_type(play, "srv-b");
    play_press(play, PRESS_ENTER);
    assert_int_equal(play->twin.applied, 1);
    play_shows(play, "That is not the host's name: nothing was done");
}

static void a_host_of_another_address_is_not_applied_to(void **state)
{
    struct play *play = *state;
    play_machine(play, "192.0.2.1", true);
    play_example(play, "geo-scada", PAGE_APPLY);
    play_shows(play, "Which host is this machine?");
    play_type(play, "A");
    assert_int_equal(play->twin.applied, 0);
}

static void another_hosts_rules_are_only_shown(void **state)
{
    struct play *play = *state;
    play_example(play, "geo-scada", PAGE_REVIEW);
    play_type(play, "h");
    play_type(play, "a");
    play_shows(play, "This machine is srv-a, not srv-b");
    play_type(play, "A");
    assert_int_equal(play->twin.applied, 0);
}

static void without_privilege_the_line_to_type_is_told(void **state)
{
    struct play *play = *state;
    play_machine(play, "10.20.0.11", false);
    play_example(play, "geo-scada", PAGE_APPLY);
    play_shows(play, "sudo penstock apply FILE");
    play_type(play, "A");
    assert_int_equal(play->twin.applied, 0);
}

static void errors_stand_in_the_way(void **state)
{
    struct play *play = *state;
    play_example(play, "geo-scada", PAGE_HOSTS);
    play_focus(play, "host.0.address.0");
    play_type(play, "x");
    wizard_go(&play->wizard, PAGE_APPLY);
    play_shows(play, "Not yet");
    play_type(play, "A");
    assert_int_equal(play->twin.applied, 0);
}

static void how_it_ended_stands_on_the_first_page(void **state)
{
    struct play *play = *state;
    start_a_trial(play);
    play_type(play, "B");
    wizard_go(&play->wizard, PAGE_START);
    play_shows(play, "The old rules decide again, as before");
}

static void the_status_counts_a_trial_down(void **state)
{
    struct play *play = *state;
    start_a_trial(play);
    play_function(play, 9);
    assert_int_equal(play->wizard.page, PAGE_STATUS);
    play_shows(play, "left, then the old rules come back");
    play_press(play, PRESS_ENTER); /* there is nothing to enter, and it does not leave */
    assert_int_equal(play->wizard.page, PAGE_STATUS);
    assert_int_equal(wizard_timeout(&play->wizard), 1000);
    unsigned looked = play->twin.looked;
    wizard_tick(&play->wizard);
    play_work(play);
    assert_int_equal(play->twin.looked, looked);
    play->twin.trial.open = false;
    wizard_tick(&play->wizard);
    play_work(play);
    assert_int_equal(play->twin.looked, looked + 1);
    assert_int_equal(wizard_timeout(&play->wizard), -1);
}

static void a_status_that_cannot_be_had_says_why(void **state)
{
    struct play *play = *state;
    play->twin.outcome = OUTCOME_MACHINE;
    play->twin.message = "the kernel does not tell";
    wizard_go(&play->wizard, PAGE_STATUS);
    play_work(play);
    play_shows(play, "What is open cannot be seen");
    play_shows(play, "the kernel does not tell");
}

static void closing(struct play *play)
{
    problem_add(&play->twin.checks, PROBLEM_FOREIGN_DROP, (struct place){0}, "a chain of others");
    problem_add(&play->twin.checks, PROBLEM_CLOSES, (struct place){0}, "SSH is closed for everybody");
}

static void last_page_warns(struct play *play)
{
    play_work(play);
    assert_int_equal(play->wizard.page, PAGE_APPLY);
    play_shows(play, "SSH is closed for everybody");
    assert_true(play_row(play, "SSH is closed") < play_row(play, "a chain of others"));
    assert_true(play_row(play, "a chain of others") < play_row(play, "A  Apply"));
    play_shows(play, "What changes");
}

static void by_the_review(struct play *play)
{
    play_example(play, "smartserver", PAGE_REVIEW);
    play_type(play, "a");
}

static void by_services(struct play *play)
{
    play_example(play, "smartserver", PAGE_SERVICES);
    wizard_go(&play->wizard, PAGE_APPLY);
}

static void on_the_web_page(struct play *play)
{
    play_example(play, "smartserver", PAGE_WEB);
    play_focus(play, "apply");
    play_press(play, PRESS_ENTER);
}

static void by_the_web_page(struct play *play)
{
    play->twin.drift.alone = true;
    on_the_web_page(play);
}

static void by_import(struct play *play)
{
    play->twin.drift.rules = 3;
    play->twin.imported =
        "penstock: 1\nsite: d\nproduct: smartserver\nversion: \"4.4\"\n"
        "hosts: [{name: ss-1, role: smartserver, address: 192.168.1.222, security: enhanced}]\n";
    play_example(play, "smartserver", PAGE_START);
    play_focus(play, "import");
    play_press(play, PRESS_ENTER);
    play_work(play);
    play_type(play, "a");
}

static void by_a_file(struct play *play)
{
    char *message = NULL;
    desk_double_file(
        &play->twin, "/s.yaml",
        "penstock: 1\nsite: d\nproduct: smartserver\nversion: \"4.4\"\n"
        "hosts: [{name: ss-1, role: smartserver, address: 192.168.1.222, security: enhanced}]\n");
    assert_int_equal(model_open(&play->wizard.model, "/s.yaml", &message), 0);
    wizard_go(&play->wizard, PAGE_APPLY);
}

static void by_guided(struct play *play)
{
    play_example(play, "smartserver", PAGE_START);
    play_focus(play, "ssh");
    play_press(play, PRESS_ENTER);
    play_type(play, " ");
    play_press(play, PRESS_ENTER);
    play_work(play);
    wizard_go(&play->wizard, PAGE_APPLY);
}

/* Whichever way one came. */
static void what_closes_is_on_the_last_page(void **state)
{
    static void (*const ways[])(struct play *) = {by_the_review, by_services, by_the_web_page,
                                                  by_import,     by_a_file,   by_guided};
    for (size_t i = 0; i < sizeof(ways) / sizeof(*ways); i++) {
        if (i) {
            play_end(state);
            play_begin(state);
        }
        struct play *play = *state;
        play_machine(play, "192.168.1.222", true);
        closing(play);
        ways[i](play);
        last_page_warns(play);
    }
}

/* Each of them, not their number. */
static void changes_collected_on_the_way_are_listed(void **state)
{
    struct play *play = *state;
    play_example(play, "geo-scada", PAGE_REVIEW);
    wizard_resize(&play->wizard, 80, 100);
    play_type(play, "a");
    const struct plan *plan = model_plan(&play->wizard.model);
    for (size_t i = 0; i < plan->rule_count; i++) {
        char *line = desk_double_line(&plan->rules[i]), *listed = xasprintf("+ %s", line);
        play_shows(play, listed);
        free(listed);
        free(line);
    }
}

static void why_it_was_not_compared_is_on_the_last_page(void **state)
{
    struct play *play = *state;
    play->twin.outcome = OUTCOME_MACHINE;
    play->twin.message = "the kernel does not tell";
    play_example(play, "geo-scada", PAGE_APPLY);
    play_shows(play, "the kernel does not tell");
}

static void the_web_page_moves_ports_alone(void **state)
{
    struct play *play = *state;
    play_machine(play, "192.168.1.222", true);
    by_the_web_page(play);
    play_work(play);
    play_shows(play, "Move the web ports of ss-1?");
    play_type(play, "A");
    assert_int_equal(play->twin.applied, 1);
    assert_true(play->twin.ports_only);
    assert_false(play->twin.answers);
    play_type(play, "B");
    /* Another way to the same page: all answers again. */
    wizard_go(&play->wizard, PAGE_REVIEW);
    play_work(play);
    play_type(play, "a");
    play_shows(play, "Make these rules active on ss-1?");
    play_type(play, "A");
    assert_int_equal(play->twin.applied, 2);
    assert_false(play->twin.ports_only);
    assert_true(play->twin.answers);
}

static void where_a_firewall_cannot_move_ports_alone_the_site_is_applied(void **state)
{
    struct play *play = *state;
    play_machine(play, "192.168.1.222", true);
    on_the_web_page(play);
    play_work(play);
    play_type(play, "A");
    assert_int_equal(play->twin.applied, 1);
    assert_false(play->twin.ports_only);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, play_begin, play_end)
    const struct CMUnitTest tests[] = {
        T(the_review_compares_with_the_machine),
        T(the_review_says_why_it_cannot_compare),
        T(the_text_marks_what_is_added),
        T(a_foreign_rule_is_kept_or_removed_by_its_key),
        T(a_foreign_rule_becomes_part_of_the_site_by_its_key),
        T(the_review_finds_a_word),
        T(the_cause_of_a_rule_is_the_answer),
        T(confirmed_rules_stay),
        T(nothing_but_the_named_keys_ends_a_trial),
        T(before_a_trial_its_keys_are_not_for_the_page),
        T(the_old_rules_come_back_at_once),
        T(a_minute_more_is_added_to_what_is_left),
        T(a_trial_that_nobody_confirmed_is_over),
        T(a_confirm_that_fails_is_no_success),
        T(what_is_refused_changes_nothing_and_says_why),
        T(only_a_lockout_asks_for_the_name),
        T(the_name_of_the_host_is_the_proof),
        T(another_name_is_no_proof),
        T(a_host_of_another_address_is_not_applied_to),
        T(another_hosts_rules_are_only_shown),
        T(without_privilege_the_line_to_type_is_told),
        T(errors_stand_in_the_way),
        T(how_it_ended_stands_on_the_first_page),
        T(the_status_counts_a_trial_down),
        T(what_closes_is_on_the_last_page),
        T(changes_collected_on_the_way_are_listed),
        T(why_it_was_not_compared_is_on_the_last_page),
        T(the_web_page_moves_ports_alone),
        T(where_a_firewall_cannot_move_ports_alone_the_site_is_applied),
        T(a_status_that_cannot_be_had_says_why),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
