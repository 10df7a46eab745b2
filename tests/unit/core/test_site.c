#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/base/text.h"
#include "core/site/site.h"
#include "tests/unit/files.h"

static struct catalog catalog;

static int load_catalog(void **state)
{
    (void)state;
    struct problems problems = {0};
    int result = catalog_init(&catalog, &problems);
    for (size_t i = 0; i < problems.count; i++)
        print_error("%s\n", problems.items[i].message);
    problems_release(&problems);
    return result;
}

static int release_catalog(void **state)
{
    (void)state;
    catalog_release(&catalog);
    return 0;
}

/* Loads and checks; everything that was found is in `problems`. */
static int check_text(struct site *site, const char *file, const char *text, size_t length,
                      struct problems *problems)
{
    struct draft draft = {0};
    int result = draft_load(&draft, file, text, length, problems);
    if (result == 0)
        result = site_check(site, &draft, &catalog, problems);
    draft_release(&draft);
    return result;
}

static struct site good(const char *text)
{
    struct site site = {0};
    struct problems problems = {0};
    if (check_text(&site, "t.yaml", text, strlen(text), &problems) < 0)
        fail_msg("%s", problems.items[0].message);
    problems_release(&problems);
    return site;
}

/* What `penstock check` would say, a line a problem, without the file's name, and the code. */
static char *said(const struct problems *problems)
{
    struct text lines = {0};
    for (size_t i = 0; i < problems->count; i++) {
        const struct problem *problem = &problems->items[i];
        text_addf(&lines, "%d:%d: %s: %s [%s]\n", problem->line, problem->column,
                  severity_name(problem->severity), problem->message, problem->word);
    }
    return text_take(&lines);
}

static char *sidecar(const char *path)
{
    return xasprintf("%.*s.problem", (int)(strlen(path) - strlen(".yaml")), path);
}

/* tests/golden/bad-sites: each file beside what must be said about it, every line of it. */
static void bad_sites_are_told_what_is_wrong(void **state)
{
    (void)state;
    struct test_files files = test_files_in(TESTS "/golden/bad-sites", ".yaml");
    size_t wrong = 0;
    assert_true(files.count >= 60);
    for (size_t i = 0; i < files.count; i++) {
        struct site site = {0};
        struct problems problems = {0};
        size_t length, expected_length;
        char *text = test_file_read(files.paths[i], &length), *path = sidecar(files.paths[i]);
        char *expected = test_file_read(path, &expected_length);
        int result = check_text(&site, "bad", text, length, &problems);
        char *lines = said(&problems);
        if (strcmp(lines, expected) != 0 || (result < 0) != (problems.errors > 0)) {
            print_error("%s\n--- said\n%s--- expected\n%s", files.paths[i], lines, expected);
            wrong++;
        }
        free(lines);
        free(expected);
        free(path);
        free(text);
        problems_release(&problems);
        site_release(&site);
    }
    test_files_release(&files);
    assert_int_equal(wrong, 0);
}

static void good_sites_have_no_errors(void **state)
{
    (void)state;
    static const char *const folders[] = {TESTS "/golden/sites", TESTS "/../tui/examples",
                                          TESTS "/golden/worked"};
    for (size_t f = 0; f < sizeof(folders) / sizeof(*folders); f++) {
        struct test_files files = test_files_in(folders[f], ".yaml");
        assert_true(files.count >= 2);
        for (size_t i = 0; i < files.count; i++) {
            struct site site = {0};
            struct problems problems = {0};
            size_t length;
            char *text = test_file_read(files.paths[i], &length);
            if (check_text(&site, files.paths[i], text, length, &problems) < 0)
                fail_msg("%s", said(&problems));
            free(text);
            problems_release(&problems);
            site_release(&site);
        }
        test_files_release(&files);
    }
}

#define PAIR                                                                                         \
    "penstock: 1\nsite: t\nproduct: geo-scada\nversion: \"2022\"\nredundancy: hot-standby\nhosts:\n" \
    "  - {name: a, role: server, address: 10.0.0.1}\n"                                               \
    "  - {name: b, role: server, address: 10.0.0.2}\n"

static void assert_names(const struct hosts *hosts, const char *expected)
{
    struct text names = {0};
    for (size_t i = 0; i < hosts->count; i++)
        text_addf(&names, "%s%s", i ? " " : "", hosts->items[i]->name);
    assert_string_equal(text_get(&names), expected);
    text_release(&names);
}

