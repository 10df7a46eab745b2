#include "tests/unit/sites.h"

/* One flow a line: `service from>to protocol ports`, denies with a `!` before, doubts with a `?` behind. */
static char *listed(const struct flows *flows)
{
    struct text text = {0};
    char from[PREFIX_TEXT], to[PREFIX_TEXT], ports[PORTS_TEXT];
    for (size_t i = 0; i < flows->count; i++) {
        const struct flow *flow = &flows->items[i];
        text_addf(&text, "%s%s %s>%s %s %s%s\n", flow->verdict == VERDICT_DROP ? "!" : "", flow->service,
                  end_name(&flow->from, from), end_name(&flow->to, to), protocol_name(flow->protocol),
                  ports_format(flow->ports, ports), flow->certainty == CERTAINTY_DOCUMENTED ? "" : "?");
    }
    return text_take(&text);
}

static void assert_flows(const char *yaml, const char *wanted)
{
    struct scene scene;
    scene_init(&scene, yaml);
    if (scene.result < 0)
        fail_with(&scene.problems);
    char *got = listed(&scene.flows);
    assert_string_equal(got, wanted);
    free(got);
    scene_release(&scene);
}

static void assert_refused(const char *yaml, const char *code)
{
    struct scene scene;
    scene_init(&scene, yaml);
    if (scene.result == 0 || !problems_have(&scene.problems, code)) {
        char *got = listed(&scene.flows);
        print_error("no '%s' in:\n%s", code, got);
        free(got);
        fail_with(&scene.problems);
    }
    scene_release(&scene);
}

static void assert_accepted(const char *yaml)
{
    struct scene scene;
    scene_init(&scene, yaml);
    if (scene.result != 0)
        fail_with(&scene.problems);
    scene_release(&scene);
}

static void assert_code(const char *yaml, const char *code, bool wanted)
{
    struct scene scene;
    scene_init(&scene, yaml);
    if (problems_have(&scene.problems, code) != wanted) {
        print_error("%s '%s' in:\n", wanted ? "no" : "surplus", code);
        fail_with(&scene.problems);
    }
    scene_release(&scene);
}

#define PAIR                                                                 \
    "product: geo-scada\nversion: '2022'\nredundancy: hot-standby\nhosts:\n" \
    "  - {name: A, role: server, address: 10.0.0.1}\n"                       \
    "  - {name: B, role: server, address: 10.0.0.2}\n"

static void a_pair_with_both_standbys(void **state)
{
    (void)state;
    assert_flows(PAIR "  - {name: P1, role: permanent-standby, address: 10.0.0.3}\n"
                      "  - {name: D1, role: dmz-standby, address: 10.9.0.1}\n"
                      "  - {name: c1, role: client, address: 10.1.0.1, uses: [A, B]}\n",
                 "!dmz-deny D1>A any \n"
                 "!dmz-deny D1>B any \n"
                 "!dmz-deny D1>P1 any \n"
                 "client-server c1>A tcp 5481\n"
                 "client-server c1>B tcp 5481\n"
                 "server-link A>B tcp 5481\n"
                 "server-link A>P1 tcp 5481\n"
                 "server-link A>D1 tcp 5481\n"
                 "server-link B>A tcp 5481\n"
                 "server-link B>P1 tcp 5481\n"
                 "server-link B>D1 tcp 5481\n"
                 "server-link P1>A tcp 5481\n"
                 "server-link P1>B tcp 5481\n"
                 "server-ping A>B icmp \n"
                 "server-ping A>P1 icmp \n"
                 "server-ping A>D1 icmp \n"
                 "server-ping B>A icmp \n"
                 "server-ping B>P1 icmp \n"
                 "server-ping B>D1 icmp \n"
                 "server-ping P1>A icmp \n"
                 "server-ping P1>B icmp \n");
}

