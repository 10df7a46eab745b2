/* What a plan means in ufw's terms, and what becomes of the rules that are there; no ufw is run. */
#include "backends/machine/conf.h"
#include "backends/ufw/files/future.h"
#include "backends/ufw/files/image.h"
#include "backends/ufw/kernel/hits.h"
#include "backends/ufw/rules/block.h"
#include "backends/ufw/rules/show.h"
#include "tests/unit/sites.h"

struct made {
    struct scene scene;
    struct plan plan;
    struct desired desired;
};

static void made_init(struct made *made, const char *yaml, const char *host)
{
    scene_init(&made->scene, yaml);
    scene_plan(&made->scene, host, &made->plan);
    desired_make(&made->desired, &made->plan);
}

static void made_release(struct made *made)
{
    desired_release(&made->desired);
    plan_release(&made->plan);
    scene_release(&made->scene);
}

#define ONE                                                               \
    "product: geo-scada\nversion: \"2022\"\nredundancy: single\nhosts:\n" \
    "  - {name: srv-a, role: server, address: [10.20.0.11]}\n"            \
    "  - {name: desk, role: client, address: [10.22.0.7]}\n"

#define DEVICE                                         \
    "product: smartserver\nversion: \"4.4\"\nhosts:\n" \
    "  - {name: ss-1, role: smartserver, address: 192.168.1.222, security: enhanced, interface: eth0}\n"

/* The tuples of one family, a line each. */
static char *wishes_text(const struct wishes *wishes)
{
    struct text text = {0};
    for (size_t i = 0; i < wishes->count; i++) {
        struct tuple bare = wishes->items[i].tuple;
        bare.comment_code = NULL;
        tuple_format(&bare, &text);
        text_addf(&text, " # %s\n", wishes->items[i].tuple.comment);
    }
    return text_take(&text);
}

static void check_wishes(const char *yaml, const char *host, const char *expected)
{
    struct made made;
    made_init(&made, yaml, host);
    char *text = wishes_text(&made.desired.wishes[UFW_4]);
    assert_string_equal(text, expected);
    free(text);
    made_release(&made);
}

static void ports_of_one_service_share_a_rule(void **state)
{
    (void)state;
    check_wishes(ONE "admin: [{service: ssh, port: 2222, from: [10.9.9.9]}, {service: ssh, port: 22, from: "
                     "[10.9.9.9]}, {service: vnc, port: 5900, from: [10.9.9.9]}]\n",
                 "srv-a",
                 "allow tcp 5481 0.0.0.0/0 any 10.22.0.7 in # penstock:client-server desk>srv-a\n"
                 "allow tcp 22,2222 0.0.0.0/0 any 10.9.9.9 in # penstock:ssh 2 peers\n"
                 "allow tcp 5900 0.0.0.0/0 any 10.9.9.9 in # penstock:vnc 10.9.9.9>srv-a\n");
}

/* Sixteen ports of one service and peer: fifteen fit. */
static void a_rule_takes_fifteen_ports(void **state)
{
    (void)state;
    struct text site = {0};
    struct made made;
    text_add(&site, ONE "admin:\n");
    for (unsigned i = 0; i < 16; i++)
        text_addf(&site, "  - {service: many, port: %u, from: [10.9.9.9]}\n", 7000 + 2 * i);
    made_init(&made, text_get(&site), "srv-a");
    const struct wishes *wishes = &made.desired.wishes[UFW_4];
    assert_int_equal(wishes->count, 3);
    assert_int_equal(wishes->items[1].rule_count, 15);
    assert_int_equal(wishes->items[2].rule_count, 1);
    made_release(&made);
    text_release(&site);
}

static const char before[] = "*filter\n:ufw-before-input - [0:0]\n# End required lines\n\n-A x\nCOMMIT\n";

