/* What becomes of the rules about a port that moves; no ufw is run. */
#include "backends/ufw/files/future.h"
#include "backends/ufw/files/image.h"
#include "backends/ufw/kernel/fixed.h"
#include "tests/unit/sites.h"

#define DEVICE                                         \
    "product: smartserver\nversion: \"4.4\"\nhosts:\n" \
    "  - {name: ss-1, role: smartserver, address: 192.168.1.222, security: enhanced, interface: eth0}\n"

enum { RULES = 6 };

static const struct port_move away = {.service = "https", .from = 443, .to = 1443},
                              home = {.service = "https", .from = 1443, .to = 443},
                              quic = {.service = "https", .from = 443, .to = 1443, .udp = true},
                              shared = {.service = "https", .from = 443, .to = 1443, .udp_taken = true};

/* A machine with these rules of IPv4, and the plan that moves one port and nothing else. */
struct mover {
    struct scene scene;
    struct plan plan;
    struct desired desired;
    struct ufw_state state;
    struct ufw_future future;
};

static void mover_init(struct mover *mover, const char *const rules[RULES], const struct port_move *move,
                       bool bridge)
{
    static const char *const files[UFW_FILES] = {"", "", "", "", "", "", ""};
    *mover = (struct mover){0};
    scene_init(&mover->scene, DEVICE);
    scene_plan(&mover->scene, "ss-1", &mover->plan);
    mover->plan.ports_only = true;
    mover->plan.bridge = bridge;
    mover->plan.moves = arena_copy(&mover->plan.arena, move, sizeof(*move));
    mover->plan.move_count = 1;
    desired_make(&mover->desired, &mover->plan);
    mover->state = (struct ufw_state){.enabled = true, .logging = "low"};
    for (size_t i = 0; i < UFW_FILES; i++)
        mover->state.files[i] = xstrdup(files[i]);
    for (size_t i = 0; i < RULES && rules[i]; i++) {
        struct tuple tuple;
        assert_int_equal(tuple_parse(&tuple, FAMILY_4, rules[i], strlen(rules[i]), &mover->state.arena), 0);
        tuples_add(&mover->state.tuples[UFW_4], &tuple);
    }
}

static void mover_release(struct mover *mover)
{
    ufw_future_release(&mover->future);
    ufw_state_release(&mover->state);
    desired_release(&mover->desired);
    plan_release(&mover->plan);
    scene_release(&mover->scene);
}

static void check_rules(const struct tuples *tuples, const char *const rules[RULES])
{
    size_t count = 0;
    for (; count < RULES && rules[count]; count++) {
        struct text text = {0};
        assert_true(count < tuples->count);
        tuple_format(&tuples->items[count], &text);
        assert_string_equal(text_get(&text), rules[count]);
        text_release(&text);
    }
    assert_int_equal(tuples->count, count);
}

#define ANY(ACTION, PROTOCOL, PORT) ACTION " " PROTOCOL " " PORT " 0.0.0.0/0 any 0.0.0.0/0 in"
#define FROM(ACTION, PORT, SOURCE) ACTION " tcp " PORT " 0.0.0.0/0 any " SOURCE " in"

