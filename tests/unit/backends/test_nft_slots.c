#include "tests/unit/nft_scene.h"

#include <time.h>

#include "core/plan/line.h"

static void assert_lines(const struct lines *got, const struct lines *wanted)
{
    char *left = lines_pack(got), *right = lines_pack(wanted);
    assert_string_equal(left, right);
    free(left);
    free(right);
}

static void wait_until_over(void)
{
    for (int i = 0; i < 600; i++) {
        struct live live = read_live();
        bool trial = live.trial;
        live_release(&live);
        if (!trial)
            return;
        nanosleep(&(struct timespec){.tv_nsec = 50000000}, NULL);
    }
    fail_msg("the kernel did not end the trial");
}

static void assert_fails(int done, const struct failure *failure, enum failure_kind kind)
{
    assert_int_equal(done, -1);
    assert_int_equal(failure->kind, kind);
    assert_true(failure->message[0] != '\0');
}

static void tidy(void)
{
    struct failure failure = {0};
    must(backend_nft.tidy(&here, &failure), &failure);
}

static void assert_live_is(const struct compiled *compiled)
{
    struct live live = read_live();
    assert_true(live.ours);
    assert_false(live.trial);
    assert_lines(&live.lines, backend_nft.lines(compiled));
    live_release(&live);
}

static void assert_nothing_left(void)
{
    char *listing = NETNS_NFT(NULL, "list", "ruleset");
    assert_string_equal(listing, "");
    free(listing);
}

static void first_apply_step_by_step(void **state)
{
    (void)state;
    struct compiled_scene made;
    struct failure failure = {0};
    netns_private();
    compiled_init(&made, PAIR, "srv-a");
    stage(made.compiled);
    struct live live = read_live();
    assert_false(live.ours || live.trial || live.lines.count);
    live_release(&live);
    must(backend_nft.start(&here, 60, &failure), &failure);
    live = read_live();
    assert_true(live.trial);
    assert_false(live.ours);
    assert_true(live.remaining_ms > 0 && live.remaining_ms <= 60000);
    assert_lines(&live.pending, backend_nft.lines(made.compiled));
    live_release(&live);
    confirm();
    assert_live_is(made.compiled);
    compiled_release(&made);
}

static void kernel_ends_the_trial(void **state)
{
    (void)state;
    struct compiled_scene made;
    struct failure failure = {0};
    netns_private();
    compiled_init(&made, PAIR, "srv-a");
    start(made.compiled, 1);
    wait_until_over();
    assert_fails(backend_nft.confirm(&here, &failure), &failure, FAILURE_EXPIRED);
    failure = (struct failure){0};
    assert_fails(backend_nft.extend(&here, 60, &failure), &failure, FAILURE_EXPIRED);
    tidy();
    assert_nothing_left();
    compiled_release(&made);
}

static void old_rules_are_back_after_undo_and_expiry(void **state)
{
    (void)state;
    struct compiled_scene old, new;
    struct failure failure = {0};
    netns_private();
    compiled_init(&old, PAIR, "srv-a");
    compiled_init(&new, PAIR, "fw-1");
    apply(old.compiled);
    char *before = netns_listing();
    start(new.compiled, 60);
    must(backend_nft.undo(&here, &failure), &failure);
    assert_live_is(old.compiled);
    must(backend_nft.undo(&here, &failure), &failure); /* twice is fine */
    start(new.compiled, 1);
    wait_until_over();
    tidy();
    char *after = netns_listing();
    assert_string_equal(before, after);
    free(before);
    free(after);
    compiled_release(&old);
    compiled_release(&new);
}

static void plans_replace_each_other(void **state)
{
    (void)state;
    static const char *const hosts[] = {"srv-a", "fw-1", "dmz-1", "fw-1", "srv-b"};
    netns_private();
    for (size_t i = 0; i < sizeof(hosts) / sizeof(*hosts); i++) {
        struct compiled_scene made;
        compiled_init(&made, PAIR, hosts[i]);
        apply(made.compiled);
        assert_live_is(made.compiled);
        char *listing = netns_listing();
        assert_non_null(strstr(listing, "hook forward"));
        free(listing);
        compiled_release(&made);
    }
}