static void the_block_comes_and_goes_without_a_trace(void **state)
{
    (void)state;
    struct lines lines = {0}, none = {0}, seen = {0};
    lines_add(&lines, "before.rules", "-A ufw-before-input -m comment --comment \"penstock:a b>c\" -j DROP",
              "a b>c");
    char *with = block_put(before, &none, &lines), *again = block_put(with, &lines, &lines),
         *without = block_put(with, &lines, &none);
    assert_non_null(strstr(with, "# End required lines\n# BEGIN penstock"));
    assert_string_equal(with, again);
    assert_string_equal(without, before);
    block_read(with, "before.rules", &seen);
    assert_int_equal(seen.count, 1);
    assert_string_equal(seen.items[0].text, lines.items[0].text);
    assert_string_equal(seen.items[0].comment, "a b>c");
    lines_release(&seen);
    free(without);
    free(again);
    free(with);
    assert_null(block_put("*nat\nCOMMIT\n", &none, &lines));
    assert_null(block_put("# End required lines\n# End required lines\n", &none, &lines));
    assert_null(block_put("# End required lines\n# END penstock managed block\n", &none, &lines));
    lines_release(&lines);
}

static struct lines lines_of(const char *letters)
{
    struct lines lines = {0};
    for (char line[] = "-A x"; *letters; letters++) {
        line[3] = *letters;
        lines_add(&lines, "before.rules", line, NULL);
    }
    return lines;
}

/* A letter is a line, capitals somebody's; `[` and `]` are the marks. */
static char *file_of(const char *letters)
{
    struct text text = {0};
    text_add(&text, "*filter\n# End required lines\n");
    for (; *letters; letters++)
        if (*letters == '[')
            text_add(&text, "# BEGIN penstock managed block - do not edit\n");
        else if (*letters == ']')
            text_add(&text, "# END penstock managed block\n");
        else
            text_addf(&text, "-A %c\n", *letters);
    text_add(&text, "COMMIT\n");
    return text_take(&text);
}

/* What somebody wrote into the block stays, behind the line that it stood behind. */
static void a_line_of_somebody_in_the_block_stays(void **state)
{
    (void)state;
    static const char *const cases[][4] = {
        /* the file, ours in it, ours from now on, the file then */
        {"[aBc]Z", "ac", "ac", "[aBc]Z"},
        {"[Bac]Z", "ac", "ac", "[Bac]Z"},
        {"[acB]Z", "ac", "", "BZ"},
        {"[BaCcD]Z", "ac", "", "BCDZ"},
        {"[aBc]Z", "ac", "cd", "[Bcd]Z"},
        {"[aBc]Z", "ac", "da", "[daB]Z"},
        {"[aBcD]Z", "ac", "xcy", "[BxcDy]Z"},
        {"[B]Z", "", "", "[B]Z"},
        {"[ab]Z", "", "ab", "[ab]Z"},
        {"[aB]Z", "", "ac", "[aBc]Z"},
        {"Z", "", "a", "[a]Z"},
        {"[a]Z", "a", "", "Z"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        struct lines was = lines_of(cases[i][1]), lines = lines_of(cases[i][2]);
        char *file = file_of(cases[i][0]), *wanted = file_of(cases[i][3]),
             *made = block_put(file, &was, &lines);
        assert_string_equal(made, wanted);
        free(made);
        free(wanted);
        free(file);
        lines_release(&lines);
        lines_release(&was);
    }
}

/* Comments are nobody's but people's: without the one that marks the end of ufw's chains these end where they do. */
static void the_block_finds_its_place_by_the_chains(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"*nat\n:POSTROUTING ACCEPT [0:0]\n-A POSTROUTING -j MASQUERADE\nCOMMIT\n*filter\n"
         ":ufw-before-input - [0:0]\n:ufw-not-local - [0:0]\n",
         "-A ufw-before-input -i lo -j ACCEPT\nCOMMIT\n"},
        {"*filter\n:ufw-before-input - [0:0]\n\n# chains of the site\n:mine - [0:0]\n",
         "\n-A mine -j DROP\nCOMMIT\n"},
        {"*filter\n:mine - [0:0]\n-A mine -j DROP\n:ufw-before-input - [0:0]\n",
         "-A x\n:yours - [0:0]\nCOMMIT\n"},
        {"*filter\r\n:ufw-before-input - [0:0]\r\n", "# End required lines\r\n-A x\r\nCOMMIT\r\n"},
        {"# End required lines\n*filter\n:a - [0:0]\n", "# none\nCOMMIT\n# End required lines\n"},
        {"*filter\n", "COMMIT\n"},
    };
    struct lines lines = {0}, none = {0};
    lines_add(&lines, "before.rules", "-A ufw-before-input -j DROP", NULL);
    char *block = block_text(&lines);
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        char *file = xasprintf("%s%s", cases[i][0], cases[i][1]),
             *wanted = xasprintf("%s%s%s", cases[i][0], block, cases[i][1]),
             *made = block_put(file, &none, &lines), *back = block_put(made, &lines, &none);
        assert_string_equal(made, wanted);
        assert_string_equal(back, file);
        free(back);
        free(made);
        free(wanted);
        free(file);
    }
    free(block);
    lines_release(&lines);
}

