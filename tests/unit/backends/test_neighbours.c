/* What other people's chains do to new packets, by what their rules say: each case is a ruleset of the real nft or
 * iptables, and which services it decides over. */
#include "backends/neighbours/judge.h"

#include "backends/machine/run.h"
#include "tests/unit/netns.h"

enum { NOBODY = COVER_NONE, SOME = COVER_PART, SOMEBODY = COVER_ALL };

struct asked {
    enum direction direction;
    enum protocol protocol;
    uint16_t port;
    bool open; /* by our own firewall */
    unsigned decided;
    const char *peer, *interface; /* NULL: everybody, everywhere */
};

static void ask(struct neighbours *neighbours, const struct asked *asked, size_t count, int line)
{
    for (size_t i = 0; i < count; i++) {
        const struct ports port = {asked[i].port, asked[i].port};
        struct traffic traffic = {.direction = asked[i].direction,
                                  .protocol = asked[i].protocol,
                                  .families = FAMILIES_ALL,
                                  .ports = port_list_of(port)};
        struct prefix peer;
        const char *why;
        if (asked[i].peer) {
            assert_int_equal(prefix_parse(asked[i].peer, &peer, &why), 0);
            traffic.families = peer.family == FAMILY_4 ? FAMILIES_4 : FAMILIES_6;
            traffic.peers[peer.family == FAMILY_6] = ranges_of(&peer);
        }
        if (asked[i].interface)
            strcpy(traffic.interface, asked[i].interface);
        const struct judgement found = neighbours_judge(neighbours, &traffic, asked[i].open);
        if (found.cover != asked[i].decided)
            fail_msg("line %d: %u, port %u (%s) is decided by '%s'", line, found.cover, asked[i].port,
                     asked[i].open ? "open" : "closed", found.foreign ? found.foreign->name : "nobody");
    }
}

static void decides(const char *ruleset, bool ufw, const struct asked *asked, size_t count, int line)
{
    struct neighbours neighbours;
    struct failure failure = {0};
    netns_private();
    free(NETNS_NFT(ruleset, "-f", "-"));
    if (neighbours_read(&neighbours, ufw, &failure) != 0)
        fail_msg("%s", failure.message);
    ask(&neighbours, asked, count, line);
    neighbours_release(&neighbours);
}

#define DECIDES(ruleset, ufw, ...)                             \
    decides(ruleset, ufw, (const struct asked[]){__VA_ARGS__}, \
            sizeof((const struct asked[]){__VA_ARGS__}) / sizeof(struct asked), __LINE__)
#define IN(protocol, port, open, decided)                                  \
    {                                                                      \
        DIRECTION_IN, PROTOCOL_##protocol, port, open, decided, NULL, NULL \
    }
#define FROM(peer, port, open, decided)                             \
    {                                                               \
        DIRECTION_IN, PROTOCOL_TCP, port, open, decided, peer, NULL \
    }
#define BY(interface, port, open, decided)                               \
    {                                                                    \
        DIRECTION_IN, PROTOCOL_TCP, port, open, decided, NULL, interface \
    }
#define OUT(protocol, port, open, decided)                                  \
    {                                                                       \
        DIRECTION_OUT, PROTOCOL_##protocol, port, open, decided, NULL, NULL \
    }
#define TABLE(rules)                                                                                     \
    "table inet other {\n chain in {\n type filter hook input priority -5; policy accept;\n" rules "\n " \
    "}\n}\n"

static void a_drop_is_of_its_ports(void **state)
{
    (void)state;
    DECIDES(TABLE("tcp dport 22 drop"), false, IN(TCP, 22, true, SOMEBODY), IN(TCP, 23, true, NOBODY),
            IN(UDP, 22, true, NOBODY), IN(TCP, 22, false, NOBODY), OUT(TCP, 22, true, NOBODY));
    DECIDES(TABLE("tcp dport { 22, 80-90 } reject"), false, IN(TCP, 22, true, SOMEBODY),
            IN(TCP, 85, true, SOMEBODY), IN(TCP, 91, true, NOBODY));
    DECIDES(TABLE("udp dport 5000-6000 drop"), false, IN(UDP, 5500, true, SOMEBODY),
            IN(UDP, 6001, true, NOBODY));
    DECIDES(TABLE("tcp dport vmap { 22 : drop, 443 : accept }"), false, IN(TCP, 22, true, SOMEBODY),
            IN(TCP, 443, true, NOBODY));
    DECIDES(TABLE("ip saddr 192.0.2.0/24 drop"), false, IN(TCP, 22, true, SOME));
    DECIDES(TABLE("meta l4proto udp drop"), false, IN(TCP, 22, true, NOBODY), IN(UDP, 22, true, SOMEBODY));
}

