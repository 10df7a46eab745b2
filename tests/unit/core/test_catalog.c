#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/base/text.h"
#include "core/catalog/catalog.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static struct catalog catalog;

static int load_builtin(void **state)
{
    struct problems problems = {0};
    (void)state;
    int result = catalog_init(&catalog, &problems);
    for (size_t i = 0; i < problems.count; i++) {
        char *line = problem_line(&problems.items[i]);
        print_error("%s\n", line);
        free(line);
    }
    problems_release(&problems);
    return result;
}

static int release_builtin(void **state)
{
    (void)state;
    catalog_release(&catalog);
    return 0;
}

static char *read_file(const char *path, size_t *length)
{
    FILE *file = fopen(path, "rb");
    if (!file)
        fail_msg("cannot read %s", path);
    struct text text = {0};
    char buffer[4096];
    for (size_t n; (n = fread(buffer, 1, sizeof(buffer), file)) > 0;)
        text_add_n(&text, buffer, n);
    fclose(file);
    *length = text.length;
    return text_take(&text);
}

static int add(struct catalog *to, const char *text, struct problems *problems)
{
    return catalog_add(to, "more.yaml", text, strlen(text), problems);
}

static void every_service_is_there_in_order(void **state)
{
    (void)state;
    static const char *const geo[] = {"dmz-deny",        "client-server", "advise",      "remote-browse",
                                      "web-https",       "web-http",      "xml-secure",  "xml",
                                      "html-secure",     "html",          "webx-secure", "webx",
                                      "web-client-link", "server-link",   "server-ping", "poll-dnp3",
                                      "poll-dnp3-udp",   "poll-modbus",   "call-in",     "call-in-udp"};
    static const char *const device[] = {
        "bacnet",         "ssh",        "smtp",  "dns",        "dns-tcp",
        "dhcp",           "cms-update", "http",  "ntp",        "modbus",
        "licensing",      "https",      "lon",   "ip-852",     "mqtt",
        "ip-70",          "mdns",       "mqtts", "remote-cms", "bacnet-secondary",
        "bacnet-clients", "opc-ua"};
    static const struct {
        const char *product;
        const char *const *ids;
        size_t count;
    } tables[] = {{"geo-scada", geo, COUNT(geo)}, {"smartserver", device, COUNT(device)}};
    for (size_t i = 0; i < COUNT(tables); i++) {
        const struct product *product = catalog_product(&catalog, tables[i].product);
        assert_non_null(product);
        assert_int_equal(product->service_count, tables[i].count);
        for (size_t j = 0; j < tables[i].count; j++) {
            assert_string_equal(product->services[j].id, tables[i].ids[j]);
            assert_int_equal(product->services[j].index, j);
        }
    }
}

/* A page by its kind and title, and words for what was not simply read there. */
static void check_source(const struct product *product, const char *source, enum certainty certainty,
                         const char *doubt)
{
    bool page = false;
    for (size_t i = 0; i < product->source_count; i++) {
        char *named = xasprintf("%s: %s, ", product->sources[i].kind, product->sources[i].title);
        page |= strstr(source, named) != NULL;
        free(named);
    }
    assert_true(page);
    assert_true((certainty == CERTAINTY_DOCUMENTED) == (doubt == NULL));
    assert_true(!doubt || strstr(source, doubt));
}

static void check_pattern(const struct product *product, const struct service *service,
                          const struct pattern *pattern)
{
    assert_non_null(pattern->reason);
    assert_non_null(pattern->source);
    if (pattern->otherwise)
        assert_non_null(product_advice(product, pattern->otherwise));
    for (size_t i = 0; i < pattern->follows_count; i++)
        assert_true(pattern->follows[i] < product->service_count);
    for (unsigned role = 0; role < ROLES_MOST; role++)
        if ((pattern->openers | pattern->listeners) >> role & 1)
            assert_true(product->roles[role].known);
    bool has_ports = service->protocol == PROTOCOL_TCP || service->protocol == PROTOCOL_UDP;
    assert_int_equal(pattern->ports.first != 0, has_ports);
    if (pattern->setting)
        assert_string_equal(product_service(product, pattern->setting)->setting, pattern->setting);
}

