/* What the rehearsal finds, in words; and that it needs no privilege and changes nothing. */
#include "tests/unit/nft_scene.h"

#include <sys/wait.h>

#include "backends/nft/slots/rehearse.h"

static struct nft_rule *goes_to(struct nft_chain *chain, const char *target, const char *comment)
{
    struct nft_rule *rule = chain_add(chain);
    rule->decision = DECISION_GOTO;
    rule->target = target;
    rule->comment = comment;
    return rule;
}

static void assert_refused(struct ruleset *ruleset, const char *words)
{
    struct failure failure = {0};
    assert_int_equal(rehearse(ruleset, &failure), -1);
    assert_int_equal(failure.kind, FAILURE_MACHINE);
    if (!strstr(failure.message, words))
        fail_msg("'%s' is not in '%s'", words, failure.message);
    ruleset_release(ruleset);
}

static void loops_are_found(void **state)
{
    (void)state;
    struct ruleset ruleset = {0};
    netns_private();
    goes_to(&ruleset.chains[HOOK_INPUT], "a_output", "round and");
    goes_to(&ruleset.chains[HOOK_OUTPUT], "a_input", "round again");
    assert_refused(&ruleset, "the kernel refused");
}

static void an_error_names_the_rule_and_its_service(void **state)
{
    (void)state;
    struct ruleset ruleset = {0};
    netns_private();
    chain_add(&ruleset.chains[HOOK_OUTPUT])->decision = DECISION_DROP;
    chain_add(&ruleset.chains[HOOK_INPUT])->decision = DECISION_ACCEPT;
    goes_to(&ruleset.chains[HOOK_INPUT], "nowhere", "client-server control-room>srv-a");
    assert_refused(&ruleset,
                   "the kernel refused the rule for 'client-server control-room>srv-a': No such file");
}

static void an_error_names_the_address_of_a_set(void **state)
{
    (void)state;
    struct ruleset ruleset = {0};
    struct prefixset set = {.family = FAMILY_4};
    struct range range = {{10, 0, 0, 0}, {10, 0, 0, 255}}, inside = {{10, 0, 0, 9}, {10, 0, 0, 19}};
    netns_private();
    prefixset_add_range(&set, &range); /* not merged: the kernel must refuse the overlap */
    prefixset_add_range(&set, &inside);
    ruleset_set(&ruleset, "client-server", &set);
    chain_add(&ruleset.chains[HOOK_INPUT])->decision = DECISION_ACCEPT;
    assert_refused(&ruleset, "the kernel refused the addresses of 'client_server_4', number ");
}

static void a_good_plan_changes_nothing(void **state)
{
    (void)state;
    struct compiled_scene made;
    struct failure failure = {0};
    netns_private();
    compiled_init(&made, PAIR, "fw-1");
    must(backend_nft.check(&here, made.compiled, &failure), &failure);
    char *listing = netns_listing();
    assert_string_equal(listing, "");
    free(listing);
    compiled_release(&made);
}

/* More than the send buffer of a user namespace takes in one piece. */
static void fill_large(struct ruleset *ruleset)
{
    struct prefixset set = {.family = FAMILY_4};
    for (uint32_t i = 0; i < 20000; i++) {
        struct prefix prefix = {.family = FAMILY_4, .length = 32};
        memcpy(prefix.bytes, (uint8_t[]){10, (uint8_t)(i >> 15), (uint8_t)(i >> 7), (uint8_t)(i << 1)}, 4);
        prefixset_add(&set, &prefix);
    }
    prefixset_merge(&set);
    assert_int_equal(set.count, 20000);
    struct nft_rule *rule = chain_add(&ruleset->chains[HOOK_INPUT]);
    struct match *match = rule_match(rule, MATCH_FROM);
    match->family = FAMILY_4;
    match->set = ruleset_set(ruleset, "client-server", &set);
    rule->decision = DECISION_ACCEPT;
}

/* In a child: its exit status says how it went. */
static int rehearse_as_nobody(const struct ruleset *ruleset)
{
    struct failure failure = {0};
    if (setgid(65534) != 0 || setuid(65534) != 0)
        return 3;
    if (rehearse(ruleset, &failure) == 0)
        return 0;
    fprintf(stderr, "%s\n", failure.message);
    return 1;
}

static void nobody_may_rehearse(void **state)
{
    (void)state;
    struct ruleset ruleset = {0};
    int status;
    netns_private();
    fill_large(&ruleset);
    fflush(NULL);
    pid_t child = fork();
    if (child == 0)
        _exit(rehearse_as_nobody(&ruleset));
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    ruleset_release(&ruleset);
}

static int read_as_nobody(void)
{
    struct live live;
    struct failure failure = {0};
    if (setgid(65534) != 0 || setuid(65534) != 0)
        return 3;
    if (backend_nft.read(&here, &live, &failure) == 0)
        return 1;
    return failure.kind == FAILURE_MACHINE && strstr(failure.message, "sudo") ? 0 : 2;
}

static void reading_without_privilege_says_so(void **state)
{
    (void)state;
    int status;
    netns_private();
    fflush(NULL);
    pid_t child = fork();
    if (child == 0)
        _exit(read_as_nobody());
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(loops_are_found),
        cmocka_unit_test(an_error_names_the_rule_and_its_service),
        cmocka_unit_test(an_error_names_the_address_of_a_set),
        cmocka_unit_test(a_good_plan_changes_nothing),
        cmocka_unit_test(nobody_may_rehearse),
        cmocka_unit_test(reading_without_privilege_says_so),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
