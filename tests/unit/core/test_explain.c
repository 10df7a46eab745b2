#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "core/plan/builtin.h"
#include "core/plan/explain.h"

static struct prefix address(const char *text)
{
    struct prefix prefix;
    const char *why = NULL;
    if (prefix_parse(text, &prefix, &why) < 0)
        fail_msg("%s: %s", text, why);
    return prefix;
}

static const struct flow accept_5481 = {.service = "client-server", .reason = "clients"};
static const struct flow deny_all = {.service = "dmz-deny", .reason = "a DMZ standby never opens"};
static const struct flow ping = {.service = "server-ping", .reason = "hardware check"};
static const struct flow mqtt = {.service = "mqtt", .reason = "broker"};

/* `direction protocol from to [port [source port]]`, beside the plan. */
static struct fate fate_of(const struct plan *plan, enum direction wanted, enum protocol protocol,
                           const char *from, const char *to, uint16_t port, uint16_t source_port,
                           const char *interface)
{
    struct packet packet = {.from = address(from),
                            .to = address(to),
                            .protocol = protocol,
                            .port = port,
                            .source_port = source_port,
                            .interface = interface};
    assert_int_equal(explain_direction(plan, &packet), 0);
    assert_int_equal(packet.direction, wanted);
    return explain(plan, &packet);
}

static void assert_fate(struct fate fate, enum verdict verdict, const char *what)
{
    assert_string_equal(fate_by(&fate), what);
    assert_int_equal(fate.by == DECIDER_BUILTIN, fate.builtin != NULL);
    assert_int_equal(fate.by == DECIDER_RULE, fate.rule != NULL);
    assert_int_equal(fate.verdict, verdict);
    assert_int_equal(fate.number != 0, fate.rule != NULL);
    if (fate.builtin)
        assert_true(*fate.builtin->why && *fate.builtin->source);
    assert_true(fate.reason[0] != '\0');
}

struct scene {
    struct prefix own[2], peer, dmz;
    struct host host;
    struct rule rules[8];
    struct plan plan;
};

static void scene_init(struct scene *s)
{
    memset(s, 0, sizeof(*s));
    s->own[0] = address("10.20.0.11");
    s->own[1] = address("fd00:20::11");
    s->peer = address("10.21.0.0/24");
    s->dmz = address("10.21.0.99");
    s->host = (struct host){.name = "srv-a", .addresses = {s->own, 2}};
    s->plan = (struct plan){.host = &s->host,
                            .incoming = VERDICT_DROP,
                            .outgoing = VERDICT_ACCEPT,
                            .forward = VERDICT_DROP,
                            .rules = s->rules};
    builtins_choose(&s->plan, false);
}

static void scene_add(struct scene *s, struct rule rule)
{
    rule.verdict = rule.flow == &deny_all ? VERDICT_DROP : VERDICT_ACCEPT;
    s->rules[s->plan.rule_count++] = rule;
}

static void rules_are_tried_in_order_then_the_policy(void **state)
{
    (void)state;
    struct scene s;
    scene_init(&s);
    scene_add(&s, (struct rule){.flow = &deny_all, .from = {&s.dmz, 1}});
    scene_add(
        &s, (struct rule){
                .flow = &accept_5481, .protocol = PROTOCOL_TCP, .ports = {5481, 5490}, .from = {&s.peer, 1}});
    const struct plan *p = &s.plan;
    assert_fate(fate_of(p, DIRECTION_IN, PROTOCOL_TCP, "10.21.0.5", "10.20.0.11", 5481, 0, NULL),
                VERDICT_ACCEPT, "rule");
    assert_fate(fate_of(p, DIRECTION_IN, PROTOCOL_TCP, "10.21.0.5", "10.20.0.11", 5490, 0, NULL),
                VERDICT_ACCEPT, "rule");
    assert_fate(fate_of(p, DIRECTION_IN, PROTOCOL_TCP, "10.21.0.5", "10.20.0.11", 5480, 0, NULL),
                VERDICT_DROP, "policy");
    assert_fate(fate_of(p, DIRECTION_IN, PROTOCOL_TCP, "10.21.0.5", "10.20.0.11", 5491, 0, NULL),
                VERDICT_DROP, "policy");
    assert_fate(fate_of(p, DIRECTION_IN, PROTOCOL_UDP, "10.21.0.5", "10.20.0.11", 5481, 0, NULL),
                VERDICT_DROP, "policy");
    assert_fate(fate_of(p, DIRECTION_IN, PROTOCOL_TCP, "10.22.0.5", "10.20.0.11", 5481, 0, NULL),
                VERDICT_DROP, "policy");
    struct fate denied = fate_of(p, DIRECTION_IN, PROTOCOL_TCP, "10.21.0.99", "10.20.0.11", 5481, 0, NULL);
    assert_fate(denied, VERDICT_DROP, "rule");
    assert_int_equal(denied.number, 1);
    assert_ptr_equal(denied.rule, &s.rules[0]);
    assert_fate(fate_of(p, DIRECTION_OUT, PROTOCOL_TCP, "10.20.0.11", "192.0.2.1", 443, 0, NULL),
                VERDICT_ACCEPT, "policy");
}