static void versions_count_by_pair(void **state)
{
    (void)state;
    assert_flows("product: geo-scada\nversion: '2022'\nredundancy: hot-standby\nhosts:\n"
                 "  - {name: A, role: server, address: 10.0.0.1, version: '2019'}\n"
                 "  - {name: B, role: server, address: 10.0.0.2}\n"
                 "  - {name: c1, role: client, address: 10.1.0.1}\n"
                 "  - {name: c2, role: client, address: 10.1.0.2, apps: [odbc], uses: [A]}\n"
                 "  - {name: c3, role: client, address: 10.1.0.3, apps: [scxcmd], uses: [A]}\n"
                 "  - {name: c4, role: client, address: 10.1.0.4, version: '2019', uses: [B]}\n",
                 "client-server c1>A tcp 5481\n"
                 "client-server c1>B tcp 5481\n"
                 "client-server c2>A tcp 5481\n"
                 "client-server c3>A tcp 5481\n"
                 "client-server c4>B tcp 5481\n"
                 "advise A>c1 tcp 5500-5509\n"
                 "advise A>c2 tcp 5500-5509?\n"
                 "advise B>c4 tcp 5500-5509\n"
                 "server-link A>B tcp 5481\n"
                 "server-link B>A tcp 5481\n"
                 "server-ping A>B icmp \n"
                 "server-ping B>A icmp \n");
}

/* Worked sets 2, 9 and 11: the web of old servers, the reverse proxy, New WebX on a machine of its own. */
static void the_web_follows_the_versions(void **state)
{
    (void)state;
    assert_flows("product: geo-scada\nversion: '2019'\nredundancy: single\nhosts:\n"
                 "  - {name: A, role: server, address: 10.0.0.1}\n"
                 "  - {name: w1, role: web-client, address: 10.2.0.1}\n",
                 "xml-secure w1>A tcp 443\n"
                 "xml w1>A tcp 80\n"
                 "html-secure w1>A tcp 444\n"
                 "html w1>A tcp 81\n");
    assert_flows("product: geo-scada\nversion: '2020'\nredundancy: single\nhosts:\n"
                 "  - {name: A, role: server, address: 10.0.0.1}\n"
                 "  - {name: i1, role: web-server, address: 10.0.0.9}\n"
                 "  - {name: w1, role: web-client, address: 10.2.0.1}\n",
                 "web-https w1>i1 tcp 443\n"
                 "web-http i1>A tcp 8080\n");
    assert_flows("product: geo-scada\nversion: '2017 R1'\nredundancy: single\nhosts:\n"
                 "  - {name: A, role: server, address: 10.0.0.1}\n"
                 "  - {name: i1, role: web-server, address: 10.0.0.9}\n"
                 "  - {name: w1, role: web-client, address: 10.2.0.1}\n",
                 "webx-secure w1>i1 tcp 453\n"
                 "webx w1>i1 tcp 85\n"
                 "web-client-link A>i1 tcp 5500-5509?\n"
                 "web-client-link i1>A tcp 5481?\n");
}

static void switches_and_ports_of_the_listener_count(void **state)
{
    (void)state;
    assert_flows(
        "product: geo-scada\nversion: '2017 R1'\nredundancy: single\n"
        "services: {xml: off, html: off}\nports: {client-server: 6000, html-secure: 7000}\nhosts:\n"
        "  - {name: A, role: server, address: 10.0.0.1, services: {html: on, webx: on},"
        " ports: {html-secure: 7001}}\n"
        "  - {name: c1, role: client, address: 10.1.0.1, ports: {advise: 6100-6109}}\n"
        "  - {name: i1, role: web-server, address: 10.0.0.9, services: {webx: off, webx-secure: off}}\n"
        "  - {name: w1, role: web-client, address: 10.2.0.1, uses: [A, i1]}\n",
        "client-server c1>A tcp 6000\n"
        "advise A>c1 tcp 6100-6109\n"
        "xml-secure w1>A tcp 443\n"
        "html-secure w1>A tcp 7001\n"
        "html w1>A tcp 81\n"
        "webx w1>A tcp 85\n");
}

