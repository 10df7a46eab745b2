#include "tests/unit/sites.h"

/* One rule a line: `direction service from to protocol ports interfaces`, drops with a `!` before. */
static char *listed(const struct plan *plan)
{
    struct text text = {0};
    char ports[PORTS_TEXT];
    for (size_t i = 0; i < plan->rule_count; i++) {
        const struct rule *rule = &plan->rules[i];
        char *from = addresses_text(rule->from), *to = addresses_text(rule->to);
        text_addf(&text, "%s%s %s %s>%s %s %s", rule->verdict == VERDICT_DROP ? "!" : "",
                  direction_name(rule->direction), rule->flow->service, from, to,
                  protocol_name(rule->protocol), ports_format(rule->ports, ports));
        if (rule->interface)
            text_addf(&text, " %s", rule->interface);
        if (rule->interface_to)
            text_addf(&text, ">%s", rule->interface_to);
        text_add(&text, "\n");
        free(from);
        free(to);
    }
    return text_take(&text);
}

struct planned {
    struct scene scene;
    struct plan plan;
    struct problems problems; /* of the plan alone */
    int result;
};

static void plan_init(struct planned *planned, const char *yaml, const char *host)
{
    *planned = (struct planned){0};
    scene_init(&planned->scene, yaml);
    if (planned->scene.result < 0)
        fail_with(&planned->scene.problems);
    planned->result = plan_make(&planned->plan, &planned->scene.flows, site_host(&planned->scene.site, host),
                                &planned->problems);
}

static void planned_release(struct planned *planned)
{
    plan_release(&planned->plan);
    scene_release(&planned->scene);
    problems_release(&planned->problems);
}

static void assert_rules(const char *yaml, const char *host, const char *wanted)
{
    struct planned planned;
    plan_init(&planned, yaml, host);
    if (planned.result < 0)
        fail_with(&planned.problems);
    char *got = listed(&planned.plan);
    assert_string_equal(got, wanted);
    free(got);
    planned_release(&planned);
}

#define GEO "product: geo-scada\nversion: '2022'\n"
#define PAIR                                                            \
    GEO "redundancy: hot-standby\nhosts:\n"                             \
        "  - {name: A, role: server, address: [10.0.0.1, 'fd00::1']}\n" \
        "  - {name: B, role: server, address: 10.0.0.2}\n"

static void each_end_sees_its_side(void **state)
{
    (void)state;
    const char *yaml = PAIR "  - {name: D1, role: dmz-standby, address: [10.9.0.1, 'fd09::1']}\n"
                            "  - {name: c1, role: client, address: ['fd01::/64', 10.1.0.0/24]}\n";
    assert_rules(yaml, "A",
                 "!in dmz-deny 10.9.0.1,fd09::1>* any \n"
                 "in client-server fd01::/64,10.1.0.0/24>* tcp 5481\n"
                 "out server-link *>10.0.0.2 tcp 5481\n"
                 "out server-link *>10.9.0.1,fd09::1 tcp 5481\n"
                 "in server-link 10.0.0.2>* tcp 5481\n"
                 "out server-ping *>10.0.0.2 icmp \n"
                 "out server-ping *>10.9.0.1,fd09::1 icmp \n"
                 "in server-ping 10.0.0.2>* icmp \n");
    assert_rules(yaml, "c1",
                 "out client-server *>10.0.0.1,fd00::1 tcp 5481\n"
                 "out client-server *>10.0.0.2 tcp 5481\n");
    assert_rules(yaml, "D1",
                 "!out dmz-deny *>10.0.0.1,fd00::1 any \n"
                 "!out dmz-deny *>10.0.0.2 any \n"
                 "in server-link 10.0.0.1,fd00::1>* tcp 5481\n"
                 "in server-link 10.0.0.2>* tcp 5481\n"
                 "in server-ping 10.0.0.1,fd00::1>* icmp \n"
                 "in server-ping 10.0.0.2>* icmp \n");
    assert_rules(yaml, "B",
                 "!in dmz-deny 10.9.0.1>* any \n"
                 "in client-server 10.1.0.0/24>* tcp 5481\n"
                 "in server-link 10.0.0.1>* tcp 5481\n"
                 "out server-link *>10.0.0.1 tcp 5481\n"
                 "out server-link *>10.9.0.1 tcp 5481\n"
                 "in server-ping 10.0.0.1>* icmp \n"
                 "out server-ping *>10.0.0.1 icmp \n"
                 "out server-ping *>10.9.0.1 icmp \n");
}

static void assert_policy(const char *yaml, const char *host, enum verdict incoming, enum verdict outgoing,
                          enum verdict forward)
{
    struct planned planned;
    plan_init(&planned, yaml, host);
    assert_int_equal(planned.plan.incoming, incoming);
    assert_int_equal(planned.plan.outgoing, outgoing);
    assert_int_equal(planned.plan.forward, forward);
    planned_release(&planned);
}