/* `Yes` is yes for ufw's commands, and for its start it is not; sysctl writes dots for slashes. */
static void values_mean_what_they_mean_to_their_reader(void **state)
{
    (void)state;
    static const struct {
        const char *line;
        bool says, starts;
    } cases[] = {
        {"ENABLED=yes\n", true, true},
        {"ENABLED=YES\n", true, true},
        {"ENABLED=Yes\n", true, false},
        {"ENABLED='yes' # on\n", true, true},
        {"ENABLED=yes # on\n", true, true},
        {"ENABLED=no\n ENABLED=yes\n", true, true},
        {"ENABLED=yes\nENABLED=no\n", false, false},
        {"#ENABLED=yes\n", false, false},
        {"ENABLED=on\n", false, false},
        {"ENABLED = yes\n", false, false},
        {"XENABLED=yes\n", false, false},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        assert_int_equal(conf_says_yes(cases[i].line, "ENABLED"), cases[i].says);
        assert_int_equal(conf_starts(cases[i].line, "ENABLED"), cases[i].starts);
    }
    char *value = conf_get("net.ipv4.ip_forward = 1\n", "net/ipv4/ip_forward"),
         *made = conf_set("net.ipv4.ip_forward = 1 # why\n", "net/ipv4/ip_forward", "0");
    assert_string_equal(value, "1");
    assert_string_equal(made, "net.ipv4.ip_forward = 0 # why\n");
    free(made);
    free(value);
}

