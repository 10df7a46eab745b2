#include "tests/unit/nft_scene.h"

/* What `plan --format nft` prints, fed to the real nft, against what our netlink installs. */
static void check_same(const char *yaml, const char *host)
{
    struct compiled_scene made;
    netns_private();
    compiled_init(&made, yaml, host);
    char *text = backend_nft.render(made.compiled, NULL);
    free(NETNS_NFT(text, "-f", "-"));
    char *theirs = netns_listing();
    netns_private();
    apply(made.compiled);
    char *ours = netns_listing();
    assert_string_equal(ours, theirs);
    free(ours);
    free(theirs);
    free(text);
    compiled_release(&made);
}

static void text_and_netlink_list_alike(void **state)
{
    (void)state;
    static const char *const hosts[] = {"srv-a", "srv-b", "dmz-1", "control-room", "desk", "office", "fw-1"};
    for (size_t i = 0; i < sizeof(hosts) / sizeof(*hosts); i++)
        check_same(PAIR, hosts[i]);
    check_same(DEVICE, "ss-1");
}

/* Every kind of rule in one host's text; what differs by the peer alone is one rule over one set. */
static void text_of_a_server(void **state)
{
    (void)state;
    static const char wanted[] = "\tset a_client_server_4 {\n\t\ttype ipv4_addr\n\t\tflags interval\n"
                                 "\t\telements = { 10.21.0.0/24, 10.22.0.7 }\n\t}\n";
    static const char input[] =
        "\tchain a_input {\n"
        "\t\tiifname \"lo\" accept\n"
        "\t\tct direction original ip saddr 10.30.0.5 limit rate 10/minute burst 5 packets log prefix "
        "\"penstock in \" comment \"dmz-deny dmz-1>srv-a\"\n"
        "\t\tct direction original ip saddr 10.30.0.5 counter drop comment \"dmz-deny dmz-1>srv-a\"\n"
        "\t\tip6 hoplimit 255 icmpv6 type nd-router-solicit accept\n"
        "\t\tip6 saddr fe80::/10 ip6 hoplimit 255 icmpv6 type nd-router-advert accept\n"
        "\t\tip6 hoplimit 255 icmpv6 type 135-136 accept\n"
        "\t\tip6 saddr fe80::/10 icmpv6 type 130-132 accept\n"
        "\t\tip6 saddr :: icmpv6 type 130-132 accept\n"
        "\t\tip6 saddr fe80::/10 icmpv6 type mld2-listener-report accept\n"
        "\t\tip6 saddr :: icmpv6 type mld2-listener-report accept\n"
        "\t\tmeta nfproto ipv4 udp sport 67 udp dport 68 accept\n"
        "\t\tip6 saddr fe80::/10 udp dport 546 accept\n"
        "\t\tct state established,related accept\n"
        "\t\tip saddr @a_client_server_4 tcp dport 5481 counter accept comment \"client-server 2 peers\"\n"
        "\t\tip saddr 10.40.0.0/16 tcp dport 443 counter accept comment \"web-https office>srv-a\"\n"
        "\t\tip saddr 10.20.0.12 tcp dport 5481 counter accept comment \"server-link srv-b>srv-a\"\n"
        "\t\tip6 saddr fd00:20::12 tcp dport 5481 counter accept comment \"server-link srv-b>srv-a\"\n"
        "\t\tip saddr 10.20.0.12 icmp type echo-request counter accept comment \"server-ping srv-b>srv-a\"\n"
        "\t\tip6 saddr fd00:20::12 icmpv6 type echo-request counter accept comment \"server-ping "
        "srv-b>srv-a\"\n"
        "\t\tip saddr 10.20.0.0/24 tcp dport 22 counter accept comment \"ssh 10.20.0.0/24>srv-a\"\n"
        "\t\tlimit rate 10/minute burst 5 packets log prefix \"penstock in \"\n"
        "\t\tcounter drop\n"
        "\t}\n";
    struct compiled_scene made;
    netns_private();
    compiled_init(&made, PAIR, "srv-a");
    char *text = backend_nft.render(made.compiled, NULL), *chain = strstr(text, "\tchain a_input");
    assert_non_null(strstr(text, wanted));
    assert_non_null(chain);
    char *end = strstr(chain, "\t}\n");
    end[3] = '\0';
    assert_string_equal(chain, input);
    free(text);
    compiled_release(&made);
}