static void every_service_says_why(void **state)
{
    (void)state;
    for (size_t i = 0; i < catalog.product_count; i++) {
        const struct product *product = &catalog.products[i];
        for (size_t j = 0; j < product->service_count; j++) {
            const struct service *service = &product->services[j];
            assert_non_null(service->title);
            assert_non_null(service->why);
            assert_non_null(service->closed);
            check_source(product, service->source, service->certainty, service->doubt);
            assert_true(service->managed ? service->pattern_count > 0 : service->pattern_count == 0);
            if (service->setting && text_equal(service->setting, service->id))
                assert_non_null(service->where_set);
            for (size_t k = 0; k < service->pattern_count; k++)
                check_pattern(product, service, &service->patterns[k]);
        }
        for (size_t j = 0; j < product->builtin_count; j++)
            check_source(product, product->builtins[j].source, product->builtins[j].certainty,
                         product->builtins[j].doubt);
        for (size_t j = 0; j < product->advice_count; j++)
            for (size_t k = 0; k < product->advices[j].service_count; k++)
                assert_non_null(product_service(product, product->advices[j].services[k]));
    }
}

/* The facts that rules stand on, by hand from the vendor's tables. */
static void defaults_are_the_vendors(void **state)
{
    (void)state;
    static const struct {
        const char *product, *id, *ports;
        enum protocol protocol;
        bool on, switchable, settable;
        enum certainty certainty;
    } rows[] = {
        {"geo-scada", "client-server", "5481", PROTOCOL_TCP, true, false, true, CERTAINTY_DOCUMENTED},
        {"geo-scada", "advise", "5500-5509", PROTOCOL_TCP, true, false, true, CERTAINTY_DOCUMENTED},
        {"geo-scada", "remote-browse", "49152-65535", PROTOCOL_TCP, false, true, false, CERTAINTY_DOCUMENTED},
        {"geo-scada", "web-https", "443", PROTOCOL_TCP, true, false, true, CERTAINTY_DOCUMENTED},
        {"geo-scada", "web-http", "8080", PROTOCOL_TCP, true, false, true, CERTAINTY_DOCUMENTED},
        {"geo-scada", "xml-secure", "443", PROTOCOL_TCP, true, true, true, CERTAINTY_DOCUMENTED},
        {"geo-scada", "xml", "80", PROTOCOL_TCP, true, true, true, CERTAINTY_DOCUMENTED},
        {"geo-scada", "html-secure", "444", PROTOCOL_TCP, true, true, true, CERTAINTY_DOCUMENTED},
        {"geo-scada", "html", "81", PROTOCOL_TCP, true, true, true, CERTAINTY_DOCUMENTED},
        {"geo-scada", "webx-secure", "453", PROTOCOL_TCP, true, true, true, CERTAINTY_DOCUMENTED},
        {"geo-scada", "webx", "85", PROTOCOL_TCP, true, true, true, CERTAINTY_DOCUMENTED},
        {"geo-scada", "web-client-link", "5481", PROTOCOL_TCP, true, true, false, CERTAINTY_INFERRED},
        {"geo-scada", "server-link", "5481", PROTOCOL_TCP, true, false, false, CERTAINTY_DOCUMENTED},
        {"geo-scada", "server-ping", "", PROTOCOL_ICMP, true, false, false, CERTAINTY_DOCUMENTED},
        {"geo-scada", "dmz-deny", "", PROTOCOL_ANY, true, false, false, CERTAINTY_DOCUMENTED},
        {"smartserver", "bacnet", "47808", PROTOCOL_UDP, false, true, true, CERTAINTY_DOCUMENTED},
        {"smartserver", "ssh", "22", PROTOCOL_TCP, true, true, true, CERTAINTY_DOCUMENTED},
        {"smartserver", "smtp", "25", PROTOCOL_TCP, true, true, false, CERTAINTY_DOCUMENTED},
        {"smartserver", "dns", "53", PROTOCOL_UDP, true, true, false, CERTAINTY_DOCUMENTED},
        {"smartserver", "dns-tcp", "53", PROTOCOL_TCP, false, true, false, CERTAINTY_DOCUMENTED},
        {"smartserver", "cms-update", "80", PROTOCOL_TCP, true, true, false, CERTAINTY_DOCUMENTED},
        {"smartserver", "http", "80", PROTOCOL_TCP, true, true, true, CERTAINTY_DISPUTED},
        {"smartserver", "ntp", "123", PROTOCOL_UDP, true, true, false, CERTAINTY_DOCUMENTED},
        {"smartserver", "modbus", "502", PROTOCOL_TCP, true, true, true, CERTAINTY_DOCUMENTED},
        {"smartserver", "licensing", "443", PROTOCOL_TCP, true, true, false, CERTAINTY_DOCUMENTED},
        {"smartserver", "https", "443", PROTOCOL_TCP, true, true, true, CERTAINTY_DOCUMENTED},
        {"smartserver", "lon", "1628-1645", PROTOCOL_TCP, false, true, true, CERTAINTY_DOCUMENTED},
        {"smartserver", "ip-852", "1628", PROTOCOL_UDP, false, true, true, CERTAINTY_DOCUMENTED},
        {"smartserver", "mqtt", "1883", PROTOCOL_TCP, false, true, true, CERTAINTY_DOCUMENTED},
        {"smartserver", "ip-70", "2541", PROTOCOL_UDP, true, false, false, CERTAINTY_DOCUMENTED},
        {"smartserver", "mdns", "5353", PROTOCOL_UDP, true, true, false, CERTAINTY_DOCUMENTED},
        {"smartserver", "mqtts", "8883", PROTOCOL_TCP, false, true, true, CERTAINTY_DOCUMENTED},
        {"smartserver", "remote-cms", "8883", PROTOCOL_TCP, false, true, false, CERTAINTY_DOCUMENTED},
        {"smartserver", "bacnet-secondary", "41797", PROTOCOL_UDP, false, true, true, CERTAINTY_DOCUMENTED},
        {"smartserver", "bacnet-clients", "49152-65535", PROTOCOL_UDP, true, false, false,
         CERTAINTY_DOCUMENTED},
        {"smartserver", "opc-ua", "55000", PROTOCOL_TCP, false, true, true, CERTAINTY_DOCUMENTED},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        const struct service *service =
            product_service(catalog_product(&catalog, rows[i].product), rows[i].id);
        char ports[PORTS_TEXT];
        assert_string_equal(ports_format(service->ports, ports), rows[i].ports);
        assert_int_equal(service->protocol, rows[i].protocol);
        assert_int_equal(service->default_on, rows[i].on);
        assert_int_equal(service->switchable, rows[i].switchable);
        assert_int_equal(text_equal(service->setting, service->id), rows[i].settable);
        assert_int_equal(service->certainty, rows[i].certainty);
    }
}