/* Each as it stands in a file, and as iptables-save prints what became of it. */
static void a_block_line_is_its_rule_in_the_kernel(void **state)
{
    static const struct {
        const char *file, *kernel;
        struct traffic traffic;
        enum line_kind kind;
    } rows[] = {
        {"-A ufw-before-input -s 10.0.0.0/8 -p tcp --dport 5481:5481 -m conntrack --ctdir ORIGINAL -m "
         "comment "
         "--comment \"penstock:a b>c\" -j DROP",
         "-A ufw-before-input -s 10.0.0.0/8 -p tcp -m tcp --dport 5481 -m conntrack --ctdir ORIGINAL -m "
         "comment "
         "--comment \"penstock:a b>c\" -j DROP",
         {.direction = DIRECTION_IN,
          .verdict = VERDICT_DROP,
          .protocol = PROTOCOL_TCP,
          .families = FAMILIES_4,
          .ports = {{{5481, 5481}}, 1}},
         LINE_RULE},
        {"-A ufw6-before-output -p icmpv6 --icmpv6-type echo-request -m comment --comment \"penstock:p a>b\" "
         "-j "
         "ACCEPT",
         "-A ufw6-before-output -p ipv6-icmp -m icmp6 --icmpv6-type 128 -m comment --comment \"penstock:p "
         "a>b\" "
         "-j ACCEPT",
         {.direction = DIRECTION_OUT,
          .verdict = VERDICT_ACCEPT,
          .protocol = PROTOCOL_ICMP,
          .families = FAMILIES_6},
         LINE_RULE},
        {"-A ufw-before-forward -m limit --limit 3/min --limit-burst 10 -j LOG --log-prefix \"[UFW BLOCK] \"",
         "-A ufw-before-forward -m limit --limit 3/min --limit-burst 10 -j LOG --log-prefix \"[UFW BLOCK] \"",
         {.direction = DIRECTION_FORWARD,
          .verdict = VERDICT_DROP,
          .protocol = PROTOCOL_ANY,
          .families = FAMILIES_4},
         LINE_LOG},
        {"-A ufw-before-output -p udp --sport 68 --dport 67 -m comment --comment \"penstock:dhcp renew\" -j "
         "ACCEPT",
         "-A ufw-before-output -p udp -m udp --sport 68 --dport 67 -m comment --comment \"penstock:dhcp "
         "renew\" "
         "-j ACCEPT",
         {.direction = DIRECTION_OUT,
          .verdict = VERDICT_ACCEPT,
          .protocol = PROTOCOL_UDP,
          .families = FAMILIES_4,
          .ports = {{{67, 67}}, 1}},
         LINE_OTHER},
    };
    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        struct lines lines = {0};
        const struct line *line = block_line(&lines, "before.rules", rows[i].file);
        const struct traffic met = block_traffic(rows[i].kernel);
        assert_true(traffic_equal(&line->traffic, &rows[i].traffic));
        assert_true(traffic_equal(&met, &rows[i].traffic));
        assert_int_equal(line->kind, rows[i].kind);
        lines_release(&lines);
    }
}

/* The n-th of its chain, if it is about the same. */
static void hits_of_a_block_are_of_its_own_rules(void **state)
{
    static const char save[] =
        "*filter\n:ufw-before-input - [0:0]\n"
        "[3:180] -A ufw-before-input -i lo -j ACCEPT\n"
        "[5:300] -A ufw-before-input -s 10.0.0.5/32 -p tcp -m tcp --dport 5481 -j DROP\n"
        "[7:420] -A ufw-before-input -s 10.0.0.6/32 -p udp -m udp --dport 53 -j DROP\nCOMMIT\n";
    struct lines block = {0};
    struct filter kernel;
    (void)state;
    block_line(&block, "before.rules", "-A ufw-before-input -i lo -j ACCEPT");
    block_line(&block, "before.rules", "-A ufw-before-input -s 10.0.0.5 -p tcp --dport 5481:5481 -j DROP");
    block_line(&block, "before.rules", "-A ufw-before-input -s 10.0.0.6 -p tcp --dport 5481:5481 -j DROP");
    filter_parse(&kernel, save);
    hits_of_block(&block, &kernel);
    assert_int_equal(block.items[0].packets, 3);
    assert_int_equal(block.items[1].packets, 5);
    assert_int_equal(block.items[1].bytes, 300);
    assert_int_equal(block.items[2].packets, 0);
    filter_release(&kernel);
    lines_release(&block);
}