/* Rules of two services on one port, hosts of both families, a range that swallows another. */
static void peers_overlap_and_families_stay_apart(void **state)
{
    (void)state;
    struct compiled_scene made;
    netns_private();
    compiled_init(&made,
                  "product: geo-scada\nversion: \"2022\"\nredundancy: single\nhosts:\n"
                  "  - {name: a, role: server, address: [10.0.0.1, \"fd00::1\"]}\n"
                  "  - {name: one, role: client, address: [10.1.0.0/24, \"fd00:1::/64\"]}\n"
                  "  - {name: two, role: client, address: [10.1.0.0/16]}\n"
                  "  - {name: three, role: client, address: [10.2.0.0/16, \"fd00:1:0:1::/64\"]}\n",
                  "a");
    char *text = backend_nft.render(made.compiled, NULL);
    assert_non_null(strstr(text, "elements = { 10.1.0.0-10.2.255.255 }"));
    assert_non_null(strstr(text, "ip saddr @a_client_server_4 tcp dport 5481 counter accept comment "
                                 "\"client-server 3 peers\""));
    assert_non_null(strstr(text, "ip6 saddr fd00:1::/63 tcp dport 5481 counter accept comment "
                                 "\"client-server 2 peers\""));
    free(text);
    compiled_release(&made);
}

/* An address belongs to the zone of its longest prefix, what no prefix holds to the zone that is `any`. */
static void sources_of_another_zone_are_dropped(void **state)
{
    (void)state;
    static const char *const wanted[] = {
        "elements = { 10.20.0.0/23, 10.22.0.0/21,\n\t\t\t     10.22.9.0-10.22.255.255 }",
        "elements = { 10.22.8.0/24, 10.30.0.0/24 }",
        "10.23.0.0-10.29.255.255, 10.30.1.0-255.255.255.255 }",
        "iifname != \"eth0\" ip saddr @a_zone_eth0_4 counter drop\n",
        "iifname != \"eth0\" ip6 saddr fd00:20::/64 counter drop\n",
        "iifname != \"eth1\" ip saddr @a_zone_eth1_4 counter drop\n",
        "iifname != \"eth2\" ip6 saddr @a_zone_eth2_6 counter drop\n",
        ("iifname \"eth1\" oifname \"eth0\" ct direction original ip saddr 10.30.0.5 ip daddr @a_dmz_deny_4 "
         "counter drop comment \"dmz-deny 2 peers\"\n"),
    };
    struct compiled_scene made;
    netns_private();
    compiled_init(&made, PAIR, "fw-1");
    char *text = backend_nft.render(made.compiled, NULL);
    for (size_t i = 0; i < sizeof(wanted) / sizeof(*wanted); i++)
        if (!strstr(text, wanted[i]))
            fail_msg("no '%s' in:\n%s", wanted[i], text);
    free(text);
    compiled_release(&made);
}

static void remove_renders_as_nothing(void **state)
{
    (void)state;
    struct compiled *compiled;
    struct problems problems = {0};
    netns_private();
    assert_int_equal(backend_nft.compile(NULL, &compiled, &problems), 0);
    char *text = backend_nft.render(compiled, NULL);
    assert_string_equal(text, "");
    free(text);
    backend_nft.compiled_free(compiled);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_of_a_server),
        cmocka_unit_test(peers_overlap_and_families_stay_apart),
        cmocka_unit_test(sources_of_another_zone_are_dropped),
        cmocka_unit_test(remove_renders_as_nothing),
        cmocka_unit_test(text_and_netlink_list_alike),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