#define DEVICES                                                                   \
    "  - {name: s1, role: smartserver, product: smartserver, address: 10.4.0.1, " \
    "security: standard, version: '4.4'}\n"                                       \
    "  - {name: s2, role: smartserver, product: smartserver, address: 10.4.0.2, " \
    "security: enhanced, version: '4.4'}\n"

static void policies_hold_by_role(void **state)
{
    (void)state;
    const char *yaml = PAIR "  - {name: D1, role: dmz-standby, address: 10.9.0.1}\n" DEVICES;
    char *shut = xasprintf("policy: {incoming: allow, outgoing: deny}\n" PAIR
                           "  - {name: D1, role: dmz-standby, address: 10.9.0.1}\n");
    enum verdict accept = VERDICT_ACCEPT, drop = VERDICT_DROP;
    assert_policy(yaml, "A", drop, accept, drop);
    assert_policy(yaml, "D1", drop, drop, drop);
    assert_policy(yaml, "s1", drop, accept, drop);
    assert_policy(yaml, "s2", drop, drop, drop);
    assert_policy(shut, "A", accept, drop, drop);
    assert_policy(shut, "D1", accept, drop, drop);
    free(shut);
}

/* eth0 holds a network that eth1 has a part of: the longest prefix decides. */
#define ZONES                                                                                             \
    "  - {name: fw, role: gateway, address: 10.0.0.254, zones: {eth0: [10.0.0.0/16, 'fd00::/64'], eth1: " \
    "[10.0.9.0/24, "                                                                                      \
    "10.9.0.0/16, 'fd09::/64'], eth2: %s}}\n"

static void a_gateway_forwards_between_zones(void **state)
{
    (void)state;
    char *yaml =
        xasprintf(PAIR "  - {name: D1, role: dmz-standby, address: [10.9.0.1, 'fd09::1']}\n"
                       "  - {name: c1, role: client, address: [10.0.9.0/25, 10.0.8.1, 10.0.10.1, 10.7.0.1], "
                       "uses: [B]}\n" ZONES,
                  "{any: true}");
    assert_rules(yaml, "fw",
                 "!forward dmz-deny 10.9.0.1,fd09::1>10.0.0.1,fd00::1 any  eth1>eth0\n"
                 "!forward dmz-deny 10.9.0.1>10.0.0.2 any  eth1>eth0\n"
                 "forward client-server 10.0.9.0/25>10.0.0.2 tcp 5481 eth1>eth0\n"
                 "forward client-server 10.7.0.1>10.0.0.2 tcp 5481 eth2>eth0\n"
                 "forward server-link 10.0.0.1,fd00::1>10.9.0.1,fd09::1 tcp 5481 eth0>eth1\n"
                 "forward server-link 10.0.0.2>10.9.0.1 tcp 5481 eth0>eth1\n"
                 "forward server-ping 10.0.0.1,fd00::1>10.9.0.1,fd09::1 icmp  eth0>eth1\n"
                 "forward server-ping 10.0.0.2>10.9.0.1 icmp  eth0>eth1\n");
    free(yaml);
}

/* One interface, two networks: the gateway is the way between them; within one network nobody asks it. */
static void a_gateway_forwards_within_a_zone(void **state)
{
    (void)state;
    static const char zones[] =
        "  - {name: fw, role: gateway, zones: {eth0: [10.0.0.0/24, 10.1.0.0/24, 'fd00::/64', "
        "'fd01::/64'], eth1: [10.9.0.0/24]}}\n";
    char *yaml = xasprintf(PAIR "  - {name: D1, role: dmz-standby, address: 10.1.0.9}\n"
                                "  - {name: c1, role: client, address: 10.1.0.0/29, uses: [A]}\n"
                                "  - {name: c2, role: client, address: [10.0.0.77, 'fd00::7'], uses: [A]}\n"
                                "  - {name: c3, role: client, address: 'fd01::7', uses: [A]}\n%s",
                           zones);
    assert_rules(yaml, "fw",
                 "!forward dmz-deny 10.1.0.9>10.0.0.1 any  eth0>eth0\n"
                 "!forward dmz-deny 10.1.0.9>10.0.0.2 any  eth0>eth0\n"
                 "forward client-server 10.1.0.0/29>10.0.0.1 tcp 5481 eth0>eth0\n"
                 "forward client-server fd01::7>fd00::1 tcp 5481 eth0>eth0\n"
                 "forward server-link 10.0.0.1>10.1.0.9 tcp 5481 eth0>eth0\n"
                 "forward server-link 10.0.0.2>10.1.0.9 tcp 5481 eth0>eth0\n"
                 "forward server-ping 10.0.0.1>10.1.0.9 icmp  eth0>eth0\n"
                 "forward server-ping 10.0.0.2>10.1.0.9 icmp  eth0>eth0\n");
    free(yaml);
}