/* Addresses count: a ban of one is not the end of a service, unless nobody else may use it. */
static void a_ban_is_of_its_addresses(void **state)
{
    (void)state;
    DECIDES(TABLE("ip saddr 192.0.2.0/24 drop"), false, FROM("192.0.2.7", 22, true, SOMEBODY),
            FROM("198.51.100.0/24", 22, true, NOBODY), FROM("2001:db8::/32", 22, true, NOBODY),
            FROM("192.0.0.0/16", 22, true, SOME));
    DECIDES(TABLE("ip saddr { 192.0.2.0/24, 10.1.0.0-10.1.0.9 } drop"), false,
            FROM("10.1.0.8", 22, true, SOMEBODY), FROM("10.1.0.8/29", 22, true, SOME));
    DECIDES(TABLE("ip saddr != 10.0.0.0/8 drop"), false, FROM("10.1.0.8", 22, true, NOBODY),
            FROM("192.0.2.1", 22, true, SOMEBODY), IN(TCP, 22, true, SOME));
    DECIDES(TABLE("ip saddr 0.0.0.0/1 drop\n ip saddr 128.0.0.0/1 drop"), false, IN(TCP, 22, true, SOMEBODY));
    DECIDES(TABLE("ip6 saddr 2001:db8::/33 drop\n ip6 saddr 2001:db8:8000::/33 drop"), false,
            FROM("2001:db8::/32", 22, true, SOMEBODY), IN(TCP, 22, true, SOME));
    DECIDES(TABLE("ip saddr 10.0.0.0/8 accept\n drop"), false, FROM("10.1.0.8", 22, true, NOBODY),
            FROM("192.0.2.1", 22, true, SOMEBODY), IN(TCP, 22, true, SOMEBODY) /* of IPv6 nothing is left */);
    DECIDES(TABLE("ip saddr 127.0.0.0/8 drop\n ip6 saddr ::1 drop"), false, IN(TCP, 22, true, NOBODY));
}

/* What stands side by side in a packet nft asks for in one. */
static void what_is_asked_in_one_is_two(void **state)
{
    (void)state;
    DECIDES(TABLE("tcp sport 67 tcp dport 68 drop"), false, IN(TCP, 68, true, SOME),
            IN(TCP, 22, true, NOBODY));
    DECIDES(TABLE("ip saddr 192.0.2.1 ip daddr 192.0.2.9 drop"), false, FROM("192.0.2.1", 22, true, SOME),
            FROM("192.0.2.2", 22, true, NOBODY));
    DECIDES(TABLE("icmp type redirect icmp code 1 drop"), false,
            {DIRECTION_IN, PROTOCOL_ICMP, 0, true, NOBODY, NULL, NULL});
}

static void what_a_list_may_hold_is_some(void **state)
{
    (void)state;
    DECIDES(
        "table inet other {\n set bad {\n type ipv4_addr\n flags timeout\n }\n chain in {\n type filter hook "
        "input priority -5;\n ip saddr @bad drop\n }\n}\n",
        false, IN(TCP, 22, true, SOME), FROM("10.1.0.8", 22, true, SOME));
    DECIDES(TABLE("limit rate over 10/second drop"), false, IN(TCP, 22, true, SOME));
    DECIDES(TABLE("meta mark 7 drop"), false, IN(TCP, 22, true, SOME));
    DECIDES(TABLE("tcp dport 85 drop"), false, IN(TCP, 85, true, SOMEBODY));
}

static void an_interface_is_some_of_all(void **state)
{
    (void)state;
    DECIDES(TABLE("iifname \"wan0\" drop"), false, IN(TCP, 22, true, SOME), BY("wan0", 22, true, SOMEBODY),
            BY("lan0", 22, true, NOBODY));
    DECIDES(TABLE("iifname \"wan*\" drop"), false, IN(TCP, 22, true, SOME));
    DECIDES(TABLE("iifname != \"lo\" drop"), false, IN(TCP, 22, true, SOMEBODY));
}