static void defaults_are_those_of_the_catalog(void **state)
{
    (void)state;
    struct site site = good(PAIR "  - {name: p, role: permanent-standby, address: 10.0.0.3}\n"
                                 "  - {name: d, role: dmz-standby, address: 10.0.0.4, apps: [viewx]}\n"
                                 "  - {name: c, role: client, address: 10.0.1.0/24}\n"
                                 "  - {name: n, role: client, address: 10.0.2.0/24, uses: [], apps: []}\n"
                                 "  - {name: w, role: web-client, address: 10.0.3.0/24}\n"
                                 "  - {name: i, role: web-server, address: 10.0.4.1, version: unknown}\n"
                                 "  - {name: q, role: permanent-standby, address: 10.0.0.5, apps: odbc}\n");
    assert_names(&site_host(&site, "p")->links, "a b");
    assert_names(&site_host(&site, "c")->uses, "a b p q");
    assert_names(&site_host(&site, "d")->uses, "");
    assert_names(&site_host(&site, "n")->uses, "");
    assert_names(&site_host(&site, "w")->uses, "i");
    assert_names(&site_host(&site, "i")->uses, "a b");
    assert_names(&site_host(&site, "q")->uses, "a b");
    assert_true(site_host(&site, "d")->is_client);
    assert_false(site_host(&site, "a")->is_client);
    assert_true(site_host(&site, "n")->is_client);
    assert_int_equal(site_host(&site, "c")->apps, product_app(site.product, "viewx"));
    assert_int_equal(site_host(&site, "n")->apps, 0);
    assert_int_equal(site_version(site_host(&site, "i")).part[0], 2019);
    assert_false(site_host(&site, "i")->version.known);
    assert_int_equal(site.incoming, VERDICT_DROP);
    assert_int_equal(site.outgoing, VERDICT_ACCEPT);
    assert_null(site_host(&site, "nobody"));
    site_release(&site);
}

static void a_server_with_applications_uses_the_other_servers(void **state)
{
    (void)state;
    struct site site =
        good("penstock: 1\nproduct: geo-scada\nversion: 2022\nredundancy: triple-standby\nhosts:\n"
             "  - {name: a, role: server, address: 10.0.0.1, apps: viewx}\n"
             "  - {name: b, role: server, address: 10.0.0.2}\n"
             "  - {name: c, role: server, address: 10.0.0.3}\n"
             "  - {name: w, role: web-client, address: 10.0.0.9}\n");
    assert_names(&site_host(&site, "a")->uses, "b c");
    assert_names(&site_host(&site, "b")->uses, "");
    assert_names(&site_host(&site, "w")->uses, "a b c");
    site_release(&site);
}

static const struct service_state *state_of(const struct site *site, const char *host, const char *service)
{
    const struct host *at = site_host(site, host);
    return &at->services[product_service(at->product, service)->index];
}

static void what_a_host_says_goes_over_the_site(void **state)
{
    (void)state;
    struct site site =
        good("penstock: 1\nproduct: smartserver\nversion: 4.4\nhosts:\n"
             "  - {name: x, role: smartserver, address: 10.0.0.1, security: standard}\n"
             "  - {name: y, role: smartserver, address: 10.0.0.2, security: enhanced, services: {mqtt: off, "
             "lon: on},"
             " ports: {mqtt: 1885}, allow-from: {mqtt: []}}\n"
             "services: {mqtt: on}\nports: {mqtt: 1884, https: 1443}\nallow-from: {mqtt: 10.1.0.0/16}\n");
    assert_true(state_of(&site, "x", "mqtt")->said && state_of(&site, "x", "mqtt")->on);
    assert_true(state_of(&site, "y", "mqtt")->said && !state_of(&site, "y", "mqtt")->on);
    assert_false(state_of(&site, "x", "lon")->said);
    assert_true(state_of(&site, "y", "lon")->on);
    assert_int_equal(state_of(&site, "x", "mqtt")->allowed.count, 1);
    assert_true(state_of(&site, "y", "mqtt")->narrowed);
    assert_int_equal(state_of(&site, "y", "mqtt")->allowed.count, 0);
    assert_false(state_of(&site, "y", "ssh")->narrowed);
    const struct ports fallback = {7, 7};
    assert_int_equal(site_ports(site_host(&site, "x"), "mqtt", fallback).first, 1884);
    assert_int_equal(site_ports(site_host(&site, "y"), "mqtt", fallback).first, 1885);
    assert_int_equal(site_ports(site_host(&site, "y"), "https", fallback).first, 1443);
    assert_int_equal(site_ports(site_host(&site, "y"), "ssh", fallback).first, 7);
    assert_int_equal(site_ports(site_host(&site, "y"), NULL, fallback).first, 7);
    site_release(&site);
}