static void patterns_are_the_rows_of_the_table(void **state)
{
    (void)state;
    const struct product *geo = catalog_product(&catalog, "geo-scada");
    const struct service *advise = product_service(geo, "advise");
    assert_int_equal(advise->pattern_count, 2);
    assert_int_equal(advise->patterns[0].apps, product_app(geo, "viewx") |
                                                   product_app(geo, "opc-ae-printer") |
                                                   product_app(geo, "opc-da-hda-bridge"));
    assert_int_equal(advise->patterns[1].apps, product_app(geo, "odbc"));
    assert_int_equal(advise->patterns[1].certainty, CERTAINTY_DISPUTED);
    for (size_t i = 0; i < 2; i++)
        assert_int_equal(advise->patterns[i].either_before.part[0], 2020);

    const struct service *browse = product_service(geo, "remote-browse");
    assert_int_equal(browse->patterns[0].listeners, 1u << product_role(geo, "server"));
    assert_int_equal(browse->patterns[0].legacy_ports.first, 1025);
    assert_int_equal(browse->patterns[0].state, DEFAULT_OFF);

    const struct service *webx = product_service(geo, "webx");
    assert_int_equal(webx->patterns[0].state, DEFAULT_ON);
    assert_int_equal(webx->patterns[0].listeners, 1u << product_role(geo, "web-server"));
    assert_int_equal(webx->patterns[1].state, DEFAULT_OFF);

    const struct service *link = product_service(geo, "web-client-link");
    assert_string_equal(link->patterns[0].setting, "client-server");
    assert_string_equal(link->patterns[1].setting, "advise");
    assert_int_equal(link->patterns[1].ports.last, 5509);
    assert_int_equal(link->patterns[0].follows[0], webx->index);

    const struct service *deny = product_service(geo, "dmz-deny");
    assert_int_equal(deny->verdict, VERDICT_DROP);
    assert_int_equal(deny->patterns[0].relation, RELATION_OTHERS);
    assert_string_equal(product_service(geo, "web-http")->patterns[0].otherwise, "web-http-old");
}

static void device_facts_are_there(void **state)
{
    (void)state;
    const struct product *device = catalog_product(&catalog, "smartserver");
    assert_string_equal(product_service(device, "bacnet-clients")->follows, "bacnet");
    assert_false(product_service(device, "dhcp")->managed);
    assert_true(product_service(device, "mdns")->narrow_in_only);
    assert_true(product_service(device, "mqtt")->on_interface &&
                product_service(device, "mqtts")->on_interface);
    assert_int_equal(product_service(device, "ip-70")->direction, DEVICE_BOTH);
    assert_non_null(product_service(device, "https")->port_file);
    assert_non_null(strstr(product_service(device, "ip-852")->not_enhanced, "standard security"));
    assert_int_equal(device->internal_count, 17);
    assert_int_equal(device->safe_port_count, 2);
    assert_true(device->enhanced_from.known);
    assert_int_equal(product_service(device, "ssh")->patterns[0].relation, RELATION_DEVICE);
}

