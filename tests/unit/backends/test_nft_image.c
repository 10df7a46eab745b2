#include "tests/unit/nft_scene.h"

#include "core/plan/line.h"

struct saved {
    void *bytes;
    size_t length;
};

static struct saved save(const struct compiled *compiled)
{
    struct saved saved;
    struct failure failure = {0};
    must(backend_nft.image(compiled, &saved.bytes, &saved.length, &failure), &failure);
    return saved;
}

static void load(const struct saved *saved)
{
    struct failure failure = {0};
    must(backend_nft.load(&here, saved->bytes, saved->length, true, &failure), &failure);
}

static void assert_live_is(const struct compiled *compiled)
{
    struct live live = read_live();
    char *got = lines_pack(&live.lines), *wanted = lines_pack(backend_nft.lines(compiled));
    assert_string_equal(got, wanted);
    assert_true(live.ours && !live.trial);
    free(got);
    free(wanted);
    live_release(&live);
}

static void image_loads_as_the_text(void **state)
{
    (void)state;
    struct compiled_scene made;
    netns_private();
    compiled_init(&made, PAIR, "fw-1");
    struct saved saved = save(made.compiled);
    char *text = backend_nft.render(made.compiled, NULL);
    free(NETNS_NFT(text, "-f", "-"));
    free(text);
    char *theirs = netns_listing();
    netns_private();
    load(&saved);
    char *ours = netns_listing();
    assert_string_equal(ours, theirs);
    free(ours);
    free(theirs);
    free(saved.bytes);
    compiled_release(&made);
}

/* Again and again, over other rules, over a trial, over a table that somebody broke. */
static void image_replaces_what_is_there(void **state)
{
    (void)state;
    static const char *const before[] = {"", "flush chain inet penstock input",
                                         "delete chain inet penstock output", "delete table inet penstock"};
    struct compiled_scene server, gateway;
    netns_private();
    compiled_init(&server, PAIR, "srv-a");
    compiled_init(&gateway, PAIR, "fw-1");
    struct saved saved[] = {save(server.compiled), save(gateway.compiled)};
    for (size_t i = 0; i < sizeof(before) / sizeof(*before); i++) {
        load(&saved[1]);
        assert_live_is(gateway.compiled);
        free(NETNS_NFT(before[i], "-f", "-"));
        load(&saved[0]);
        assert_live_is(server.compiled);
        start(gateway.compiled, 60);
        load(&saved[0]);
        assert_live_is(server.compiled);
    }
    free(saved[0].bytes);
    free(saved[1].bytes);
    compiled_release(&server);
    compiled_release(&gateway);
}

static void nothing_loads_as_nothing(void **state)
{
    (void)state;
    struct compiled_scene made;
    struct saved nothing = {0};
    netns_private();
    load(&nothing);
    compiled_init(&made, PAIR, "fw-1");
    apply(made.compiled);
    load(&nothing);
    char *listing = netns_listing();
    assert_string_equal(listing, "");
    free(listing);
    compiled_release(&made);
}

static void assert_refused(const void *bytes, size_t length)
{
    struct failure failure = {0};
    assert_int_equal(backend_nft.load(&here, bytes, length, true, &failure), -1);
    assert_int_equal(failure.kind, FAILURE_REFUSED);
    assert_non_null(strstr(failure.message, "apply the site again"));
}

static void damage_is_refused_whole(void **state)
{
    (void)state;
    struct compiled_scene made;
    netns_private();
    compiled_init(&made, PAIR, "srv-a");
    struct saved saved = save(made.compiled);
    uint8_t *bytes = saved.bytes;
    for (size_t i = 0; i < saved.length; i += i < 80 ? 1 : 97) {
        bytes[i] ^= 0x10;
        assert_refused(bytes, saved.length);
        bytes[i] ^= 0x10;
    }
    for (size_t length = 1; length < saved.length; length += 61)
        assert_refused(bytes, length);
    char *listing = netns_listing();
    assert_string_equal(listing, "");
    free(listing);
    load(&saved);
    assert_live_is(made.compiled);
    free(saved.bytes);
    compiled_release(&made);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(image_loads_as_the_text),
        cmocka_unit_test(image_replaces_what_is_there),
        cmocka_unit_test(nothing_loads_as_nothing),
        cmocka_unit_test(damage_is_refused_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
