/* The rows of a status, made of the live lines of each backend; no machine is asked. */
#include "backends/desk/services.h"
#include "tests/unit/nft_scene.h"

static void report_of(struct status_report *report, const struct backend *backend, const struct plan *plan)
{
    struct compiled *compiled = NULL;
    struct problems problems = {0};
    *report = (struct status_report){0};
    assert_int_equal(backend->compile(plan, &compiled, &problems), 0);
    lines_append(&report->live, backend->lines(compiled));
    for (size_t i = 0; i < report->live.count; i++)
        report->live.items[i].packets = 1;
    backend->compiled_free(compiled);
    services_list(report);
}

static const struct service_status *row_of(const struct status_report *report, const char *service,
                                           enum direction direction)
{
    for (size_t i = 0; i < report->service_count; i++)
        if (strcmp(report->services[i].service, service) == 0 &&
            report->services[i].traffic.direction == direction)
            return &report->services[i];
    fail_msg("no row of '%s'", service);
    return NULL;
}

static size_t rows_of(const struct status_report *report, const char *service)
{
    size_t count = 0;
    for (size_t i = 0; i < report->service_count; i++)
        count += strcmp(report->services[i].service, service) == 0;
    return count;
}

static void assert_row(const struct status_report *report, const char *service, const char *ports, bool open)
{
    char text[PORT_LIST_TEXT];
    const struct service_status *row = row_of(report, service, DIRECTION_IN);
    assert_true(row->flow);
    assert_int_equal(row->open, open);
    assert_string_equal(port_list_format(&row->traffic.ports, text), ports);
}

/* Each backend spells its rules in its own way; the rows are the same. */
static void every_backend_gives_the_same_rows(void **state)
{
    struct compiled_scene made;
    (void)state;
    compiled_init(&made, PAIR, "srv-a");
    for (size_t i = 0; backends[i]; i++) {
        struct status_report report;
        report_of(&report, backends[i], &made.plan);
        assert_row(&report, "ssh", "22", true);
        assert_row(&report, "client-server", "5481", true);
        assert_int_equal(row_of(&report, "ssh", DIRECTION_IN)->traffic.protocol, PROTOCOL_TCP);
        status_report_release(&report);
    }
    compiled_release(&made);
}

/* The log line before a drop is no row, and what comes in by IPv4 and by IPv6 is one. */
static void a_denied_service_is_one_row(void **state)
{
    struct compiled_scene made;
    struct status_report report;
    (void)state;
    compiled_init(&made, PAIR, "srv-a");
    report_of(&report, &backend_nft, &made.plan);
    size_t logs = 0;
    for (size_t i = 0; i < report.live.count; i++)
        logs += report.live.items[i].kind == LINE_LOG && report.live.items[i].service;
    assert_in_range(logs, 1, SIZE_MAX);
    size_t denied = 0;
    for (size_t i = 0; i < report.service_count; i++)
        denied += !report.services[i].open;
    assert_int_equal(denied, logs);
    services_note(&report);
    assert_in_range(report.notes.count, 1, SIZE_MAX);
    assert_int_equal(report.notes.items[0].code, PROBLEM_REFUSED);
    status_report_release(&report);
    compiled_release(&made);
}

static struct line *add_line(struct status_report *report, const char *comment, unsigned families,
                             uint16_t port)
{
    struct line *line = lines_add(&report->live, "input", "as the tool says it", comment);
    line->traffic = (struct traffic){.direction = DIRECTION_IN,
                                     .verdict = VERDICT_ACCEPT,
                                     .protocol = PROTOCOL_TCP,
                                     .families = families,
                                     .ports = port_list_of((struct ports){port, port})};
    line->packets = 3;
    return line;
}

static void twins_are_one_row_with_the_hits_of_both(void **state)
{
    struct status_report report = {0};
    (void)state;
    add_line(&report, "ssh a>b", FAMILIES_4, 22);
    add_line(&report, "ssh a>b", FAMILIES_6, 22);
    add_line(&report, "ssh a>b", FAMILIES_6, 2222);
    for (int out = 0; out < 2; out++) {
        struct line *line = add_line(&report, "igmp", FAMILIES_4, 1);
        line->kind = LINE_OTHER;
        line->traffic.direction = out ? DIRECTION_OUT : DIRECTION_IN;
    }
    services_list(&report);
    assert_int_equal(rows_of(&report, "igmp"), 2); /* each direction under its own word */
    assert_int_equal(rows_of(&report, "ssh"), 2);
    assert_int_equal(report.services[0].hits, 6);
    assert_int_equal(report.services[0].traffic.families, FAMILIES_ALL);
    status_report_release(&report);
}