/* What returns from a chain meets what stands behind the jump, and nothing else of the chain. */
static void who_is_spared_goes_on(void **state)
{
    static const char rules[] =
        "table ip o {\n chain spare {\n ip saddr 10.0.0.0/8 return\n tcp dport 22 return\n drop\n }\n chain "
        "inp {\n "
        "type filter hook input priority 0;\n tcp dport { 22, 80 } jump spare\n }\n}\n";
    (void)state;
    DECIDES(rules, false, IN(TCP, 22, true, NOBODY), IN(TCP, 80, true, SOME), IN(TCP, 443, true, NOBODY),
            FROM("10.2.0.0/16", 80, true, NOBODY), FROM("192.0.2.1", 80, true, SOMEBODY));
}

/* What is not new, or comes from this machine, is no question of opening a service. */
static void only_new_packets_of_others_count(void **state)
{
    (void)state;
    DECIDES(TABLE("ct state invalid drop"), false, IN(TCP, 22, true, NOBODY));
    DECIDES(TABLE("ct state vmap { invalid : drop, established : accept }"), false,
            IN(TCP, 22, true, NOBODY));
    DECIDES(TABLE("ct state vmap { new : drop }"), false, IN(TCP, 22, true, SOMEBODY));
    DECIDES(TABLE("iifname \"lo\" drop"), false, IN(TCP, 22, true, NOBODY));
}

static void a_policy_drops_what_the_rules_leave(void **state)
{
    (void)state;
    DECIDES(
        "table inet o {\n chain i {\n type filter hook input priority 5; policy drop;\n"
        " ct state established accept\n tcp dport { 22, 80 } accept\n ip saddr 10.0.0.0/8 accept\n }\n}\n",
        false, IN(TCP, 22, true, NOBODY), IN(TCP, 443, true, SOMEBODY),
        FROM("10.9.0.0/16", 443, true, NOBODY), FROM("192.0.2.7", 443, true, SOMEBODY));
}

static void dormant_tables_decide_nothing(void **state)
{
    (void)state;
    DECIDES("table inet o {\n flags dormant;\n chain i {\n type filter hook input priority 5; policy drop;\n "
            "}\n}\n",
            false, IN(TCP, 22, true, NOBODY));
}

static void jumps_keep_what_was_asked_before(void **state)
{
    (void)state;
    DECIDES("table ip nat {\n chain D {\n tcp dport 8080 dnat to 10.0.0.2:80\n }\n chain PREROUTING {\n"
            " type nat hook prerouting priority dstnat;\n fib daddr type local jump D\n }\n}\n",
            false, IN(TCP, 8080, false, SOMEBODY), IN(TCP, 80, true, NOBODY), OUT(TCP, 8080, true, NOBODY));
    DECIDES("table ip o {\n chain d {\n drop\n }\n chain i {\n type filter hook input priority 0;\n"
            " tcp dport 25 goto d\n }\n}\n",
            false, IN(TCP, 25, true, SOMEBODY), IN(TCP, 22, true, NOBODY));
}

static void what_is_changed_is_decided(void **state)
{
    (void)state;
    DECIDES("table inet o {\n chain p {\n type nat hook prerouting priority dstnat;\n"
            " tcp dport 1883 redirect to :9\n }\n chain r {\n type filter hook prerouting priority raw;\n"
            " udp dport 1628 notrack\n }\n}\n",
            false, IN(TCP, 1883, true, SOMEBODY), IN(TCP, 1883, false, SOMEBODY),
            IN(UDP, 1628, true, SOMEBODY), IN(TCP, 22, true, NOBODY));
}

/* In front of ufw's jumps an accept lets in for good; behind them it is about what ufw leaves undecided. */
static void in_ufws_own_chain_the_place_counts(void **state)
{
    static const char rules[] =
        "table ip filter {\n chain ufw-user-input {\n }\n chain ufw-before-input {\n tcp dport 1 drop\n jump "
        "ufw-user-input\n }\n chain INPUT {\n"
        " type filter hook input priority 0; policy drop;\n tcp dport 23 accept\n tcp dport 24 drop\n"
        " jump ufw-before-input\n tcp dport 55 accept\n tcp dport 56 drop\n }\n}\n";
    (void)state;
    DECIDES(rules, true, IN(TCP, 23, false, SOMEBODY), IN(TCP, 23, true, NOBODY), IN(TCP, 24, true, SOMEBODY),
            IN(TCP, 55, false, SOMEBODY), IN(TCP, 56, true, NOBODY), IN(TCP, 1, true, SOMEBODY),
            IN(TCP, 99, true, NOBODY), IN(TCP, 99, false, NOBODY));
    DECIDES(TABLE("tcp dport 23 accept"), true, IN(TCP, 23, false, NOBODY));
}