static void own_traffic_is_loopback(void **state)
{
    (void)state;
    struct scene s;
    scene_init(&s);
    const struct plan *p = &s.plan;
    assert_fate(fate_of(p, DIRECTION_IN, PROTOCOL_TCP, "127.0.0.1", "127.0.0.1", 9, 0, NULL), VERDICT_ACCEPT,
                "loopback");
    assert_fate(fate_of(p, DIRECTION_IN, PROTOCOL_TCP, "10.20.0.11", "10.20.0.11", 9, 0, NULL),
                VERDICT_ACCEPT, "loopback");
    assert_fate(fate_of(p, DIRECTION_IN, PROTOCOL_UDP, "::1", "fd00:20::11", 9, 0, NULL), VERDICT_ACCEPT,
                "loopback");
    assert_fate(fate_of(p, DIRECTION_IN, PROTOCOL_TCP, "10.20.0.11", "10.20.0.11", 9, 0, "eth0"),
                VERDICT_DROP, "policy");
}

/* Two addresses of a range are two machines of one group. */
static void machines_of_a_group_are_not_one(void **state)
{
    (void)state;
    struct scene s;
    scene_init(&s);
    s.own[0] = address("10.30.0.0/24");
    assert_fate(fate_of(&s.plan, DIRECTION_IN, PROTOCOL_TCP, "10.30.0.1", "10.30.0.2", 9, 0, NULL),
                VERDICT_DROP, "policy");
}

static void dhcp_needs_its_source_port(void **state)
{
    (void)state;
    struct scene s;
    scene_init(&s);
    s.plan.outgoing = VERDICT_DROP;
    const struct plan *p = &s.plan;
    assert_fate(fate_of(p, DIRECTION_OUT, PROTOCOL_UDP, "0.0.0.0", "255.255.255.255", 67, 68, NULL),
                VERDICT_ACCEPT, "DHCP");
    assert_fate(fate_of(p, DIRECTION_OUT, PROTOCOL_UDP, "10.20.0.11", "10.20.0.1", 67, 0, NULL), VERDICT_DROP,
                "policy");
    assert_fate(fate_of(p, DIRECTION_IN, PROTOCOL_UDP, "10.20.0.1", "255.255.255.255", 68, 67, NULL),
                VERDICT_ACCEPT, "DHCP");
    assert_fate(fate_of(p, DIRECTION_IN, PROTOCOL_UDP, "10.20.0.1", "10.20.0.11", 68, 4000, NULL),
                VERDICT_DROP, "policy");
    assert_fate(fate_of(p, DIRECTION_IN, PROTOCOL_UDP, "fe80::1", "fd00:20::11", 546, 0, NULL),
                VERDICT_ACCEPT, "DHCP");
    assert_fate(fate_of(p, DIRECTION_IN, PROTOCOL_UDP, "fd00::1", "fd00:20::11", 546, 547, NULL),
                VERDICT_DROP, "policy");
    assert_fate(fate_of(p, DIRECTION_OUT, PROTOCOL_UDP, "fd00:20::11", "ff02::1:2", 547, 546, NULL),
                VERDICT_ACCEPT, "DHCP");
}

/* A deny also holds against what is always there. */
static void denies_come_before_dhcp(void **state)
{
    (void)state;
    struct scene s;
    scene_init(&s);
    scene_add(&s, (struct rule){.flow = &deny_all, .from = {&s.dmz, 1}});
    assert_fate(fate_of(&s.plan, DIRECTION_IN, PROTOCOL_UDP, "10.21.0.99", "10.20.0.11", 68, 67, NULL),
                VERDICT_DROP, "rule");
}

static void echo_follows_the_flows(void **state)
{
    (void)state;
    struct scene s;
    scene_init(&s);
    scene_add(&s, (struct rule){.flow = &ping, .protocol = PROTOCOL_ICMP, .from = {&s.peer, 1}});
    assert_fate(fate_of(&s.plan, DIRECTION_IN, PROTOCOL_ICMP, "10.21.0.5", "10.20.0.11", 0, 0, NULL),
                VERDICT_ACCEPT, "rule");
    assert_fate(fate_of(&s.plan, DIRECTION_IN, PROTOCOL_ICMP, "10.22.0.5", "10.20.0.11", 0, 0, NULL),
                VERDICT_DROP, "policy");
}