/* Every kind of rule, in its place. */
static const struct {
    const char *rules[RULES];
    const struct port_move *move;
    bool bridge;
    const char *made[RULES];
} kinds[] = {
    {{ANY("allow", "tcp", "443")}, &away, false, {ANY("allow", "tcp", "1443")}},
    {{ANY("limit", "tcp", "443")}, &away, false, {ANY("limit", "tcp", "1443")}},
    {{ANY("allow_log", "tcp", "443") " comment=6d"},
     &away,
     false,
     {ANY("allow_log", "tcp", "1443") " comment=6d"}},
    {{FROM("deny", "443", "198.51.100.7"), FROM("reject", "443", "198.51.100.0/24"),
      ANY("allow", "tcp", "443")},
     &away,
     false,
     {FROM("deny", "1443", "198.51.100.7"), FROM("reject", "1443", "198.51.100.0/24"),
      ANY("allow", "tcp", "1443")}},
    {{FROM("deny", "443", "198.51.100.7"), ANY("allow", "tcp", "443")},
     &away,
     true,
     {FROM("deny", "443", "198.51.100.7"), FROM("deny", "1443", "198.51.100.7"), ANY("allow", "tcp", "443"),
      ANY("allow", "tcp", "1443")}},
    {{"allow tcp 443 192.168.1.222 any 0.0.0.0/0 in_eth0"},
     &away,
     false,
     {"allow tcp 1443 192.168.1.222 any 0.0.0.0/0 in_eth0"}},
    /* Both at once: what is there speaks tcp, or both. */
    {{ANY("allow", "any", "443")}, &away, false, {ANY("allow", "tcp", "1443")}},
    {{ANY("allow", "tcp", "443"), ANY("allow", "any", "443")}, &away, false, {ANY("allow", "tcp", "1443")}},
    {{ANY("allow", "any", "443")}, &quic, false, {ANY("allow", "any", "1443")}},
    {{ANY("allow", "udp", "443")}, &quic, false, {ANY("allow", "udp", "1443")}},
    /* Of others than this port. */
    {{ANY("allow", "udp", "443"), ANY("allow", "tcp", "22"), "allow tcp 443 0.0.0.0/0 any 0.0.0.0/0 out",
      "route:allow tcp 443 0.0.0.0/0 any 0.0.0.0/0 in", "deny any any 0.0.0.0/0 any 198.51.100.7 in"},
     &away,
     false,
     {ANY("allow", "udp", "443"), ANY("allow", "tcp", "22"), "allow tcp 443 0.0.0.0/0 any 0.0.0.0/0 out",
      "route:allow tcp 443 0.0.0.0/0 any 0.0.0.0/0 in", "deny any any 0.0.0.0/0 any 198.51.100.7 in"}},
    /* It stands there already: once, where the first of both was. */
    {{ANY("allow", "tcp", "443"), ANY("allow", "tcp", "22"), ANY("allow", "tcp", "1443")},
     &away,
     false,
     {ANY("allow", "tcp", "1443"), ANY("allow", "tcp", "22")}},
    /* Ours among others, each where it stands. */
    {{ANY("allow", "tcp", "443") " comment=70656e73746f636b3a78", ANY("deny", "tcp", "23"),
      ANY("allow", "tcp", "22") " comment=70656e73746f636b3a79"},
     &away,
     false,
     {ANY("allow", "tcp", "1443") " comment=70656e73746f636b3a78", ANY("deny", "tcp", "23"),
      ANY("allow", "tcp", "22") " comment=70656e73746f636b3a79"}},
};

static void rules_move_in_their_place(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++) {
        struct mover mover;
        struct failure failure = {0};
        mover_init(&mover, kinds[i].rules, kinds[i].move, kinds[i].bridge);
        assert_int_equal(ufw_future_make(&mover.future, &mover.desired, &mover.state, &failure), 0);
        check_rules(&mover.future.tuples[UFW_4], kinds[i].made);
        mover_release(&mover);
    }
}

static void what_cannot_move_is_named(void **state)
{
    (void)state;
    static const struct {
        const char *rules[RULES];
        const struct port_move *move;
        const char *says;
    } refused[] = {
        {{ANY("allow", "tcp", "80,443")}, &away, "among others"},
        {{ANY("deny", "tcp", "400:500")}, &away, "among others"},
        {{"allow tcp 443 0.0.0.0/0 any 0.0.0.0/0 Nginx%20HTTPS - in"}, &away, "by its profile"},
        {{ANY("allow", "any", "443")}, &shared, "another program"},
        {{ANY("allow", "tcp", "443"), ANY("deny", "tcp", "1443")}, &away, "delete one"},
        {{ANY("deny", "tcp", "1000:2000"), ANY("allow", "tcp", "443")}, &away, "keep out"},
        {{ANY("allow", "tcp", "1443"), "deny tcp 443 0.0.0.0/0 any 198.51.100.7 in"}, &away, "keeps out"},
    };
    for (size_t i = 0; i < sizeof(refused) / sizeof(*refused); i++) {
        struct mover mover;
        struct failure failure = {0};
        mover_init(&mover, refused[i].rules, refused[i].move, false);
        assert_int_equal(ufw_future_make(&mover.future, &mover.desired, &mover.state, &failure), -1);
        assert_int_equal(failure.kind, FAILURE_REFUSED);
        assert_non_null(strstr(failure.message, refused[i].says));
        mover_release(&mover);
    }
}