static void other_products_do_not_inherit_the_version(void **state)
{
    (void)state;
    struct site site = good(PAIR "  - {name: s, role: smartserver, product: smartserver, address: 10.0.0.3,"
                                 " security: enhanced, ports: {mqtt: 1884}}\n"
                                 "  - {name: c, role: client, version: 2017 R3, address: 10.0.0.4}\n"
                                 "ports: {advise: 6000-6009, https: 1443}\n");
    assert_false(site_host(&site, "s")->version.known);
    assert_int_equal(site_host(&site, "s")->port_count, 2);
    assert_int_equal(site_host(&site, "a")->version.part[0], 2022);
    assert_int_equal(site_host(&site, "a")->port_count, 1);
    assert_int_equal(site_host(&site, "c")->version.part[0], 2017);
    assert_string_equal(site_host(&site, "c")->place.field, "hosts.c");
    assert_int_equal(site_host(&site, "c")->place.line, 10);
    site_release(&site);
}

static const struct host *self(const struct site *site, const char *const *own, size_t count, bool *many)
{
    struct prefix addresses[4];
    const char *why;
    for (size_t i = 0; i < count; i++)
        assert_int_equal(prefix_parse(own[i], &addresses[i], &why), 0);
    return site_find_self(site, addresses, count, many);
}

static void a_host_finds_itself(void **state)
{
    (void)state;
    struct site site = good(PAIR "  - {name: all, role: client, address: 10.0.0.0/24}\n"
                                 "  - {name: some, role: client, address: 10.0.0.128/25}\n");
    bool many;
    const char *const server[] = {"192.168.0.1", "10.0.0.2"}, *const group[] = {"10.0.0.200"};
    const char *const both[] = {"10.0.0.1", "10.0.0.2"}, *const none[] = {"10.9.9.9", "::1"};
    const char *const mixed[] = {"10.0.0.5", "10.0.0.1"};
    assert_string_equal(self(&site, server, 2, &many)->name, "b");
    assert_string_equal(self(&site, group, 1, &many)->name, "some");
    assert_string_equal(self(&site, mixed, 2, &many)->name, "a");
    assert_null(self(&site, both, 2, &many));
    assert_true(many);
    assert_null(self(&site, none, 2, &many));
    assert_false(many);
    site_release(&site);
}

static void families_are_compared(void **state)
{
    (void)state;
    struct site site =
        good(PAIR "  - {name: six, role: client, address: fd00::1}\n"
                  "  - {name: both, role: client, address: [fd00::2, 10.0.0.9]}\n"
                  "  - {name: fw, role: gateway, zones: {eth0: 10.0.0.0/24, eth1: {any: true}}}\n");
    const struct host *four = site_host(&site, "a"), *six = site_host(&site, "six");
    assert_false(site_common_family(four, six));
    assert_true(site_common_family(four, site_host(&site, "both")));
    assert_true(site_common_family(six, site_host(&site, "fw")));
    assert_true(site_host(&site, "fw")->zones[1].any);
    site_release(&site);
}

/* The field of the first problem of `text`. */
static void assert_field(const char *text, const char *field)
{
    struct site site = {0};
    struct problems problems = {0};
    assert_int_equal(check_text(&site, "t.yaml", text, strlen(text), &problems), -1);
    if (!text_equal(problems.items[0].field, field))
        fail_msg("%s, not %s: %s", problems.items[0].field, field, problems.items[0].message);
    problems_release(&problems);
    site_release(&site);
}