/* Of what is open a part may be refused; where a part is let in, nothing is closed. */
static void what_stands_in_front_decides(void **state)
{
    struct status_report report = {0};
    struct sway sway = {.met = {.families = FAMILIES_ALL, .protocol = PROTOCOL_TCP}, .chain = "in"};
    struct foreign foreign = {.name = "ip f in",
                              .table = "ip f",
                              .hook = "input",
                              .directions = 1u << DIRECTION_IN,
                              .mixed = true,
                              .sways = &sway,
                              .sway_count = 1};
    struct neighbours neighbours = {.items = &foreign, .count = 1};
    (void)state;
    add_line(&report, "ssh a>b", FAMILIES_ALL, 22);
    add_line(&report, "web a>b", FAMILIES_ALL, 80);
    add_line(&report, "none a>b", FAMILIES_ALL, 99)->traffic.verdict = VERDICT_DROP;
    services_list(&report);
    sway.met.ports = report.services[0].traffic.ports;
    sway.effect = EFFECT_LETS;
    services_decide(&report, &neighbours);
    assert_string_equal(report.services[0].decider, "");
    sway.effect = EFFECT_DROPS;
    sway.met.part = true;
    services_decide(&report, &neighbours);
    assert_string_equal(report.services[0].decider, "");
    assert_string_equal(report.services[0].also, "ip f in");
    assert_true(foreign.refuses && !foreign.decides);
    assert_int_equal(report.notes.items[0].code, PROBLEM_FOREIGN_SOME);
    report.ground_seen = true;
    assert_false(status_report_warns(&report));
    sway.met.part = false;
    services_decide(&report, &neighbours);
    assert_string_equal(report.services[0].decider, "ip f in");
    assert_string_equal(report.services[1].decider, "");
    assert_true(status_report_warns(&report));
    sway = (struct sway){.met = {.families = FAMILIES_4, .part = true}, .effect = EFFECT_LETS, .chain = "in"};
    services_decide(&report, &neighbours);
    assert_string_equal(report.services[2].decider, "ip f in");
    status_report_release(&report);
}

/* What ufw's own chains let in, and no plan names. */
static void what_is_always_let_in_is_told(void **state)
{
    struct status_report report = {0};
    struct sway sways[] = {{.met = {.families = FAMILIES_4, .protocol = PROTOCOL_ICMP},
                            .effect = EFFECT_LETS,
                            .chain = "b",
                            .own = true},
                           {.met = {.families = FAMILIES_4,
                                    .protocol = PROTOCOL_UDP,
                                    .ports = {.items = {{68, 68}}, .count = 1},
                                    .part = true},
                            .effect = EFFECT_LETS,
                            .chain = "b",
                            .own = true}};
    struct foreign foreign = {.name = "ip filter INPUT",
                              .table = "ip filter",
                              .hook = "input",
                              .directions = 1u << DIRECTION_IN,
                              .mixed = true,
                              .sways = sways,
                              .sway_count = 2};
    struct neighbours neighbours = {.items = &foreign, .count = 1};
    (void)state;
    services_stock(&report, &neighbours);
    assert_int_equal(report.service_count, 3);
    assert_true(report.services[0].open && report.services[2].open);
    assert_false(report.services[1].open); /* an echo by IPv6 meets no rule that lets it in */
    status_report_release(&report);
}

static void listeners_are_found_by_value(void **state)
{
    const struct listener listeners[] = {
        {.protocol = PROTOCOL_UDP, .port = 80, .process = "wrong"},
        {.protocol = PROTOCOL_TCP, .port = 443, .process = "nginx"},
    };
    struct status_report report = {0};
    (void)state;
    struct line *line = add_line(&report, "web a>b", FAMILIES_ALL, 80);
    line->traffic.ports = (struct port_list){{{80, 80}, {440, 450}}, 2};
    add_line(&report, "silent a>b", FAMILIES_ALL, 80);
    add_line(&report, "by hand", FAMILIES_ALL, 80)->kind = LINE_OTHER;
    add_line(&report, "out a>b", FAMILIES_ALL, 80)->traffic.direction = DIRECTION_OUT;
    services_list(&report);
    services_listen(&report, listeners, sizeof(listeners) / sizeof(*listeners));
    assert_int_equal(report.services[0].listens, 1);
    assert_string_equal(report.services[0].process, "nginx");
    assert_int_equal(report.services[1].listens, 0);
    assert_int_equal(report.services[2].listens, -1);
    assert_int_equal(report.services[3].listens, -1);
    services_note(&report);
    assert_int_equal(report.notes.count, 1);
    assert_int_equal(report.notes.items[0].code, PROBLEM_NOBODY_LISTENS);
    status_report_release(&report);
}

/* A service that no rule opens is off, unless a rule of somebody else lets its port in. */
static void what_is_off_follows(void **state)
{
    struct compiled_scene made;
    struct seen_rule rule = {.protocol = PROTOCOL_ANY};
    struct seen seen = {0};
    struct status_report report = {0};
    (void)state;
    compiled_init(&made, DEVICE, "ss-1");
    const struct host *host = made.plan.host;
    services_off(&report, host, &seen);
    const struct service_status *off = row_of(&report, "opc-ua", DIRECTION_IN);
    assert_true(off->off && !off->open);
    rule.ports = off->traffic.ports.items[0];
    status_report_release(&report);
    seen.rules = &rule;
    seen.count = 1;
    services_off(&report, host, &seen);
    off = row_of(&report, "opc-ua", DIRECTION_IN);
    assert_true(!off->off && off->open);
    assert_string_equal(off->peers, "a rule not ours");
    status_report_release(&report);
    add_line(&report, "mine a>b", FAMILIES_ALL, rule.ports.first);
    services_list(&report);
    services_off(&report, host, &(struct seen){0});
    assert_int_equal(rows_of(&report, "opc-ua"), 0);
    status_report_release(&report);
    compiled_release(&made);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_backend_gives_the_same_rows),
        cmocka_unit_test(a_denied_service_is_one_row),
        cmocka_unit_test(twins_are_one_row_with_the_hits_of_both),
        cmocka_unit_test(what_stands_in_front_decides),
        cmocka_unit_test(what_is_always_let_in_is_told),
        cmocka_unit_test(listeners_are_found_by_value),
        cmocka_unit_test(what_is_off_follows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