static void anywhere_lies_in_every_zone(void **state)
{
    (void)state;
    char *yaml = xasprintf("extra:\n  - {name: up, from: A, to: anywhere, protocol: tcp, ports: 99, why: x}\n"
                           "  - {name: down, from: 10.9.0.7, to: fw, protocol: tcp, ports: 98, why: x}\n" GEO
                           "redundancy: single\nhosts:\n"
                           "  - {name: A, role: server, address: 10.0.0.1}\n" ZONES,
                           "{any: true}");
    assert_rules(yaml, "fw",
                 "forward up 10.0.0.1>* tcp 99 eth0>eth1\n"
                 "forward up 10.0.0.1>* tcp 99 eth0>eth2\n"
                 "in down 10.9.0.7>* tcp 98\n");
    free(yaml);
}

static void assert_zone_problem(const char *address, const char *rest, const char *code, int result)
{
    struct planned planned;
    char *zones = xasprintf(ZONES, rest);
    char *yaml = xasprintf(PAIR "  - {name: c1, role: client, address: %s, uses: [B]}\n%s", address, zones);
    plan_init(&planned, yaml, "fw");
    assert_int_equal(planned.result, result);
    if (code && !problems_have(&planned.problems, code))
        fail_msg("no %s", code);
    if (!code && planned.problems.count)
        fail_with(&planned.problems);
    planned_release(&planned);
    free(yaml);
    free(zones);
}

static void addresses_without_one_zone_are_told(void **state)
{
    (void)state;
    assert_zone_problem("10.7.0.1", "[10.8.0.0/16]", "no-zone", 0);
    assert_zone_problem("10.7.0.1", "{any: true}", NULL, 0);
    assert_zone_problem("10.0.8.0/23", "{any: true}", "zones-across", -1);
    assert_zone_problem("10.0.0.0/8", "[10.8.0.0/16]", "zones-across", -1);
    assert_zone_problem("10.0.8.0/24", "[10.8.0.0/16]", NULL, 0);
    assert_zone_problem("10.0.9.0/24", "[10.8.0.0/16]", NULL, 0);
    assert_zone_problem("10.10.0.0/15", "[10.10.0.0/16, 10.11.0.0/16]", NULL, 0);
    assert_zone_problem("10.10.0.0/15", "[10.10.0.0/16, 10.12.0.0/16]", "zones-across", -1);
}

#define DEVICE                                       \
    "product: smartserver\nversion: '4.4'\nhosts:\n" \
    "  - {name: s1, role: smartserver, address: 192.168.1.2, security: %s, interface: eth0}\n"

static bool has_groups(const struct plan *plan)
{
    for (size_t i = 0; i < plan->builtin_count; i++)
        if (plan->builtins[i]->about == BUILTIN_IGMP)
            return true;
    return false;
}

static void a_device_moves_its_web_ports(void **state)
{
    (void)state;
    struct planned planned;
    char *yaml = xasprintf("ports: {http: 1780, https: 1443}\n" DEVICE, "enhanced");
    plan_init(&planned, yaml, "s1");
    assert_true(planned.plan.device);
    assert_true(has_groups(&planned.plan));
    assert_false(planned.plan.gateway);
    assert_int_equal(planned.plan.move_count, 2);
    assert_string_equal(planned.plan.moves[0].service, "http");
    assert_int_equal(planned.plan.moves[0].from, 80);
    assert_int_equal(planned.plan.moves[0].to, 1780);
    assert_string_equal(planned.plan.moves[1].service, "https");
    assert_string_equal(planned.plan.moves[1].file, "/etc/nginx/sites-available/apollo.conf");
    planned_release(&planned);
    free(yaml);
}

static void a_device_without_names_needs_no_groups(void **state)
{
    (void)state;
    struct planned planned;
    char *yaml = xasprintf("services: {mdns: off}\n" DEVICE, "standard");
    plan_init(&planned, yaml, "s1");
    assert_false(has_groups(&planned.plan));
    assert_int_equal(planned.plan.move_count, 0);
    planned_release(&planned);
    free(yaml);
}

static void an_interface_narrows_mqtt_alone(void **state)
{
    (void)state;
    char *yaml = xasprintf("services: {mqtt: on, mqtts: on, smtp: off, dns: off, cms-update: off, ntp: off, "
                           "modbus: off, licensing: off, http: off, mdns: off}\n" DEVICE,
                           "standard");
    assert_rules(yaml, "s1",
                 "in ssh *>* tcp 22\n"
                 "in https *>* tcp 443\n"
                 "in mqtt *>* tcp 1883 eth0\n"
                 "in ip-70 *>* udp 2541\n"
                 "out ip-70 *>* udp 2541\n"
                 "in mqtts *>* tcp 8883 eth0\n");
    free(yaml);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_end_sees_its_side),
        cmocka_unit_test(policies_hold_by_role),
        cmocka_unit_test(a_gateway_forwards_between_zones),
        cmocka_unit_test(a_gateway_forwards_within_a_zone),
        cmocka_unit_test(anywhere_lies_in_every_zone),
        cmocka_unit_test(addresses_without_one_zone_are_told),
        cmocka_unit_test(a_device_moves_its_web_ports),
        cmocka_unit_test(a_device_without_names_needs_no_groups),
        cmocka_unit_test(an_interface_narrows_mqtt_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