static void settings_change_in_the_line_that_counts(void **state)
{
    (void)state;
    static const char *const cases[][3] = {
        {"# ENABLED=x\nENABLED=no # why\n", "yes", "# ENABLED=x\nENABLED=yes # why\n"},
        {"ENABLED=\"no\"\nENABLED=\"no\"\n", "yes", "ENABLED=\"no\"\nENABLED=\"yes\"\n"},
        {"#ENABLED=no", "yes", "#ENABLED=no\nENABLED=yes\n"},
        {"ENABLED=\n", "yes", "ENABLED=yes\n"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        char *made = conf_set(cases[i][0], "ENABLED", cases[i][1]);
        char *value = conf_get(made, "ENABLED");
        assert_string_equal(made, cases[i][2]);
        assert_string_equal(value, "yes");
        free(value);
        free(made);
    }
}

/* A machine with stock files and these tuples of IPv4. */
static void state_init(struct ufw_state *state, const char *const tuples[], size_t count)
{
    static const char *const files[UFW_FILES] = {
        "DEFAULT_INPUT_POLICY=\"DROP\"\n", before, before, "", "", "#net/ipv4/ip_forward=1\n",
        "ENABLED=yes\nLOGLEVEL=low\n"};
    *state = (struct ufw_state){.enabled = true, .ipv6 = true, .logging = "low"};
    for (size_t i = 0; i < UFW_FILES; i++)
        state->files[i] = xstrdup(files[i]);
    for (size_t i = 0; i < count; i++) {
        struct tuple tuple;
        assert_int_equal(tuple_parse(&tuple, FAMILY_4, tuples[i], strlen(tuples[i]), &state->arena), 0);
        tuple.ours = tuple_says_ours(&tuple);
        tuples_add(&state->tuples[UFW_4], &tuple);
    }
}

/* `+` ours, a space somebody else's; a line each. */
static char *future_text(const struct ufw_future *future)
{
    struct text text = {0};
    for (size_t i = 0; i < future->tuples[UFW_4].count; i++) {
        struct tuple bare = future->tuples[UFW_4].items[i];
        text_add(&text, tuple_is_ours(&bare) ? "+" : " ");
        bare.comment_code = NULL;
        tuple_format(&bare, &text);
        text_add(&text, "\n");
    }
    return text_take(&text);
}

static const char desk_rule[] = "+allow tcp 5481 0.0.0.0/0 any 10.22.0.7 in\n";

static void check_future(const char *const tuples[], size_t count, const char *expected)
{
    struct made made;
    struct ufw_state state;
    struct ufw_future future;
    struct failure failure = {0};
    made_init(&made, ONE, "srv-a");
    state_init(&state, tuples, count);
    int done = ufw_future_make(&future, &made.desired, &state, &failure);
    if (!expected) {
        assert_int_equal(done, -1);
        assert_int_equal(failure.kind, FAILURE_REFUSED);
    } else {
        assert_int_equal(done, 0);
        char *text = future_text(&future);
        assert_string_equal(text, expected);
        free(text);
        ufw_future_release(&future);
    }
    ufw_state_release(&state);
    made_release(&made);
}

static void others_stay_and_ours_stand_before_what_shadows_them(void **state)
{
    (void)state;
    static const char *const plain[] = {"allow tcp 22 0.0.0.0/0 any 0.0.0.0/0 in"};
    check_future(plain, 1,
                 " allow tcp 22 0.0.0.0/0 any 0.0.0.0/0 in\n+allow tcp 5481 0.0.0.0/0 any 10.22.0.7 in\n");
    static const char *const shadow[] = {"allow tcp 22 0.0.0.0/0 any 0.0.0.0/0 in",
                                         "deny any any 0.0.0.0/0 any 10.22.0.0/16 in"};
    check_future(shadow, 2,
                 " allow tcp 22 0.0.0.0/0 any 0.0.0.0/0 in\n+allow tcp 5481 0.0.0.0/0 any 10.22.0.7 in\n"
                 " deny any any 0.0.0.0/0 any 10.22.0.0/16 in\n");
    static const char *const elsewhere[] = {"deny any any 0.0.0.0/0 any 10.23.0.0/16 in"};
    check_future(elsewhere, 1,
                 " deny any any 0.0.0.0/0 any 10.23.0.0/16 in\n+allow tcp 5481 0.0.0.0/0 any 10.22.0.7 in\n");
}

static void what_grants_it_already_is_not_made_again(void **state)
{
    (void)state;
    static const char *const same[] = {"allow tcp 5481 0.0.0.0/0 any 10.22.0.7 in comment=6d"};
    check_future(same, 1, " allow tcp 5481 0.0.0.0/0 any 10.22.0.7 in\n");
    static const char *const wider[] = {"allow any 5481 0.0.0.0/0 any 10.22.0.7 in"};
    check_future(wider, 1, " allow any 5481 0.0.0.0/0 any 10.22.0.7 in\n");
    static const char *const limit[] = {"limit tcp 5481 0.0.0.0/0 any 10.22.0.7 in"};
    check_future(limit, 1, " limit tcp 5481 0.0.0.0/0 any 10.22.0.7 in\n");
    static const char *const contrary[] = {"deny tcp 5481 0.0.0.0/0 any 10.22.0.7 in"};
    check_future(contrary, 1, NULL);
    static const char *const old[] = {"allow tcp 9 0.0.0.0/0 any 0.0.0.0/0 in comment=70656e73746f636b3a78"};
    check_future(old, 1, desk_rule);
}

/* On a device the ports of its services are the plan's business; what a site cannot say is not. */
static void a_device_loses_what_the_plan_does_not_want(void **state)
{
    (void)state;
    static const char *const tuples[] = {
        "allow tcp 8883 0.0.0.0/0 any 0.0.0.0/0 in",  "allow any 443 0.0.0.0/0 any 0.0.0.0/0 in",
        "allow udp 1628 0.0.0.0/0 any 0.0.0.0/0 in",  "allow_log tcp 1883 0.0.0.0/0 any 0.0.0.0/0 in",
        "limit tcp 8883 0.0.0.0/0 any 0.0.0.0/0 in",  "allow tcp 9999 0.0.0.0/0 any 0.0.0.0/0 in",
        "allow tcp 8883 0.0.0.0/0 any 0.0.0.0/0 out",
    };
    struct made made;
    struct ufw_state there;
    struct ufw_future future;
    struct failure failure = {0};
    made_init(&made, DEVICE "ports: {https: 1443}\n", "ss-1");
    state_init(&there, tuples, sizeof(tuples) / sizeof(*tuples));
    assert_int_equal(ufw_future_make(&future, &made.desired, &there, &failure), 0);
    assert_int_equal(future.removed[UFW_4].count, 2);
    assert_string_equal(future.removed[UFW_4].items[0].dport, "8883");
    assert_string_equal(future.removed[UFW_4].items[1].direction, "out");
    assert_int_equal(future.gone[UFW_4].count, 1);
    assert_string_equal(future.gone[UFW_4].items[0].dport, "443");
    assert_string_equal(future.come[UFW_4].items[0].dport, "1443");
    assert_int_equal(future.foreign[UFW_4].count, 4);
    ufw_future_release(&future);
    ufw_state_release(&there);
    made_release(&made);
}

static void an_image_says_all_that_is_desired(void **state)
{
    (void)state;
    struct made made;
    struct desired read;
    made_init(&made, DEVICE, "ss-1");
    char *packed = desired_pack(&made.desired, NULL);
    assert_int_equal(desired_unpack(&read, packed, strlen(packed)), 0);
    char *again = desired_pack(&read, NULL);
    assert_string_equal(packed, again);
    desired_release(&read);
    assert_int_equal(desired_unpack(&read, "nonsense", 8), -1);
    desired_release(&read);
    free(again);
    free(packed);
    made_release(&made);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ports_of_one_service_share_a_rule),
        cmocka_unit_test(a_rule_takes_fifteen_ports),
        cmocka_unit_test(the_block_comes_and_goes_without_a_trace),
        cmocka_unit_test(a_line_of_somebody_in_the_block_stays),
        cmocka_unit_test(the_block_finds_its_place_by_the_chains),
        cmocka_unit_test(values_mean_what_they_mean_to_their_reader),
        cmocka_unit_test(a_block_line_is_its_rule_in_the_kernel),
        cmocka_unit_test(hits_of_a_block_are_of_its_own_rules),
        cmocka_unit_test(settings_change_in_the_line_that_counts),
        cmocka_unit_test(others_stay_and_ours_stand_before_what_shadows_them),
        cmocka_unit_test(what_grants_it_already_is_not_made_again),
        cmocka_unit_test(a_device_loses_what_the_plan_does_not_want),
        cmocka_unit_test(an_image_says_all_that_is_desired),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
