#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/base/text.h"
#include "core/draft/draft.h"
#include "tests/unit/files.h"

static int load(struct draft *draft, const char *text, struct problems *problems)
{
    return draft_load(draft, "t.yaml", text, strlen(text), problems);
}

/* The one problem that `text` gives, as a line. */
static char *only_problem(const char *text)
{
    struct draft draft = {0};
    struct problems problems = {0};
    assert_int_equal(load(&draft, text, &problems), -1);
    assert_int_equal(problems.count, 1);
    char *line = problem_line(&problems.items[0]);
    problems_release(&problems);
    draft_release(&draft);
    return line;
}

static void assert_problem(const char *text, const char *expected)
{
    char *line = only_problem(text);
    assert_string_equal(line, expected);
    free(line);
}

static void assert_round_trip(const char *name, const char *text, size_t length)
{
    struct draft first = {0}, second = {0};
    struct problems problems = {0};
    if (draft_load(&first, name, text, length, &problems) < 0)
        fail_msg("%s: %s", name, problems.items[0].message);
    char *saved = draft_save(&first);
    assert_int_equal(draft_load(&second, name, saved, strlen(saved), &problems), 0);
    assert_true(draft_equal(&first, &second));
    char *again = draft_save(&second);
    assert_string_equal(saved, again);
    free(saved);
    free(again);
    draft_release(&first);
    draft_release(&second);
    problems_release(&problems);
}

static void every_good_site_reads_back(void **state)
{
    (void)state;
    struct test_files files = test_files_in(TESTS "/golden/sites", ".yaml");
    assert_true(files.count >= 7);
    for (size_t i = 0; i < files.count; i++) {
        size_t length;
        char *text = test_file_read(files.paths[i], &length);
        assert_round_trip(files.paths[i], text, length);
        free(text);
    }
    test_files_release(&files);
}

static void what_we_write_is_what_the_design_shows(void **state)
{
    (void)state;
    static const char *const stable[] = {"design-geo-scada", "design-smartserver", "triple"};
    for (size_t i = 0; i < sizeof(stable) / sizeof(*stable); i++) {
        char *path = xasprintf(TESTS "/golden/sites/%s.yaml", stable[i]);
        size_t length;
        char *text = test_file_read(path, &length);
        struct draft draft = {0};
        struct problems problems = {0};
        assert_int_equal(draft_load(&draft, path, text, length, &problems), 0);
        char *saved = draft_save(&draft);
        assert_string_equal(saved, text);
        free(saved);
        free(text);
        free(path);
        draft_release(&draft);
    }
}

static void words_stand_for_lists_of_one(void **state)
{
    (void)state;
    struct draft draft = {0};
    struct problems problems = {0};
    assert_int_equal(
        load(&draft, "penstock: 1\nhosts:\n  - {name: a, address: 10.0.0.1, uses: []}\n", &problems), 0);
    assert_int_equal(draft.hosts[0].address.count, 1);
    assert_int_equal(draft.hosts[0].address.items[0].line, 3);
    assert_int_equal(draft.hosts[0].address.items[0].column, 24);
    assert_true(draft.hosts[0].uses.given);
    assert_int_equal(draft.hosts[0].uses.count, 0);
    assert_false(draft.hosts[0].links.given);
    draft_release(&draft);
}

static void switches_become_on_and_off(void **state)
{
    (void)state;
    struct draft draft = {0};
    struct problems problems = {0};
    assert_int_equal(
        load(&draft, "penstock: 1\nservices: {a: yes, b: no, c: TRUE, d: maybe, e: \"OFF\"}\n", &problems),
        0);
    assert_string_equal(settings_get(&draft.services, "a"), "on");
    assert_string_equal(settings_get(&draft.services, "b"), "off");
    assert_string_equal(settings_get(&draft.services, "c"), "on");
    assert_string_equal(settings_get(&draft.services, "d"), "maybe");
    assert_string_equal(settings_get(&draft.services, "e"), "off");
    assert_int_equal(draft.services.items[1].value.column, 23);
    draft_release(&draft);
}

static void shapes_that_do_not_fit_are_named(void **state)
{
    (void)state;
    assert_problem("penstock: 1\nhost: []\n",
                   "t.yaml:2:1: error: unknown key 'host' in the site; did you mean 'hosts'?");
    assert_problem("site: x\n",
                   "t.yaml:1:1: error: 'penstock' is missing; start the file with 'penstock: 1'");
    assert_problem("penstock: 2\n",
                   "t.yaml:1:11: error: this penstock reads format 1 only; write 'penstock: 1', or "
                   "use a newer penstock");
    assert_problem("penstock: 1\nproduct: [geo-scada]\n",
                   "t.yaml:2:10: error: 'product' must be a single word, not a list");
    assert_problem("penstock: 1\nhosts:\n  - {name: a, adress: 1.2.3.4}\n",
                   "t.yaml:3:15: error: unknown key 'adress' in a host; did you mean 'address'?");
    assert_problem("penstock: 1\nversion:\n",
                   "t.yaml:2:9: error: 'version' has no value; write one, or take it out");
}