static void extending_moves_the_kernels_deadline(void **state)
{
    (void)state;
    struct compiled_scene made;
    struct failure failure = {0};
    netns_private();
    compiled_init(&made, PAIR, "srv-a");
    start(made.compiled, 30);
    must(backend_nft.extend(&here, 3600, &failure), &failure);
    struct live live = read_live();
    assert_true(live.remaining_ms > 1000 * 1000);
    live_release(&live);
    must(backend_nft.extend(&here, 30, &failure), &failure);
    live = read_live();
    assert_true(live.trial && live.remaining_ms <= 30000);
    live_release(&live);
    compiled_release(&made);
}

static void removing_leaves_nothing(void **state)
{
    (void)state;
    struct compiled_scene made;
    struct compiled *nothing;
    struct problems problems = {0};
    netns_private();
    compiled_init(&made, PAIR, "fw-1");
    assert_int_equal(backend_nft.compile(NULL, &nothing, &problems), 0);
    assert_int_equal(backend_nft.lines(nothing)->count, 0);
    apply(made.compiled);
    start(nothing, 60);
    struct live live = read_live();
    assert_true(live.ours && live.trial && live.pending.count == 0);
    live_release(&live);
    confirm();
    assert_nothing_left();
    backend_nft.compiled_free(nothing);
    compiled_release(&made);
}

static void nobody_stages_over_a_trial(void **state)
{
    (void)state;
    struct compiled_scene made;
    struct failure failure = {0};
    netns_private();
    compiled_init(&made, PAIR, "srv-a");
    start(made.compiled, 60);
    struct live live = read_live();
    assert_fails(backend_nft.stage(&here, made.compiled, &live, &failure), &failure, FAILURE_REFUSED);
    failure = (struct failure){0};
    assert_fails(backend_nft.start(&here, 60, &failure), &failure, FAILURE_REFUSED);
    live_release(&live);
    compiled_release(&made);
}

/* Others may change their own tables between the preview and the apply; a change of ours is noticed. */
static void only_a_change_of_ours_is_stale(void **state)
{
    (void)state;
    struct compiled_scene made;
    struct failure failure = {0};
    netns_private();
    compiled_init(&made, PAIR, "srv-a");
    apply(made.compiled);
    struct live live = read_live();
    free(NETNS_NFT(NULL, "add", "table", "ip", "theirs"));
    must(backend_nft.stage(&here, made.compiled, &live, &failure), &failure);
    free(NETNS_NFT(NULL, "insert", "rule", "inet", "penstock", "a_input", "tcp", "dport", "9", "accept"));
    assert_fails(backend_nft.stage(&here, made.compiled, &live, &failure), &failure, FAILURE_STALE);
    live_release(&live);
    compiled_release(&made);
}

static void confirm_survives_changes_of_others(void **state)
{
    (void)state;
    struct compiled_scene made;
    netns_private();
    compiled_init(&made, PAIR, "srv-a");
    start(made.compiled, 60);
    free(NETNS_NFT(NULL, "add", "table", "ip", "theirs"));
    confirm();
    assert_live_is(made.compiled);
    char *listing = netns_listing();
    assert_non_null(strstr(listing, "table ip theirs"));
    free(listing);
    compiled_release(&made);
}

static void staging_lets_everything_pass_until_the_switch(void **state)
{
    (void)state;
    struct compiled_scene made;
    netns_private();
    compiled_init(&made, PAIR, "srv-a");
    stage(made.compiled);
    char *listing = netns_listing();
    assert_non_null(strstr(listing, "goto a_input\n\t\tgoto b_input"));
    assert_non_null(
        strstr(listing, "chain b_input {\n\t\tct state established,related accept\n\t\taccept comment"));
    free(listing);
    struct failure failure = {0};
    must(backend_nft.undo(&here, &failure), &failure);
    assert_nothing_left();
    compiled_release(&made);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(first_apply_step_by_step),
        cmocka_unit_test(kernel_ends_the_trial),
        cmocka_unit_test(old_rules_are_back_after_undo_and_expiry),
        cmocka_unit_test(plans_replace_each_other),
        cmocka_unit_test(extending_moves_the_kernels_deadline),
        cmocka_unit_test(removing_leaves_nothing),
        cmocka_unit_test(nobody_stages_over_a_trial),
        cmocka_unit_test(only_a_change_of_ours_is_stale),
        cmocka_unit_test(confirm_survives_changes_of_others),
        cmocka_unit_test(staging_lets_everything_pass_until_the_switch),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