static void a_device_has_rules_of_its_own(void **state)
{
    (void)state;
    struct scene s;
    struct catalog catalog;
    struct problems problems = {0};
    assert_int_equal(catalog_init(&catalog, &problems), 0);
    scene_init(&s);
    s.host.product = catalog_product(&catalog, "smartserver");
    s.host.role = (unsigned)product_role(s.host.product, "smartserver");
    builtins_choose(&s.plan, false);
    s.plan.outgoing = VERDICT_DROP;
    scene_add(&s, (struct rule){
                      .flow = &mqtt, .protocol = PROTOCOL_TCP, .ports = {1883, 1883}, .interface = "eth0"});
    const struct plan *p = &s.plan;
    assert_fate(fate_of(p, DIRECTION_OUT, PROTOCOL_TCP, "10.20.0.11", "10.0.0.1", 9, 0, "ip70"),
                VERDICT_ACCEPT, "LON tunnel");
    assert_fate(fate_of(p, DIRECTION_IN, PROTOCOL_ICMP, "10.22.0.5", "10.20.0.11", 0, 0, NULL),
                VERDICT_ACCEPT, "ping of the device");
    assert_fate(fate_of(p, DIRECTION_OUT, PROTOCOL_ICMP, "10.20.0.11", "10.22.0.5", 0, 0, NULL), VERDICT_DROP,
                "policy");
    assert_fate(fate_of(p, DIRECTION_IN, PROTOCOL_TCP, "127.0.0.1", "10.20.0.11", 1883, 0, "eth0"),
                VERDICT_DROP, "loopback address from outside");
    assert_fate(fate_of(p, DIRECTION_IN, PROTOCOL_TCP, "10.22.0.5", "10.20.0.11", 1883, 0, NULL),
                VERDICT_ACCEPT, "rule");
    assert_fate(fate_of(p, DIRECTION_IN, PROTOCOL_TCP, "10.22.0.5", "10.20.0.11", 1883, 0, "eth0"),
                VERDICT_ACCEPT, "rule");
    assert_fate(fate_of(p, DIRECTION_IN, PROTOCOL_TCP, "10.22.0.5", "10.20.0.11", 1883, 0, "wlan0"),
                VERDICT_DROP, "policy");
    catalog_release(&catalog);
    problems_release(&problems);
}

/* eth0: 10.20.0.0/16 but for 10.20.9.0/24, which lies behind eth1 with 10.30.0.0/16; eth2: the rest. */
static void a_gateway_knows_its_zones(void **state)
{
    (void)state;
    struct prefix first[] = {address("10.20.0.0/16")};
    struct prefix second[] = {address("10.30.0.0/16"), address("10.20.9.0/24")};
    struct zone zones[] = {{"eth0", {first, 1}, false}, {"eth1", {second, 2}, false}, {"eth2", {0}, true}};
    struct scene s;
    scene_init(&s);
    s.host.addresses.count = 0;
    s.host.zones = zones;
    s.host.zone_count = 3;
    s.plan.gateway = true;
    builtins_choose(&s.plan, false);
    struct prefix to = address("10.30.0.5");
    scene_add(&s, (struct rule){.flow = &accept_5481,
                                .direction = DIRECTION_FORWARD,
                                .protocol = PROTOCOL_TCP,
                                .ports = {5481, 5481},
                                .to = {&to, 1},
                                .interface = "eth0",
                                .interface_to = "eth1"});
    const struct plan *p = &s.plan;
    assert_fate(fate_of(p, DIRECTION_FORWARD, PROTOCOL_TCP, "10.20.0.1", "10.30.0.5", 5481, 0, NULL),
                VERDICT_ACCEPT, "rule");
    assert_fate(fate_of(p, DIRECTION_FORWARD, PROTOCOL_TCP, "10.20.0.1", "10.30.0.5", 5481, 0, "eth0"),
                VERDICT_ACCEPT, "rule");
    assert_fate(fate_of(p, DIRECTION_FORWARD, PROTOCOL_TCP, "10.20.0.1", "10.30.0.5", 5481, 0, "eth2"),
                VERDICT_DROP, "spoofed source");
    assert_fate(fate_of(p, DIRECTION_FORWARD, PROTOCOL_TCP, "10.20.9.1", "10.30.0.5", 5481, 0, "eth0"),
                VERDICT_DROP, "spoofed source");
    assert_fate(fate_of(p, DIRECTION_FORWARD, PROTOCOL_TCP, "10.20.9.1", "10.30.0.5", 5481, 0, NULL),
                VERDICT_DROP, "policy");
    assert_fate(fate_of(p, DIRECTION_FORWARD, PROTOCOL_TCP, "192.0.2.1", "10.30.0.5", 5481, 0, "eth0"),
                VERDICT_DROP, "spoofed source");
    assert_fate(fate_of(p, DIRECTION_FORWARD, PROTOCOL_TCP, "192.0.2.1", "10.30.0.5", 5481, 0, NULL),
                VERDICT_DROP, "policy");
}

static void a_stranger_to_both_ends_sees_nothing(void **state)
{
    (void)state;
    struct scene s;
    scene_init(&s);
    struct packet packet = {.from = address("192.0.2.1"), .to = address("192.0.2.2")};
    assert_int_equal(explain_direction(&s.plan, &packet), -1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rules_are_tried_in_order_then_the_policy),
        cmocka_unit_test(own_traffic_is_loopback),
        cmocka_unit_test(machines_of_a_group_are_not_one),
        cmocka_unit_test(dhcp_needs_its_source_port),
        cmocka_unit_test(denies_come_before_dhcp),
        cmocka_unit_test(echo_follows_the_flows),
        cmocka_unit_test(a_device_has_rules_of_its_own),
        cmocka_unit_test(a_gateway_knows_its_zones),
        cmocka_unit_test(a_stranger_to_both_ends_sees_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