static void topologies_have_their_limits(void **state)
{
    (void)state;
    const struct product *geo = catalog_product(&catalog, "geo-scada");
    const struct topology *triple = product_topology(geo, "triple-standby");
    assert_int_equal(product_topology(geo, "single")->dmz_max, 0);
    assert_int_equal(product_topology(geo, "hot-standby")->permanent_max, 4);
    assert_int_equal(triple->servers, 3);
    assert_int_equal(triple->permanent_max, 3);
    assert_int_equal(triple->links_max, 2);
    assert_true(triple->links_needed);
    assert_true(triple->dmz_max == (size_t)-1);
    assert_int_equal(geo->roles[product_role(geo, "web-server")].unknown_is.part[0], 2019);
    assert_int_equal(geo->roles[product_role(geo, "web-server")].minimum.part[0], 2015);
    assert_int_equal(geo->roles[product_role(geo, "client")].apps_default, product_app(geo, "viewx"));
}

static const char *const advised[] = {"unknown-version",
                                      "advise-range",
                                      "advise-automation",
                                      "odbc-disputed",
                                      "no-mimics",
                                      "both-ends",
                                      "telnet",
                                      "web-http-old",
                                      "dmz-initiates",
                                      "installer-exceptions",
                                      "remote-browse",
                                      "redirect",
                                      "no-v6-https",
                                      "cms-export",
                                      "permanent-standby-fewer-links",
                                      "factory-restore",
                                      "ssh-returns",
                                      "enhanced-resets",
                                      "ip-70-protocol",
                                      "lon-protocol",
                                      "bacnet-range",
                                      "browser-blocked",
                                      "ip-852-cve",
                                      "dhcp-unmanaged",
                                      "dynamic-internal"};

static void every_advice_has_words(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(advised); i++) {
        bool found = false;
        for (size_t j = 0; j < catalog.product_count; j++)
            found |= product_advice(&catalog.products[j], advised[i]) != NULL;
        if (!found)
            fail_msg("no words for '%s'", advised[i]);
    }
}

#define SERVICE(id, rest)                                                                                  \
    "  - {id: " id ", title: T, protocol: tcp, why: w, closed: c, source: s, certainty: documented, " rest \
    "}\n"
#define GEO "penstock-catalog: 1\nproduct: geo-scada\n"

static void a_file_overrides_service_by_service(void **state)
{
    (void)state;
    struct catalog mine;
    struct problems problems = {0};
    assert_int_equal(catalog_init(&mine, &problems), 0);
    const struct product *before = catalog_product(&mine, "geo-scada");
    size_t services = before->service_count, link = product_service(before, "web-client-link")->index;
    const char *title = before->title;
    assert_int_equal(
        add(&mine,
            GEO "services:\n" SERVICE("client-server",
                                      "ports: 6000, setting: client-server, patterns: [{relation: "
                                      "uses, from: [client], to: [server]}]")
                SERVICE("historian",
                        "ports: 7000, patterns: [{relation: uses, from: [client], to: [server]}]"),
            &problems),
        0);
    const struct product *geo = catalog_product(&mine, "geo-scada");
    assert_int_equal(geo->service_count, services + 1);
    assert_string_equal(geo->title, title);
    assert_int_equal(product_service(geo, "client-server")->ports.first, 6000);
    assert_int_equal(product_service(geo, "client-server")->index, 1);
    assert_int_equal(product_service(geo, "historian")->index, services);
    /* One port setting: whoever takes it moves along. */
    assert_int_equal(product_service(geo, "server-link")->ports.first, 6000);
    assert_int_equal(product_service(geo, "server-link")->patterns[2].ports.first, 6000);
    assert_int_equal(product_service(geo, "web-client-link")->patterns[0].ports.first, 6000);
    assert_int_equal(product_service(geo, "web-client-link")->index, link);
    assert_int_equal(catalog.product_count, mine.product_count);
    assert_int_equal(product_service(catalog_product(&catalog, "geo-scada"), "server-link")->ports.first,
                     5481);
    problems_release(&problems);
    catalog_release(&mine);
}

