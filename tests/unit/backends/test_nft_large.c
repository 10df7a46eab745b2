/* Ten thousand and a hundred thousand client hosts: one rule, one set, read back whole. */
#include "tests/unit/nft_scene.h"

#include "core/plan/builtin.h"
#include "core/plan/line.h"

/* A plan of `count` clients that are no neighbours of each other, built by hand. */
struct crowd {
    struct plan plan;
    struct flow *flows;
    struct prefix *addresses;
};

static void crowd_init(struct crowd *crowd, size_t count)
{
    *crowd = (struct crowd){.flows = xcalloc(count, sizeof(*crowd->flows)),
                            .addresses = xcalloc(count, sizeof(*crowd->addresses))};
    crowd->plan = (struct plan){.incoming = VERDICT_DROP, .outgoing = VERDICT_ACCEPT};
    builtins_choose(&crowd->plan, false);
    crowd->plan.rules = xcalloc(count, sizeof(*crowd->plan.rules));
    crowd->plan.rule_count = count;
    for (size_t i = 0; i < count; i++) {
        struct prefix *address = &crowd->addresses[i];
        uint8_t bytes[] = {10, (uint8_t)(i >> 15), (uint8_t)(i >> 7), (uint8_t)(i << 1)};
        *address = (struct prefix){.family = FAMILY_4, .length = 32};
        memcpy(address->bytes, bytes, sizeof(bytes));
        crowd->flows[i] = (struct flow){.service = "client-server", .from = {.address = *address}};
        crowd->plan.rules[i] = (struct rule){.direction = DIRECTION_IN,
                                             .protocol = PROTOCOL_TCP,
                                             .ports = {5481, 5481},
                                             .from = {address, 1},
                                             .flow = &crowd->flows[i]};
    }
}

static void crowd_release(struct crowd *crowd)
{
    free(crowd->plan.rules);
    free(crowd->flows);
    free(crowd->addresses);
}

static void check_crowd(size_t count)
{
    struct crowd crowd;
    struct compiled *compiled;
    struct problems problems = {0};
    struct failure failure = {0};
    netns_private();
    crowd_init(&crowd, count);
    assert_int_equal(backend_nft.compile(&crowd.plan, &compiled, &problems), 0);
    const struct lines *planned = backend_nft.lines(compiled);
    const struct line *line = planned->items;
    while (!line->comment)
        line++;
    char *comment = xasprintf("client-server %zu peers", count);
    assert_string_equal(line->comment, comment);
    assert_int_equal(line->rule_count, count);
    must(backend_nft.check(&here, compiled, &failure), &failure);
    apply(compiled);
    struct live live = read_live();
    assert_true(lines_same(&live.lines, planned));
    live_release(&live);
    free(NETNS_NFT(NULL, "delete", "element", "inet", "penstock", "a_client_server_4", "{ 10.0.7.8 }"));
    live = read_live();
    assert_false(lines_same(&live.lines, planned));
    live_release(&live);
    free(comment);
    backend_nft.compiled_free(compiled);
    crowd_release(&crowd);
}

static void ten_thousand_clients(void **state)
{
    (void)state;
    check_crowd(10000);
}

static void a_hundred_thousand_clients(void **state)
{
    (void)state;
    check_crowd(100000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ten_thousand_clients),
        cmocka_unit_test(a_hundred_thousand_clients),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
