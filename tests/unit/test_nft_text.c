#include "tests/unit/nft_scene.h"

/* What `plan --format nft` prints, fed to the real nft, against what our netlink installs. */
static void check_same(const char *yaml, const char *host)
{
    struct compiled_scene made;
    netns_private();
    compiled_init(&made, yaml, host);
    char *text = backend_nft.render(made.compiled);
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_and_netlink_list_alike),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