static void fields_lead_to_the_form(void **state)
{
    (void)state;
    assert_field("penstock: 1\nproduct: x\nhosts: [{name: a, role: server}]\n", "product");
    assert_field(PAIR "  - {name: c, role: client, address: [10.0.1.1, 10.0.1]}\n", "hosts.c.address.1");
    assert_field(PAIR "  - {name: c, role: client, address: 10.0.1.1, uses: [a, z]}\n", "hosts.c.uses.1");
    assert_field(PAIR "  - {name: b, role: client, address: 10.0.1.1}\n", "hosts.#2.name");
    assert_field(
        PAIR "  - {name: fw, role: gateway, zones: {eth1: {any: true}, eth0: [10.0.0.0/8, 10.1.0.0/8]}}\n",
        "hosts.fw.zones.eth0.1");
    assert_field(PAIR "services: {advise: on}\n", "services.advise");
    assert_field(PAIR "ports: {advise: 0}\n", "ports.advise");
    assert_field(PAIR "policy: {log: all}\n", "policy.log");
    assert_field(
        PAIR "admin: [{service: ssh, port: 22, from: 10.0.0.0/8}, {service: ssh, port: x, from: 10.0.0.1}]\n",
        "admin.1.port");
    assert_field(PAIR "extra: [{name: e, from: a, to: b, protocol: tcp, ports: 1}]\n", "extra.e.why");
    assert_field(PAIR "extra: [{name: -, from: a, to: b, protocol: tcp, ports: 1, why: x}]\n",
                 "extra.#0.name");
}

/* 1 000 hosts with 10 addresses each, all of which use each other by name. */
static void big_sites_are_checked(void **state)
{
    (void)state;
    struct text text = {0};
    text_add(&text, "penstock: 1\nproduct: geo-scada\nversion: 2022\nredundancy: single\nhosts:\n"
                    "  - {name: s, role: server, address: 192.168.0.1}\n");
    for (unsigned i = 0; i < 1000; i++) {
        text_addf(&text, "  - {name: c%u, role: client, uses: [s], address: [", i);
        for (unsigned j = 0; j < 10; j++)
            text_addf(&text, "%s10.%u.%u.%u", j ? ", " : "", i / 250, i % 250, j);
        text_add(&text, "]}\n");
    }
    struct site site = good(text_get(&text));
    assert_int_equal(site.host_count, 1001);
    assert_names(&site_host(&site, "c999")->uses, "s");
    site_release(&site);
    text_release(&text);
}

static void a_file_of_two_megabytes_is_refused(void **state)
{
    (void)state;
    struct site site = {0};
    struct problems problems = {0};
    struct text text = {0};
    text_add(&text, PAIR);
    while (text.length < 2 * 1024 * 1024)
        text_addf(&text, "  - {name: c%zu, role: client, address: 10.0.0.1}\n", text.length);
    assert_int_equal(check_text(&site, "t.yaml", text_get(&text), text.length, &problems), -1);
    assert_int_equal(problems.count, 1);
    text_release(&text);
    problems_release(&problems);
}

/* A hostile file: as many unknown names as fit. Quadratic work would take minutes here. */
static void many_mistakes_are_told_in_time(void **state)
{
    (void)state;
    struct site site = {0};
    struct problems problems = {0};
    struct text text = {0};
    text_add(&text, PAIR);
    for (unsigned i = 0; i < 12000; i++)
        text_addf(&text, "  - {name: n%u, role: client, address: 1.2.3.4, uses: m%u}\n", i, i);
    assert_int_equal(check_text(&site, "t.yaml", text_get(&text), text.length, &problems), -1);
    assert_int_equal(problems.count, 12000 + 11999);
    text_release(&text);
    problems_release(&problems);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bad_sites_are_told_what_is_wrong),
        cmocka_unit_test(good_sites_have_no_errors),
        cmocka_unit_test(defaults_are_those_of_the_catalog),
        cmocka_unit_test(a_server_with_applications_uses_the_other_servers),
        cmocka_unit_test(what_a_host_says_goes_over_the_site),
        cmocka_unit_test(other_products_do_not_inherit_the_version),
        cmocka_unit_test(a_host_finds_itself),
        cmocka_unit_test(families_are_compared),
        cmocka_unit_test(fields_lead_to_the_form),
        cmocka_unit_test(big_sites_are_checked),
        cmocka_unit_test(a_file_of_two_megabytes_is_refused),
        cmocka_unit_test(many_mistakes_are_told_in_time),
    };
    return cmocka_run_group_tests(tests, load_catalog, release_catalog);
}