static void remote_browse_is_one_range_by_the_system(void **state)
{
    (void)state;
    const char *site =
        "product: geo-scada\nversion: '2022'\nredundancy: single\nservices: {remote-browse: on}\n"
        "%shosts:\n  - {name: A, role: server, address: 10.0.0.1%s}\n"
        "  - {name: c1, role: client, address: 10.1.0.1}\n";
    char *current = xasprintf(site, "", ""), *legacy = xasprintf(site, "server-os: legacy\n", "");
    char *later = xasprintf(site, "", ", version: '2023'");
    assert_flows(current, "client-server c1>A tcp 5481\nremote-browse c1>A tcp 49152-65535\n");
    assert_flows(legacy, "client-server c1>A tcp 5481\nremote-browse c1>A tcp 1025-5000\n");
    assert_flows(later, "client-server c1>A tcp 5481\n");
    free(current);
    free(legacy);
    free(later);
}

static void a_server_with_apps_is_a_client_too(void **state)
{
    (void)state;
    assert_flows("product: geo-scada\nversion: '2019'\nredundancy: hot-standby\nhosts:\n"
                 "  - {name: A, role: server, address: 10.0.0.1, apps: [viewx]}\n"
                 "  - {name: B, role: server, address: 10.0.0.2}\n",
                 "client-server A>B tcp 5481\n"
                 "advise B>A tcp 5500-5509\n"
                 "server-link A>B tcp 5481\n"
                 "server-link B>A tcp 5481\n"
                 "server-ping A>B icmp \n"
                 "server-ping B>A icmp \n");
}

static void a_proxy_gets_nothing_to_an_old_server(void **state)
{
    (void)state;
    assert_code("product: geo-scada\nversion: '2019'\nredundancy: single\nhosts:\n"
                "  - {name: A, role: server, address: 10.0.0.1}\n"
                "  - {name: i1, role: web-server, address: 10.0.0.9, version: '2022'}\n",
                "web-http-old", true);
}

static void own_flows_come_last_by_entry(void **state)
{
    (void)state;
    assert_flows("product: geo-scada\nversion: '2022'\nredundancy: single\n"
                 "admin: [{service: ssh, port: 22, from: [10.5.0.0/24, 10.6.0.0/24]}]\n"
                 "extra:\n  - {name: time, from: A, to: anywhere, protocol: udp, ports: 123, why: clock}\n"
                 "  - {name: probe, from: 10.7.0.1, to: c1, protocol: icmp, why: monitoring}\n"
                 "hosts:\n"
                 "  - {name: A, role: server, address: 10.0.0.1}\n"
                 "  - {name: c1, role: client, address: 10.1.0.1}\n"
                 "  - {name: i1, role: web-server, address: 10.0.0.9, uses: []}\n",
                 "client-server c1>A tcp 5481\n"
                 "ssh 10.5.0.0/24>A tcp 22\n"
                 "ssh 10.5.0.0/24>i1 tcp 22\n"
                 "ssh 10.6.0.0/24>A tcp 22\n"
                 "ssh 10.6.0.0/24>i1 tcp 22\n"
                 "time A>anywhere udp 123\n"
                 "probe 10.7.0.1>c1 icmp \n");
}

#define DEVICE                                       \
    "product: smartserver\nversion: '4.4'\nhosts:\n" \
    "  - {name: s1, role: smartserver, address: 192.168.1.2, security: standard, interface: eth0}\n"
#define QUIET                                                                                       \
    "services: {ssh: off, smtp: off, dns: off, cms-update: off, http: off, ntp: off, modbus: off, " \
    "licensing: off, https: off, mdns: off"

static void a_device_and_its_surroundings(void **state)
{
    (void)state;
    assert_flows(DEVICE, "ssh anywhere>s1 tcp 22\n"
                         "smtp s1>anywhere tcp 25\n"
                         "dns s1>anywhere udp 53\n"
                         "cms-update s1>anywhere tcp 80\n"
                         "http anywhere>s1 tcp 80?\n"
                         "ntp s1>anywhere udp 123\n"
                         "modbus s1>anywhere tcp 502\n"
                         "licensing s1>anywhere tcp 443\n"
                         "https anywhere>s1 tcp 443\n"
                         "ip-70 anywhere>s1 udp 2541\n"
                         "ip-70 s1>anywhere udp 2541\n"
                         "mdns anywhere>s1 udp 5353\n"
                         "mdns s1>anywhere udp 5353\n");
}

