/* A line's values, whichever backend compiled it: they are those of the rule that it was made from. */
#include "core/plan/line.h"
#include "tests/unit/nft_scene.h"

static void assert_rule(const struct line *line, const struct rule *rule)
{
    const struct traffic *traffic = &line->traffic;
    const struct port_list ports = port_list_of(rule->ports);
    assert_int_equal(traffic->direction, rule->direction);
    assert_int_equal(traffic->verdict, rule->verdict);
    assert_int_equal(traffic->protocol, rule->protocol);
    assert_int_equal(traffic->ports.count != 0, ports.count != 0);
    assert_true(port_list_overlaps(&traffic->ports, &ports));
    assert_int_not_equal(traffic->families & FAMILIES_ALL, 0);
    if (line->kind == LINE_LOG && !line->comment)
        return;
    assert_string_equal(line->service, rule->flow->service);
}

static size_t assert_lines(const struct lines *lines)
{
    size_t led = 0;
    for (size_t i = 0; i < lines->count; i++) {
        const struct line *line = &lines->items[i];
        assert_true(line->kind != LINE_RULE || line->comment);
        for (size_t k = 0; k < line->rule_count; k++, led++)
            assert_rule(line, line->rules[k]);
        if (line->rule_count && line->kind != LINE_LOG)
            assert_int_equal(line->kind, LINE_RULE);
    }
    return led;
}

/* As an image keeps them. */
static void assert_kept(const struct lines *lines)
{
    struct lines kept;
    char *text = lines_pack(lines);
    assert_int_equal(lines_unpack(text, strlen(text), &kept), 0);
    assert_true(lines_same(lines, &kept));
    for (size_t i = 0; i < lines->count; i++) {
        assert_int_equal(kept.items[i].kind, lines->items[i].kind);
        assert_true(traffic_equal(&kept.items[i].traffic, &lines->items[i].traffic));
        assert_string_equal(kept.items[i].peers ? kept.items[i].peers : "-",
                            lines->items[i].peers ? lines->items[i].peers : "-");
    }
    lines_release(&kept);
    free(text);
}

static void check_host(const struct scene *scene, const struct host *host)
{
    struct plan plan;
    struct problems problems = {0};
    if (plan_make(&plan, &scene->flows, host, &problems) != 0)
        fail_with(&problems);
    for (size_t i = 0; backends[i]; i++) {
        struct compiled *compiled = NULL;
        assert_int_equal(backends[i]->compile(&plan, &compiled, &problems), 0);
        assert_in_range(assert_lines(backends[i]->lines(compiled)), plan.rule_count, SIZE_MAX);
        assert_kept(backends[i]->lines(compiled));
        backends[i]->compiled_free(compiled);
    }
    plan_release(&plan);
    problems_release(&problems);
}

static void every_line_carries_the_values_of_its_rules(void **state)
{
    static const char *const sites[] = {PAIR, DEVICE};
    (void)state;
    for (size_t i = 0; i < sizeof(sites) / sizeof(*sites); i++) {
        struct scene scene;
        scene_init(&scene, sites[i]);
        for (size_t k = 0; k < scene.site.host_count; k++)
            check_host(&scene, &scene.site.hosts[k]);
        scene_release(&scene);
    }
}

static void a_comment_is_a_service_and_its_peers(void **state)
{
    struct lines lines = {0};
    (void)state;
    struct line *line = lines_add(&lines, "input", "accept", "client-server 2 peers");
    assert_int_equal(line->kind, LINE_RULE);
    assert_string_equal(line->service, "client-server");
    assert_string_equal(line->peers, "2 peers");
    line = lines_add(&lines, "input", "accept", "ping");
    assert_string_equal(line->service, "ping");
    assert_string_equal(line->peers, "");
    line = lines_add(&lines, "input", "accept", NULL);
    assert_int_equal(line->kind, LINE_OTHER);
    assert_null(line->service);
    lines_release(&lines);
}

/* What stands in images: other versions must read it. */
static void lines_are_packed_so(void **state)
{
    struct lines lines = {0};
    (void)state;
    struct line *line = lines_add(&lines, "input", "tcp dport 22 drop", "ssh a>b");
    line->traffic = (struct traffic){.verdict = VERDICT_DROP,
                                     .protocol = PROTOCOL_TCP,
                                     .families = FAMILIES_6,
                                     .ports = {{{22, 22}, {5500, 5509}}, 2}};
    line = lines_add(&lines, "ufw", "enable", NULL);
    line->kind = LINE_SETTING;
    char *text = lines_pack(&lines);
    assert_string_equal(text, "input\ttcp dport 22 drop\tssh a>b\trule in drop tcp 6 22,5500-5509\n"
                              "ufw\tenable\t\tsetting in accept any - -\n");
    free(text);
    lines_release(&lines);
}

static void bad_bytes_are_no_lines(void **state)
{
    static const char *const bad[] = {
        "input\taccept\n",
        "input\taccept\t\trule in accept tcp 46\n",
        "input\taccept\t\trule in accept tcp 46 22-\n",
        "input\taccept\t\trule in perhaps tcp 46 22\n",
        "input\taccept\t\trule in accept tcp 46 22\tmore\n",
        "input\taccept\t\trule in accept tcp 46 22",
    };
    (void)state;
    for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
        struct lines lines;
        assert_int_equal(lines_unpack(bad[i], strlen(bad[i]), &lines), -1);
        assert_int_equal(lines.count, 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_line_carries_the_values_of_its_rules),
        cmocka_unit_test(a_comment_is_a_service_and_its_peers),
        cmocka_unit_test(lines_are_packed_so),
        cmocka_unit_test(bad_bytes_are_no_lines),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
