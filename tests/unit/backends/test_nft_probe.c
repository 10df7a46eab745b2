/* Who else filters here, and when nftables is refused because of it. */
#include "tests/unit/nft_scene.h"

#include <netinet/in.h>
#include <signal.h>
#include <sys/wait.h>

#include "tests/folder.h"

static struct probe probe_here(const char *root, const struct plan *plan)
{
    struct machine machine = {.root = root};
    struct probe probe;
    struct failure failure = {0};
    must(backend_nft.probe(&machine, plan, &probe, &failure), &failure);
    assert_int_equal(probe.usable, probe.problems.errors == 0);
    return probe;
}

static const struct foreign *foreign_named(const struct probe *probe, const char *name)
{
    for (size_t i = 0; i < probe->neighbours.count; i++)
        if (strcmp(probe->neighbours.items[i].name, name) == 0)
            return &probe->neighbours.items[i];
    fail_msg("'%s' was not found", name);
    return NULL;
}

static void an_empty_machine_is_usable(void **state)
{
    (void)state;
    char *root = folder_make();
    netns_private();
    struct probe probe = probe_here(root, NULL);
    assert_true(probe.usable);
    assert_false(probe.active || probe.fresh_tracking);
    assert_int_equal(probe.neighbours.count, 0);
    probe_release(&probe);
    folder_remove(root);
}

static const char neighbours[] =
    "table ip filter {\n chain deep {\n counter drop\n }\n chain mid {\n jump deep\n }\n"
    " chain INPUT {\n type filter hook input priority 0; policy accept;\n tcp dport 1 jump mid\n }\n"
    " chain OUTPUT {\n type filter hook output priority 0; policy accept;\n counter\n }\n}\n"
    "table ip6 six {\n chain pass {\n type filter hook forward priority 5; policy drop;\n }\n}\n"
    "table inet both {\n chain pre {\n type filter hook prerouting priority raw;\n"
    " meta mark vmap { 1 : drop }\n }\n}\n"
    "table arp quiet {\n chain in {\n type filter hook input priority 0;\n }\n}\n";

static void foreign_chains_of_every_family_are_named(void **state)
{
    (void)state;
    char *root = folder_make();
    netns_private();
    free(NETNS_NFT(neighbours, "-f", "-"));
    struct probe probe = probe_here(root, NULL);
    assert_int_equal(probe.neighbours.count, 5);
    assert_true(foreign_named(&probe, "ip filter INPUT")->may_drop);
    assert_false(foreign_named(&probe, "ip filter OUTPUT")->may_drop);
    assert_true(foreign_named(&probe, "ip6 six pass")->may_drop);
    assert_string_equal(foreign_named(&probe, "ip6 six pass")->hook, "forward");
    assert_true(foreign_named(&probe, "inet both pre")->may_drop);
    assert_false(foreign_named(&probe, "arp quiet in")->may_drop);
    assert_true(probe.usable && problems_have(&probe.problems, "foreign-drop"));
    probe_release(&probe);
    folder_remove(root);
}

static void our_own_table_is_not_foreign(void **state)
{
    (void)state;
    struct compiled_scene made;
    char *root = folder_make();
    netns_private();
    compiled_init(&made, PAIR, "srv-a");
    apply(made.compiled);
    struct probe probe = probe_here(root, &made.plan);
    assert_true(probe.usable && probe.active);
    assert_int_equal(probe.neighbours.count, 0);
    probe_release(&probe);
    compiled_release(&made);
    folder_remove(root);
}

static void write_ufw(const char *root, const char *text)
{
    struct machine machine = {.root = root};
    struct failure failure = {0};
    must(machine_folder(&machine, "/etc/ufw", 0755, &failure), &failure);
    must(machine_write(&machine, "/etc/ufw/ufw.conf", text, strlen(text), 0644, &failure), &failure);
}

static void ufw_is_judged_by_what_it_does(void **state)
{
    (void)state;
    char *root = folder_make();
    netns_private();
    write_ufw(root, "# ENABLED=yes\nENABLED=no\n");
    struct probe probe = probe_here(root, NULL);
    assert_true(probe.usable);
    probe_release(&probe);
    write_ufw(root, "LOGLEVEL=low\nENABLED=yes\n");
    probe = probe_here(root, NULL);
    assert_true(!probe.usable && problems_have(&probe.problems, "ufw-active"));
    probe_release(&probe);
    write_ufw(root, "ENABLED=no\n");
    free(NETNS_NFT("table ip filter {\n chain ufw-user-input { }\n"
                   " chain INPUT { type filter hook input priority 0; policy accept; }\n}\n",
                   "-f", "-")); /* what `ufw disable` leaves behind */
    probe = probe_here(root, NULL);
    assert_true(probe.usable);
    probe_release(&probe);
    free(NETNS_NFT(NULL, "add", "chain", "ip", "filter", "INPUT", "{ policy drop; }"));
    probe = probe_here(root, NULL);
    assert_true(!probe.usable && problems_have(&probe.problems, "ufw-active"));
    probe_release(&probe);
    folder_remove(root);
}