/* What two rules became is both of them again at home, by what the confirmed image says. */
static void the_way_home_is_exact(void **state)
{
    (void)state;
    static const char *const first[RULES] = {ANY("allow", "tcp", "443"), ANY("allow", "any", "443")},
                             *const moved[RULES] = {ANY("allow", "tcp", "1443")};
    struct mover there, back;
    struct desired confirmed;
    struct failure failure = {0};
    mover_init(&there, first, &away, false);
    assert_int_equal(ufw_future_make(&there.future, &there.desired, &there.state, &failure), 0);
    char *image = desired_pack(&there.desired, &there.future);
    assert_int_equal(desired_unpack(&confirmed, image, strlen(image)), 0);
    mover_init(&back, moved, &home, false);
    ufw_future_recall_moves(&back.desired, &confirmed);
    assert_int_equal(ufw_future_make(&back.future, &back.desired, &back.state, &failure), 0);
    check_rules(&back.future.tuples[UFW_4], first);
    assert_int_equal(back.desired.moved[UFW_4].count, 0);
    mover_release(&back);
    mover_release(&there);
    desired_release(&confirmed);
    free(image);
}

/* Nothing of it but the ports is the plan's: what the machine has stays. */
static void an_image_of_moves_leaves_the_rest(void **state)
{
    (void)state;
    static const char *const rules[RULES] = {ANY("allow", "tcp", "443"), ANY("allow", "tcp", "7000")},
                             *const made[RULES] = {ANY("allow", "tcp", "1443"), ANY("allow", "tcp", "7000")};
    struct mover mover, again;
    struct desired loaded;
    struct failure failure = {0};
    mover_init(&mover, rules, &away, false);
    assert_int_equal(ufw_future_make(&mover.future, &mover.desired, &mover.state, &failure), 0);
    assert_false(mover.future.files[UFW_DEFAULT][0]);
    char *image = desired_pack(&mover.desired, &mover.future);
    assert_int_equal(desired_unpack(&loaded, image, strlen(image)), 0);
    mover_init(&again, rules, &away, false);
    assert_int_equal(ufw_future_make(&again.future, &loaded, &again.state, &failure), 0);
    check_rules(&again.future.tuples[UFW_4], made);
    mover_release(&again);
    mover_release(&mover);
    desired_release(&loaded);
    free(image);
}

static void lines_by_hand_are_about_a_port_or_not(void **state)
{
    (void)state;
    static const struct {
        const char *line;
        bool about;
    } lines[] = {
        {"-A ufw-before-input -p tcp --dport 443 -j ACCEPT", true},
        {"-A ufw-before-input -p tcp -m multiport --dports 80,443 -j f2b-web", true},
        {"-A INPUT -p tcp -m tcp --dport 400:500 -m recent --set", true},
        {"-A PREROUTING -p tcp -m tcp --dport 443 -j REDIRECT --to-ports 8443", true},
        {"-A ufw-before-input -p tcp -m multiport --dports 443,1443 -j DROP", false},
        {"-A ufw-before-input -p udp --dport 443 -j ACCEPT", false},
        {"-A ufw-before-input -p tcp ! --dport 443 -j DROP", false},
        {"-A ufw-before-output -p tcp --dport 443 -j ACCEPT", false},
        {"-A ufw-before-forward -p tcp --dport 443 -j ACCEPT", false},
        {"-A ufw-before-input -p tcp --sport 443 -j ACCEPT", false},
        {"# -A ufw-before-input -p tcp --dport 443 -j ACCEPT", false},
        {":ufw-before-input - [0:0]", false},
        {"", false},
    };
    for (size_t i = 0; i < sizeof(lines) / sizeof(*lines); i++)
        assert_int_equal(fixed_is_about(lines[i].line, &away), lines[i].about);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rules_move_in_their_place),
        cmocka_unit_test(what_cannot_move_is_named),
        cmocka_unit_test(the_way_home_is_exact),
        cmocka_unit_test(an_image_of_moves_leaves_the_rest),
        cmocka_unit_test(lines_by_hand_are_about_a_port_or_not),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