static void fields_of_shapes_are_those_of_the_forms(void **state)
{
    (void)state;
    struct draft draft = {0};
    struct problems problems = {0};
    assert_int_equal(load(&draft,
                          "penstock: 1\nhosts: [{name: a, role: []}, {role: {}}]\nservices: {x: []}\n"
                          "admin: [{port: []}]\n",
                          &problems),
                     -1);
    assert_int_equal(problems.count, 4);
    assert_string_equal(problems.items[0].field, "hosts.a.role");
    assert_string_equal(problems.items[1].field, "hosts.#1.role");
    assert_string_equal(problems.items[2].field, "services.x");
    assert_string_equal(problems.items[3].field, "admin.0.port");
    problems_release(&problems);
    draft_release(&draft);
}

static void the_comment_at_the_head_is_kept(void **state)
{
    (void)state;
    const char *text =
        "# Riverside\r\n\r\n# last change: pump 3\r\n\r\npenstock: 1\r\n# lost\r\nsite: x # lost\r\n";
    struct draft draft = {0};
    struct problems problems = {0};
    assert_int_equal(load(&draft, text, &problems), 0);
    char *saved = draft_save(&draft);
    assert_string_equal(saved, "# Riverside\n\n# last change: pump 3\npenstock: 1\nsite: x\n");
    assert_round_trip("comment", saved, strlen(saved));
    free(saved);
    draft_release(&draft);
}

static void assert_noticed(const struct draft *draft, struct draft *changed)
{
    assert_false(draft_equal(draft, changed));
    draft_copy(changed, draft);
    assert_true(draft_equal(draft, changed));
}

static void every_difference_is_noticed(void **state)
{
    (void)state;
    struct draft draft = {0}, other = {0};
    struct problems problems = {0};
    assert_int_equal(
        load(&draft,
             "penstock: 1\nhosts: [{name: a, uses: [b], zones: {eth0: [10.0.0.0/8], eth1: {any: true}}}]\n"
             "services: {x: on}\nallow-from: {x: [10.0.0.0/8]}\nadmin: [{port: 22}]\nextra: [{why: w}]\n",
             &problems),
        0);
    draft_copy(&other, &draft);
    draft_set(&other.log, "off");
    assert_noticed(&draft, &other);
    draft_set(&other.hosts[0].uses.items[0], "c");
    assert_noticed(&draft, &other);
    other.hosts[0].links.given = true;
    assert_noticed(&draft, &other);
    other.hosts[0].zones.items[1].any = false;
    assert_noticed(&draft, &other);
    words_add(&other.hosts[0].zones.items[0].values, "::2");
    assert_noticed(&draft, &other);
    settings_set(&other.services, "x", "off");
    assert_noticed(&draft, &other);
    listings_get(&other.allow_from, "y", true);
    assert_noticed(&draft, &other);
    draft_set(&other.admins[0].port, "23");
    assert_noticed(&draft, &other);
    draft_host_remove(&other, 0);
    assert_noticed(&draft, &other);
    draft_set(&other.extras[0].why, NULL);
    assert_noticed(&draft, &other);
    draft_release(&draft);
    draft_release(&other);
}

static void forms_edit_and_nothing_is_lost(void **state)
{
    (void)state;
    struct draft draft, copy = {0};
    draft_init(&draft);
    draft_set(&draft.name, "North: \"plant\" #1");
    draft_set(&draft.version, "4.10");
    struct draft_host *host = draft_host_add(&draft, "a", "client");
    words_add(&host->address, "::1");
    words_add(&host->address, "10.0.0.1");
    words_remove(&host->address, 5);
    listings_get(&host->zones, "eth0", true)->any = true;
    settings_set(&draft.services, "mqtt", "on");
    settings_set(&draft.services, "ssh", "off");
    settings_set(&draft.services, "mqtt", NULL);
    draft_set(&draft_extra_add(&draft)->why, "null");
    draft_set(&draft_admin_add(&draft)->port, "22");
    draft_copy(&copy, &draft);
    assert_true(draft_equal(&copy, &draft));
    char *saved = draft_save(&copy);
    assert_round_trip("typed", saved, strlen(saved));
    free(saved);
    draft_extra_remove(&copy, 0);
    assert_false(draft_equal(&copy, &draft));
    draft_release(&draft);
    draft_release(&copy);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_good_site_reads_back),
        cmocka_unit_test(what_we_write_is_what_the_design_shows),
        cmocka_unit_test(words_stand_for_lists_of_one),
        cmocka_unit_test(switches_become_on_and_off),
        cmocka_unit_test(shapes_that_do_not_fit_are_named),
        cmocka_unit_test(fields_of_shapes_are_those_of_the_forms),
        cmocka_unit_test(the_comment_at_the_head_is_kept),
        cmocka_unit_test(every_difference_is_noticed),
        cmocka_unit_test(forms_edit_and_nothing_is_lost),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
