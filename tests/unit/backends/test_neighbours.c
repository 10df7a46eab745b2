/* What other people's chains do to new packets, by what their rules say: each case is a ruleset of the real nft or
 * iptables, and which services it decides over. */
#include "backends/neighbours/neighbours.h"

#include "tests/unit/netns.h"

enum { NOBODY, SOMEBODY };

struct asked {
    enum direction direction;
    enum protocol protocol;
    uint16_t port;
    bool open; /* by our own firewall */
    bool decided;
};

static void ask(const struct neighbours *neighbours, const struct asked *asked, size_t count, int line)
{
    for (size_t i = 0; i < count; i++) {
        const struct ports port = {asked[i].port, asked[i].port};
        const struct traffic traffic = {.direction = asked[i].direction,
                                        .protocol = asked[i].protocol,
                                        .families = FAMILIES_ALL,
                                        .ports = port_list_of(port)};
        const struct foreign *found =
            neighbours_decider(neighbours->items, neighbours->count, &traffic, asked[i].open);
        if (!found != !asked[i].decided)
            fail_msg("line %d: port %u (%s) is decided by '%s'", line, asked[i].port,
                     asked[i].open ? "open" : "closed", found ? found->name : "nobody");
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
#define IN(protocol, port, open, decided)                      \
    {                                                          \
        DIRECTION_IN, PROTOCOL_##protocol, port, open, decided \
    }
#define OUT(protocol, port, open, decided)                      \
    {                                                           \
        DIRECTION_OUT, PROTOCOL_##protocol, port, open, decided \
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
    DECIDES(TABLE("ip saddr 192.0.2.0/24 drop"), false, IN(TCP, 22, true, SOMEBODY));
    DECIDES(TABLE("meta l4proto udp drop"), false, IN(TCP, 22, true, NOBODY), IN(UDP, 22, true, SOMEBODY));
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
        false, IN(TCP, 22, true, NOBODY), IN(TCP, 443, true, SOMEBODY));
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
        "table ip filter {\n chain ufw-before-input {\n tcp dport 1 drop\n }\n chain INPUT {\n"
        " type filter hook input priority 0; policy drop;\n tcp dport 23 accept\n tcp dport 24 drop\n"
        " jump ufw-before-input\n tcp dport 55 accept\n tcp dport 56 drop\n }\n}\n";
    (void)state;
    DECIDES(rules, true, IN(TCP, 23, false, SOMEBODY), IN(TCP, 23, true, NOBODY), IN(TCP, 24, true, SOMEBODY),
            IN(TCP, 55, false, SOMEBODY), IN(TCP, 56, true, NOBODY), IN(TCP, 1, true, NOBODY),
            IN(TCP, 99, true, NOBODY), IN(TCP, 99, false, NOBODY));
    DECIDES(TABLE("tcp dport 23 accept"), true, IN(TCP, 23, false, NOBODY));
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
        IN(TCP, 22, true, SOMEBODY),  IN(TCP, 443, true, SOMEBODY), IN(TCP, 8443, true, NOBODY),
        IN(TCP, 80, false, SOMEBODY), IN(UDP, 22, true, NOBODY),
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
        IN(TCP, 22, true, SOMEBODY), IN(TCP, 23, true, NOBODY),     IN(TCP, 90, true, NOBODY),
        IN(TCP, 70, true, SOMEBODY), IN(UDP, 1628, true, SOMEBODY),
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
        cmocka_unit_test(only_new_packets_of_others_count),
        cmocka_unit_test(a_policy_drops_what_the_rules_leave),
        cmocka_unit_test(dormant_tables_decide_nothing),
        cmocka_unit_test(jumps_keep_what_was_asked_before),
        cmocka_unit_test(what_is_changed_is_decided),
        cmocka_unit_test(in_ufws_own_chain_the_place_counts),
        cmocka_unit_test(the_old_iptables_are_read_rule_by_rule),
        cmocka_unit_test(iptables_is_read_by_its_matches),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