static void bacnet_clients_follow_bacnet(void **state)
{
    (void)state;
    const char *rest = "ip-70 anywhere>s1 udp 2541\nip-70 s1>anywhere udp 2541\n";
    char *wanted = xasprintf("bacnet 10.0.0.0/24>s1 udp 47808\nbacnet 10.1.0.1>s1 udp 47808\n%s"
                             "bacnet-clients s1>10.0.0.0/24 udp 49152-65535\n"
                             "bacnet-clients s1>10.1.0.1 udp 49152-65535\n",
                             rest);
    assert_flows(QUIET ", bacnet: on}\nallow-from: {bacnet: [10.0.0.0/24, 10.1.0.1]}\n" DEVICE, wanted);
    free(wanted);
    wanted =
        xasprintf("bacnet 10.0.0.0/24>s1 udp 47808\n%sbacnet-clients s1>10.2.0.0/24 udp 49152-65535\n", rest);
    assert_flows(QUIET
                 ", bacnet: on}\nallow-from: {bacnet: [10.0.0.0/24], bacnet-clients: [10.2.0.0/24]}\n" DEVICE,
                 wanted);
    free(wanted);
    assert_flows(QUIET "}\n" DEVICE, rest);
}

static void mdns_is_narrowed_inbound_only(void **state)
{
    (void)state;
    assert_flows(
        "services: {ssh: off, smtp: off, dns: off, cms-update: off, http: off, ntp: off, modbus: off, "
        "licensing: off, https: off}\nallow-from: {mdns: [192.168.1.0/24]}\n" DEVICE,
        "ip-70 anywhere>s1 udp 2541\nip-70 s1>anywhere udp 2541\n"
        "mdns 192.168.1.0/24>s1 udp 5353\nmdns s1>anywhere udp 5353\n");
}

static void families_must_meet(void **state)
{
    (void)state;
    assert_refused("product: geo-scada\nversion: '2022'\nredundancy: single\nhosts:\n"
                   "  - {name: A, role: server, address: 10.0.0.1}\n"
                   "  - {name: c1, role: client, address: 'fd00::1'}\n",
                   "no-common-family");
}

/* A list of both families is for whoever has one; a family that nobody has is told once. */
static void admins_of_both_families(void **state)
{
    static const char hosts[] = "product: geo-scada\nversion: '2022'\nredundancy: single\nhosts:\n"
                                "  - {name: A, role: server, address: %s}\n"
                                "  - {name: w, role: web-server, address: %s}\n"
                                "admin: [{service: ssh, port: 22, from: %s}]\n";
    static const struct {
        const char *server, *web, *from;
        bool good;
    } rows[] = {
        {"10.0.0.1", "10.0.0.2", "[10.9.0.0/24, 'fd00::/64']", true},
        {"[10.0.0.1, 'fd00::1']", "[10.0.0.2, 'fd00::2']", "[10.9.0.0/24, 'fd09::/64']", true},
        {"[10.0.0.1, 'fd00::1']", "10.0.0.2", "[10.9.0.0/24, 'fd09::/64']", true},
        {"[10.0.0.1, 'fd00::1']", "10.0.0.2", "['fe80::1']", true},
        {"[10.0.0.1, 'fd00::1']", "10.0.0.2", "['fd09::/64']", true},
        {"10.0.0.1", "10.0.0.2", "['fe80::1']", false},
        {"['fd00::1']", "['fd00::2']", "[10.9.0.1]", false},
        {"['fd00::1']", "['fd00::2']", "['fe80::1', 'fd09::/64']", true},
        {"10.0.0.1", "10.0.0.2", "[10.9.0.1, 10.8.0.0/16]", true},
        {"[10.0.0.1, 'fd00::1']", "10.0.0.2", "[10.9.0.1]", true},
    };
    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        char site[512];
        snprintf(site, sizeof(site), hosts, rows[i].server, rows[i].web, rows[i].from);
        if (rows[i].good)
            assert_accepted(site);
        else
            assert_refused(site, "no-common-family");
    }
}

#define DMZ PAIR "  - {name: D1, role: dmz-standby, address: [10.9.0.0/24]}\n"