/* The order of the rules is the kernel's: what stands in ufw's own chains in front of what lets in decides, whoever
 * wrote it. */
static void in_ufws_chains_the_order_counts(void **state)
{
    static const char rules[] =
        "table ip filter {\n chain ufw-user-limit {\n reject\n }\n chain ufw-not-local {\n fib daddr type "
        "local "
        "return\n drop\n }\n chain ufw-user-input {\n ip saddr 192.0.2.1 drop\n tcp dport 21 drop\n tcp "
        "dport { 21, "
        "22, 25 } accept\n tcp dport 22 drop\n tcp dport 25 ct state new limit rate over 6/minute jump "
        "ufw-user-limit\n }\n chain ufw-before-input {\n ct state invalid drop\n icmp type echo-request "
        "accept\n "
        "jump ufw-not-local\n ip daddr 224.0.0.251 udp dport 5353 accept\n jump ufw-user-input\n }\n chain "
        "ufw-after-input {\n drop\n }\n chain INPUT {\n type filter hook input priority 0; policy drop;\n "
        "jump "
        "ufw-before-input\n jump ufw-after-input\n }\n}\n";
    (void)state;
    DECIDES(rules, true, IN(TCP, 21, true, SOMEBODY), IN(TCP, 22, true, SOME), IN(TCP, 25, true, SOME),
            FROM("10.0.0.0/8", 22, true, NOBODY), FROM("10.0.0.0/8", 25, true, NOBODY),
            IN(TCP, 99, false, NOBODY), IN(TCP, 99, true, SOME), FROM("10.0.0.0/8", 99, true, NOBODY),
            IN(UDP, 5353, false, SOME));
}

static void run(char *const words[])
{
    struct output output = {0};
    struct failure failure = {0};
    netns_assert_private();
    if (machine_run(words, NULL, 60, &output, &failure) != 0 || output.status != 0)
        fail_msg("%s: %s", words[0], output.err);
    output_release(&output);
}

#define RUN(...) run((char *[]){__VA_ARGS__, NULL})

static void the_old_iptables_are_read_rule_by_rule(void **state)
{
    static const struct asked asked[] = {
        IN(TCP, 22, true, SOME),
        IN(TCP, 443, true, SOMEBODY),
        IN(TCP, 8443, true, NOBODY),
        IN(TCP, 80, false, SOMEBODY),
        IN(UDP, 22, true, NOBODY),
        FROM("192.0.2.1", 25, true, SOMEBODY),
        FROM("10.1.0.0/16", 7, true, SOME),
        BY("wan0", 9, true, SOMEBODY),
        BY("lan0", 9, true, NOBODY),
    };
    struct neighbours neighbours;
    struct failure failure = {0};
    static char legacy[] = "/usr/sbin/iptables-legacy";
    (void)state;
    netns_private();
    RUN(legacy, "-N", "bans");
    RUN(legacy, "-A", "bans", "-s", "192.0.2.1", "-j", "REJECT");
    RUN(legacy, "-A", "INPUT", "-p", "tcp", "-m", "multiport", "--dports", "22,25", "-j", "bans");
    RUN(legacy, "-A", "INPUT", "-p", "tcp", "--dport", "443", "-j", "DROP");
    RUN(legacy, "-A", "INPUT", "-p", "tcp", "--dport", "7", "!", "-s", "10.1.2.0/24", "-j", "DROP");
    RUN(legacy, "-A", "INPUT", "-p", "tcp", "--dport", "9", "-i", "wan0", "-j", "DROP");
    RUN(legacy, "-t", "nat", "-A", "PREROUTING", "-p", "tcp", "--dport", "80", "-j", "REDIRECT");
    if (neighbours_read(&neighbours, true, &failure) != 0)
        fail_msg("%s", failure.message);
    assert_true(neighbours.legacy);
    ask(&neighbours, asked, sizeof(asked) / sizeof(*asked), __LINE__);
    for (size_t i = 0; i < neighbours.count; i++)
        assert_memory_equal(neighbours.items[i].name, "iptables-legacy ", 16);
    neighbours_release(&neighbours);
}