static void firewalld_is_refused(void **state)
{
    (void)state;
    char *root = folder_make();
    netns_private();
    free(NETNS_NFT(
        "table inet firewalld {\n chain filter_INPUT {\n type filter hook input priority 10;\n }\n}\n", "-f",
        "-"));
    struct probe probe = probe_here(root, NULL);
    assert_true(!probe.usable && problems_have(&probe.problems, "firewalld-active"));
    probe_release(&probe);
    folder_remove(root);
}

/* Docker forwards: our drop there must have been said by the site. */
static void docker_needs_a_word_about_forwarding(void **state)
{
    (void)state;
    struct compiled_scene made, said;
    char *root = folder_make();
    netns_private();
    compiled_init(&made, PAIR, "srv-a");
    compiled_init(&said, PAIR "policy: {forward: deny}\n", "srv-a");
    free(NETNS_NFT("table ip filter {\n chain DOCKER-USER {\n }\n}\n", "-f", "-"));
    struct probe probe = probe_here(root, &made.plan);
    assert_true(probe.usable);
    probe_release(&probe);
    netns_write("/proc/sys/net/ipv4/ip_forward", "1");
    probe = probe_here(root, &made.plan);
    assert_true(!probe.usable && problems_have(&probe.problems, "docker-forward"));
    probe_release(&probe);
    probe = probe_here(root, &said.plan);
    assert_true(probe.usable);
    probe_release(&probe);
    compiled_release(&made);
    compiled_release(&said);
    folder_remove(root);
}

static void a_gateway_that_forwards_nothing_is_told(void **state)
{
    (void)state;
    struct compiled_scene made;
    char *root = folder_make();
    netns_private();
    compiled_init(&made, PAIR, "fw-1");
    struct probe probe = probe_here(root, &made.plan);
    assert_true(problems_have(&probe.problems, "ip-forward"));
    probe_release(&probe);
    /* It has zones of both families: one that is forwarded does not help the other. */
    netns_write("/proc/sys/net/ipv6/conf/all/forwarding", "1");
    probe = probe_here(root, &made.plan);
    assert_true(problems_have(&probe.problems, "ip-forward"));
    probe_release(&probe);
    netns_write("/proc/sys/net/ipv4/ip_forward", "1");
    probe = probe_here(root, &made.plan);
    assert_false(problems_have(&probe.problems, "ip-forward"));
    probe_release(&probe);
    compiled_release(&made);
    folder_remove(root);
}

/* Both ends of a TCP connection over loopback. */
static void connect_here(int ends[2])
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
    socklen_t size = sizeof(address);
    int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_int_equal(bind(listener, (struct sockaddr *)&address, size), 0);
    assert_int_equal(listen(listener, 1), 0);
    assert_int_equal(getsockname(listener, (struct sockaddr *)&address, &size), 0);
    ends[0] = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_int_equal(connect(ends[0], (struct sockaddr *)&address, size), 0);
    ends[1] = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
    assert_true(ends[1] >= 0);
    close(listener);
}

static pid_t talk(int descriptor)
{
    pid_t child = fork();
    while (child == 0) {
        if (write(descriptor, "x", 1) != 1 || usleep(100000) != 0)
            _exit(0);
    }
    return child;
}

static void open_connections_are_tracked_before_rules_decide(void **state)
{
    (void)state;
    struct compiled_scene made;
    char *root = folder_make(), *count;
    int ends[2];
    size_t length;
    netns_private();
    connect_here(ends);
    struct probe probe = probe_here(root, NULL);
    assert_true(probe.usable && probe.fresh_tracking && problems_have(&probe.problems, "fresh-tracking"));
    probe_release(&probe);
    compiled_init(&made, PAIR, "srv-a");
    pid_t talker = talk(ends[0]);
    int64_t since = machine_boottime();
    stage(made.compiled);
    assert_true(machine_boottime() - since >= 5000);
    assert_int_equal(machine_read(&here, "/proc/sys/net/netfilter/nf_conntrack_count", 64, &count, &length),
                     0);
    assert_true(strtol(count, NULL, 10) > 0);
    free(count);
    kill(talker, SIGKILL);
    assert_int_equal(waitpid(talker, NULL, 0), talker);
    probe = probe_here(root, NULL);
    assert_false(probe.fresh_tracking);
    probe_release(&probe);
    close(ends[0]);
    close(ends[1]);
    compiled_release(&made);
    folder_remove(root);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_empty_machine_is_usable),
        cmocka_unit_test(foreign_chains_of_every_family_are_named),
        cmocka_unit_test(our_own_table_is_not_foreign),
        cmocka_unit_test(ufw_is_judged_by_what_it_does),
        cmocka_unit_test(firewalld_is_refused),
        cmocka_unit_test(docker_needs_a_word_about_forwarding),
        cmocka_unit_test(a_gateway_that_forwards_nothing_is_told),
        cmocka_unit_test(open_connections_are_tracked_before_rules_decide),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