static void nothing_of_a_dmz_opens_inwards(void **state)
{
    (void)state;
    assert_refused(DMZ "  - {name: c1, role: client, address: 10.9.0.7}\n", "dmz-inwards");
    assert_refused(DMZ "admin: [{service: ssh, port: 22, from: [10.9.0.0/25]}]\n", "dmz-inwards");
    assert_refused(DMZ "extra: [{name: x, from: 10.9.0.1, to: A, protocol: tcp, ports: 99, why: y}]\n",
                   "dmz-inwards");
    assert_refused(DMZ "extra: [{name: x, from: 10.9.0.1, to: 10.0.0.2, protocol: tcp, ports: 99, why: y}]\n",
                   "dmz-inwards");
    assert_refused(DMZ "  - {name: D2, role: dmz-standby, address: 10.9.0.1}\n"
                       "  - {name: c1, role: client, address: 10.9.0.7}\n",
                   "dmz-inwards");
    assert_code(DMZ "  - {name: c1, role: client, address: 10.0.0.0/8, uses: [A]}\n", "dmz-inwards", false);
    assert_code(DMZ "  - {name: c1, role: client, address: 10.9.0.7, uses: [D1]}\n", "dmz-inwards", false);
}

static void two_services_do_not_share_a_port(void **state)
{
    (void)state;
    assert_refused("services: {opc-ua: on}\nports: {opc-ua: 443}\n" DEVICE, "port-clash");
    assert_refused("ports: {http: 1880}\n" DEVICE, "port-clash");
    assert_refused("services: {mqtt: on, mqtts: on}\nports: {mqtt: 8883}\n"
                   "allow-from: {mqtt: [10.5.0.0/16], mqtts: [10.5.6.0/24]}\n" DEVICE,
                   "port-clash");
    /* Whoever may come: a socket has one owner. */
    assert_refused("services: {mqtt: on, mqtts: on}\nports: {mqtt: 8883}\n"
                   "allow-from: {mqtt: [10.5.0.0/16], mqtts: [10.6.0.0/16]}\n" DEVICE,
                   "port-clash");
    assert_code("ports: {opc-ua: 443}\n" DEVICE, "port-clash", false);
    assert_code("ports: {https: 1443, http: 1780}\n" DEVICE, "port-clash", false);
    assert_refused("product: geo-scada\nversion: '2019'\nredundancy: single\nports: {html: 80}\nhosts:\n"
                   "  - {name: A, role: server, address: 10.0.0.1}\n"
                   "  - {name: w1, role: web-client, address: 10.2.0.1}\n",
                   "port-clash");
    /* Clients open the one, the reverse proxy the other; and a server that is a client listens for both. */
    assert_refused(
        "product: geo-scada\nversion: '2022'\nredundancy: single\nports: {web-http: 5481}\nhosts:\n"
        "  - {name: A, role: server, address: 10.0.0.1}\n",
        "port-clash");
    assert_refused(
        "product: geo-scada\nversion: '2019'\nredundancy: hot-standby\nports: {advise: 5480-5489}\n"
        "hosts:\n  - {name: A, role: server, address: 10.0.0.1, apps: [viewx]}\n"
        "  - {name: B, role: server, address: 10.0.0.2}\n",
        "port-clash");
}

static void advice_is_given(void **state)
{
    (void)state;
    const char *old = "product: geo-scada\nversion: '2019'\nredundancy: single\nhosts:\n"
                      "  - {name: A, role: server, address: 10.0.0.1}\n";
    char *narrow = xasprintf("%s  - {name: c, role: client, address: 10.1.0.1, apps: [viewx, odbc], ports: "
                             "{advise: 5500}}\n",
                             old);
    char *odbc =
        xasprintf("%s  - {name: c, role: client, address: 10.1.0.1, apps: [odbc, automation]}\n", old);
    char *mimics = xasprintf("%s  - {name: i, role: web-server, address: 10.0.0.9}\n"
                             "  - {name: w, role: web-client, address: 10.1.0.1}\n",
                             old);
    assert_code(narrow, "advise-range", true);
    assert_code(narrow, "both-ends", false);
    assert_code("ports: {client-server: 6000}\n" PAIR, "both-ends", true);
    assert_code(narrow, "odbc-disputed", false);
    assert_code(odbc, "odbc-disputed", true);
    assert_code(odbc, "advise-automation", true);
    assert_code(odbc, "advise-range", false);
    assert_code(mimics, "no-mimics", true);
    assert_code(odbc, "no-mimics", false);
    free(narrow);
    free(odbc);
    free(mimics);
}