/* What iptables of nf_tables makes of its own matches and targets. */
static void iptables_is_read_by_its_matches(void **state)
{
    static const struct asked asked[] = {
        IN(TCP, 22, true, SOMEBODY),
        IN(TCP, 23, true, NOBODY),
        IN(TCP, 90, true, NOBODY),
        IN(TCP, 70, true, SOMEBODY),
        IN(UDP, 1628, true, SOMEBODY),
        IN(TCP, 30, true, SOMEBODY),
        IN(TCP, 31, true, NOBODY),
        IN(TCP, 32, true, SOME),
        FROM("10.0.0.7", 32, true, SOMEBODY),
        IN(TCP, 33, true, SOMEBODY),
        IN(TCP, 34, true, NOBODY),
        FROM("192.0.2.128/25", 35, true, SOMEBODY),
        IN(TCP, 36, true, SOME),
        {DIRECTION_IN, PROTOCOL_ICMP, 0, true, NOBODY, NULL, NULL},
    };
    static char iptables[] = "/usr/sbin/iptables";
    struct neighbours neighbours;
    struct failure failure = {0};
    (void)state;
    netns_private();
    RUN(iptables, "-A", "INPUT", "-p", "tcp", "-m", "multiport", "--dports", "22,60:70", "-m", "comment",
        "--comment", "x", "-j", "REJECT");
    RUN(iptables, "-A", "INPUT", "-p", "tcp", "--dport", "23", "-m", "conntrack", "--ctstate", "INVALID",
        "-j", "DROP");
    RUN(iptables, "-A", "INPUT", "-p", "tcp", "--dport", "90", "-j", "LOG");
    RUN(iptables, "-A", "INPUT", "-p", "tcp", "--syn", "--dport", "30", "-j", "DROP");
    RUN(iptables, "-A", "INPUT", "-p", "tcp", "--dport", "31", "--tcp-flags", "ALL", "NONE", "-j", "DROP");
    RUN(iptables, "-A", "INPUT", "-p", "tcp", "--dport", "32", "-m", "iprange", "--src-range",
        "10.0.0.5-10.0.0.9", "-j", "DROP");
    RUN(iptables, "-A", "INPUT", "-p", "tcp", "--dport", "33", "-m", "addrtype", "--dst-type", "LOCAL", "-j",
        "DROP");
    RUN(iptables, "-A", "INPUT", "-p", "tcp", "--dport", "34", "-m", "addrtype", "--dst-type", "BROADCAST",
        "-j", "DROP");
    RUN(iptables, "-A", "INPUT", "-p", "tcp", "--dport", "35", "-s", "192.0.2.0/24", "-j", "DROP");
    RUN(iptables, "-A", "INPUT", "-p", "tcp", "--dport", "36", "-m", "connlimit", "--connlimit-above", "9",
        "-j", "REJECT");
    RUN(iptables, "-A", "INPUT", "-p", "icmp", "--icmp-type", "redirect", "-j", "DROP");
    RUN(iptables, "-t", "raw", "-A", "PREROUTING", "-p", "udp", "--dport", "1628", "-j", "NOTRACK");
    if (neighbours_read(&neighbours, true, &failure) != 0)
        fail_msg("%s", failure.message);
    assert_false(neighbours.legacy);
    ask(&neighbours, asked, sizeof(asked) / sizeof(*asked), __LINE__);
    neighbours_release(&neighbours);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_drop_is_of_its_ports),
        cmocka_unit_test(a_ban_is_of_its_addresses),
        cmocka_unit_test(what_is_asked_in_one_is_two),
        cmocka_unit_test(what_a_list_may_hold_is_some),
        cmocka_unit_test(an_interface_is_some_of_all),
        cmocka_unit_test(who_is_spared_goes_on),
        cmocka_unit_test(only_new_packets_of_others_count),
        cmocka_unit_test(a_policy_drops_what_the_rules_leave),
        cmocka_unit_test(dormant_tables_decide_nothing),
        cmocka_unit_test(jumps_keep_what_was_asked_before),
        cmocka_unit_test(what_is_changed_is_decided),
        cmocka_unit_test(in_ufws_own_chain_the_place_counts),
        cmocka_unit_test(in_ufws_chains_the_order_counts),
        cmocka_unit_test(the_old_iptables_are_read_rule_by_rule),
        cmocka_unit_test(iptables_is_read_by_its_matches),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
