/* What is read back: no drift where nothing changed, drift wherever somebody did, and hits. */
#include "tests/unit/nft_scene.h"

#include <arpa/inet.h>

#include "backends/machine/run.h"
#include "core/plan/line.h"

static size_t drift(const struct compiled *compiled)
{
    struct live live = read_live();
    struct change change;
    change_make(&change, backend_nft.lines(compiled), &live.lines);
    size_t differences = change.added + change.removed;
    change_release(&change);
    live_release(&live);
    return differences;
}

static void ip(char *const words[])
{
    struct output output = {0};
    struct failure failure = {0};
    netns_assert_private();
    must(machine_run(words, NULL, 30, &output, &failure), &failure);
    if (output.status != 0)
        fail_msg("ip %s %s: %s", words[1], words[2], output.err);
    output_release(&output);
}

#define IP(...) ip((char *[]){"/usr/sbin/ip", __VA_ARGS__, NULL})

static void send_udp(const char *address, uint16_t port)
{
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(port)};
    int descriptor = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    assert_int_equal(inet_pton(AF_INET, address, &to.sin_addr), 1);
    sendto(descriptor, "x", 1, 0, (struct sockaddr *)&to, sizeof(to));
    close(descriptor);
}

static const struct line *line_with(const struct lines *lines, const char *text)
{
    for (size_t i = 0; i < lines->count; i++)
        if (strstr(lines->items[i].text, text))
            return &lines->items[i];
    fail_msg("no line with '%s'", text);
    return NULL;
}

static void hits_are_counted_and_are_no_drift(void **state)
{
    (void)state;
    struct compiled_scene made;
    netns_private();
    compiled_init(&made, DEVICE, "ss-1");
    apply(made.compiled);
    IP("link", "add", "plant", "type", "veth", "peer", "name", "far");
    IP("link", "set", "far", "up");
    IP("address", "add", "192.168.1.222/24", "dev", "plant");
    IP("link", "set", "plant", "up");
    for (int i = 0; i < 3; i++)
        send_udp("192.168.1.9", 53);
    send_udp("192.168.1.9", 9999);
    struct live live = read_live();
    const struct line *dns = line_with(&live.lines, "udp dport 53 counter accept");
    assert_string_equal(dns->comment, "dns ss-1>anywhere");
    assert_string_equal(dns->group, "output");
    assert_int_equal(dns->packets, 3);
    assert_int_equal(dns->bytes, 3 * 29);
    live_release(&live);
    assert_int_equal(drift(made.compiled), 0);
    compiled_release(&made);
}

static void planned_lines_lead_to_their_rules(void **state)
{
    (void)state;
    struct compiled_scene made;
    netns_private();
    compiled_init(&made, PAIR, "srv-a");
    const struct line *line = line_with(backend_nft.lines(made.compiled), "{ 10.21.0.0/24, 10.22.0.7 }");
    assert_string_equal(line->comment, "client-server 2 peers");
    assert_int_equal(line->rule_count, 2);
    assert_string_equal(line->rules[0]->flow->from.host->name, "control-room");
    assert_string_equal(line->rules[1]->flow->from.host->name, "desk");
    compiled_release(&made);
}

static void load_again(const struct compiled *compiled)
{
    struct failure failure = {0};
    void *bytes;
    size_t length;
    must(backend_nft.image(compiled, &bytes, &length, &failure), &failure);
    must(backend_nft.load(&here, bytes, length, true, &failure), &failure);
    free(bytes);
}

/* Each is one thing that somebody else may do to our table. Loading the rules again ends it. */
static void every_change_by_others_is_drift(void **state)
{
    (void)state;
    static const char more[] = "add chain inet penstock more { type filter hook input priority -5; }\n"
                               "add rule inet penstock more tcp dport 23 drop";
    static const char astray[] = "flush chain inet penstock output\n"
                                 "add rule inet penstock output goto b_output";
    static const char moved[] = "delete chain inet penstock forward\n"
                                "add chain inet penstock forward { type filter hook forward priority 5; }";
    static const char *const changes[] = {
        "insert rule inet penstock input accept",
        "insert rule inet penstock a_input tcp dport 23 accept",
        "add rule inet penstock a_output accept",
        "add element inet penstock a_client_server_4 { 10.99.0.1 }",
        "delete element inet penstock a_client_server_4 { 10.22.0.7 }",
        "flush chain inet penstock a_input",
        "flush chain inet penstock input",
        "delete chain inet penstock input",
        astray,
        more,
        "add table inet penstock { flags dormant; }",
        "flush set inet penstock a_client_server_4",
        "add chain inet penstock helper",
        "add set inet penstock bob { type ipv4_addr; }",
        "add chain inet penstock input { policy accept; }",
        moved,
        "delete table inet penstock",
    };
    for (size_t i = 0; i < sizeof(changes) / sizeof(*changes); i++) {
        struct compiled_scene made;
        netns_private();
        compiled_init(&made, PAIR, "srv-a");
        apply(made.compiled);
        assert_int_equal(drift(made.compiled), 0);
        free(NETNS_NFT(changes[i], "-f", "-"));
        if (drift(made.compiled) == 0)
            fail_msg("no drift after '%s'", changes[i]);
        load_again(made.compiled);
        if (drift(made.compiled) != 0)
            fail_msg("'%s' is still there after loading", changes[i]);
        compiled_release(&made);
    }
}

/* The text that the preview shows is read back without drift too. */
static void text_loaded_by_nft_reads_back(void **state)
{
    (void)state;
    static const char *const hosts[] = {"srv-a", "dmz-1", "office", "desk", "fw-1"};
    for (size_t i = 0; i < sizeof(hosts) / sizeof(*hosts); i++) {
        struct compiled_scene made;
        netns_private();
        compiled_init(&made, PAIR, hosts[i]);
        char *text = backend_nft.render(made.compiled, NULL);
        free(NETNS_NFT(text, "-f", "-"));
        free(text);
        struct live live = read_live();
        char *got = lines_pack(&live.lines), *wanted = lines_pack(backend_nft.lines(made.compiled));
        assert_string_equal(got, wanted);
        free(got);
        free(wanted);
        live_release(&live);
        compiled_release(&made);
    }
}

static void slot_b_reads_as_slot_a(void **state)
{
    (void)state;
    struct compiled_scene made;
    netns_private();
    compiled_init(&made, PAIR, "srv-a");
    apply(made.compiled);
    apply(made.compiled);
    char *listing = netns_listing();
    assert_non_null(strstr(listing, "goto a_input\n\t\tgoto b_input"));
    free(listing);
    assert_int_equal(drift(made.compiled), 0);
    compiled_release(&made);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hits_are_counted_and_are_no_drift),
        cmocka_unit_test(planned_lines_lead_to_their_rules),
        cmocka_unit_test(every_change_by_others_is_drift),
        cmocka_unit_test(text_loaded_by_nft_reads_back),
        cmocka_unit_test(slot_b_reads_as_slot_a),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