static void devices_are_advised(void **state)
{
    (void)state;
    assert_code("ports: {https: 1443}\n" DEVICE, "redirect", true);
    assert_code("ports: {http: 1780}\n" DEVICE, "redirect", false);
    assert_code("ports: {http: 1780}\n" DEVICE, "factory-restore", true);
    assert_code(DEVICE, "factory-restore", false);
    assert_code("services: {ssh: off}\n" DEVICE, "ssh-returns", true);
    assert_code("services: {ip-852: on}\n" DEVICE, "ip-852-cve", true);
    assert_code("services: {ip-852: on}\n" DEVICE, "lon-protocol", true);
}

/* The DMZ's zone may open towards the servers' zone only by a flow somebody asked for: it is told. */
static void a_zone_with_a_dmz_standby_that_opens_is_told(void **state)
{
    (void)state;
    const char *gateway =
        "  - {name: fw, role: gateway, zones: {eth0: [10.0.0.0/24], eth1: [10.9.0.0/16]}}\n";
    char *told = xasprintf("%s  - {name: c1, role: client, address: 10.9.1.1, uses: [A]}\n%s", DMZ, gateway);
    char *fine = xasprintf("%s  - {name: c1, role: client, address: 10.0.0.9, uses: [A]}\n%s", DMZ, gateway);
    char *aside = xasprintf("%s  - {name: c1, role: client, address: 10.5.0.1, uses: [A]}\n"
                            "  - {name: fw, role: gateway, zones: {eth0: [10.0.0.0/24], eth1: [10.9.0.0/16], "
                            "eth2: {any: true}}}\n",
                            DMZ);
    assert_code(aside, "dmz-initiates", false);
    assert_code(told, "dmz-initiates", true);
    assert_code(fine, "dmz-initiates", false);
    free(told);
    free(aside);
    free(fine);
}

/* A thousand clients that use two servers: flows grow with the pairs and nothing else. */
static void many_hosts_make_their_flows_and_no_more(void **state)
{
    (void)state;
    struct text yaml = {0};
    struct scene scene;
    text_add(&yaml, PAIR);
    for (int i = 0; i < 1000; i++)
        text_addf(&yaml, "  - {name: c%d, role: client, address: 10.1.%d.%d}\n", i, i / 250, i % 250 + 1);
    scene_init(&scene, text_get(&yaml));
    assert_int_equal(scene.result, 0);
    assert_int_equal(scene.flows.count, 2000 + 4);
    scene_release(&scene);
    text_release(&yaml);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_pair_with_both_standbys),
        cmocka_unit_test(versions_count_by_pair),
        cmocka_unit_test(the_web_follows_the_versions),
        cmocka_unit_test(switches_and_ports_of_the_listener_count),
        cmocka_unit_test(remote_browse_is_one_range_by_the_system),
        cmocka_unit_test(a_server_with_apps_is_a_client_too),
        cmocka_unit_test(a_proxy_gets_nothing_to_an_old_server),
        cmocka_unit_test(own_flows_come_last_by_entry),
        cmocka_unit_test(a_device_and_its_surroundings),
        cmocka_unit_test(bacnet_clients_follow_bacnet),
        cmocka_unit_test(mdns_is_narrowed_inbound_only),
        cmocka_unit_test(families_must_meet),
        cmocka_unit_test(admins_of_both_families),
        cmocka_unit_test(nothing_of_a_dmz_opens_inwards),
        cmocka_unit_test(two_services_do_not_share_a_port),
        cmocka_unit_test(advice_is_given),
        cmocka_unit_test(devices_are_advised),
        cmocka_unit_test(a_zone_with_a_dmz_standby_that_opens_is_told),
        cmocka_unit_test(many_hosts_make_their_flows_and_no_more),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