static void a_failed_add_leaves_the_catalog_as_before(void **state)
{
    (void)state;
    struct catalog mine;
    struct problems problems = {0};
    assert_int_equal(catalog_init(&mine, &problems), 0);
    assert_int_equal(
        add(&mine,
            GEO "title: Other\napps: [more]\nservices:\n" SERVICE(
                "client-server",
                "ports: 6000, setting: client-server, patterns: [{relation: uses, from: [client], "
                "to: [server]}]") SERVICE("broken", "ports: 0, direction: in"),
            &problems),
        -1);
    assert_int_equal(add(&mine, "penstock-catalog: 1\nproduct: new\n", &problems), -1);
    const struct product *geo = catalog_product(&mine, "geo-scada");
    assert_int_equal(product_service(geo, "client-server")->ports.first, 5481);
    assert_int_equal(product_service(geo, "server-link")->patterns[0].ports.first, 5481);
    assert_int_equal(product_app(geo, "more"), 0);
    assert_null(product_service(geo, "broken"));
    assert_null(catalog_product(&mine, "new"));
    problems_release(&problems);
    catalog_release(&mine);
}

static void a_new_product_is_an_edit_of_yaml(void **state)
{
    (void)state;
    struct catalog mine;
    struct problems problems = {0};
    assert_int_equal(catalog_init(&mine, &problems), 0);
    assert_int_equal(
        add(&mine,
            "penstock-catalog: 1\nproduct: plant\ntitle: Plant\nversions: dotted\n"
            "roles: {server: {title: S, help: h}, client: {title: C, help: h, uses: [server]}}\n"
            "services:\n" SERVICE(
                "data", "ports: 700, setting: data, patterns: [{relation: uses, from: [client], to: "
                        "[server], to-version: {from: 2.10}}]"),
            &problems),
        0);
    const struct product *plant = catalog_product(&mine, "plant");
    assert_int_equal(plant->services[0].patterns[0].listener_version.from.part[1], 10);
    assert_true(product_role(plant, "client") >= 0);
    assert_int_equal(product_role(plant, "gateway"), -1);
    assert_true(product_has(plant, TRAIT_MAIN)); /* it says no traits: those of the name */
    problems_release(&problems);
    catalog_release(&mine);
}

static char *problem_list(const struct problems *problems, const char *file)
{
    struct text text = {0};
    for (size_t i = 0; i < problems->count; i++) {
        const struct problem *problem = &problems->items[i];
        assert_string_equal(problem->file, file);
        text_addf(&text, "%d:%d: %s [%s]\n", problem->line, problem->column, problem->message, problem->word);
    }
    return text_take(&text);
}

static void check_bad_file(const char *name)
{
    struct problems problems = {0};
    size_t length, expected_length;
    char *path = xasprintf(TESTS "/golden/bad-catalogs/%s", name);
    char *text = read_file(path, &length);
    memcpy(strrchr(path, '.'), "", 1);
    char *sidecar = xasprintf("%s.problem", path);
    char *expected = read_file(sidecar, &expected_length);
    size_t products = catalog.product_count;
    assert_int_equal(catalog_add(&catalog, name, text, length, &problems), -1);
    assert_int_equal(catalog.product_count, products);
    char *got = problem_list(&problems, name);
    if (strcmp(got, expected) != 0)
        fail_msg("%s says\n%sexpected\n%s", name, got, expected);
    problems_release(&problems);
    free(got);
    free(expected);
    free(sidecar);
    free(text);
    free(path);
}

static void broken_catalogs_say_what_and_where(void **state)
{
    (void)state;
    size_t count = 0;
    DIR *dir = opendir(TESTS "/golden/bad-catalogs");
    assert_non_null(dir);
    for (const struct dirent *entry; (entry = readdir(dir));) {
        const char *end = strrchr(entry->d_name, '.');
        if (end && strcmp(end, ".yaml") == 0) {
            check_bad_file(entry->d_name);
            count++;
        }
    }
    closedir(dir);
    assert_true(count >= 15);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_service_is_there_in_order),
        cmocka_unit_test(every_service_says_why),
        cmocka_unit_test(defaults_are_the_vendors),
        cmocka_unit_test(patterns_are_the_rows_of_the_table),
        cmocka_unit_test(device_facts_are_there),
        cmocka_unit_test(topologies_have_their_limits),
        cmocka_unit_test(every_advice_has_words),
        cmocka_unit_test(a_file_overrides_service_by_service),
        cmocka_unit_test(a_failed_add_leaves_the_catalog_as_before),
        cmocka_unit_test(a_new_product_is_an_edit_of_yaml),
        cmocka_unit_test(broken_catalogs_say_what_and_where),
    };
    return cmocka_run_group_tests(tests, load_builtin, release_builtin);
}
