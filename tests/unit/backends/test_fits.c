/* Is this the machine that the plan is about, and what does it do for others? */
#include "backends/ways/fits.h"

#include "tests/unit/nft_scene.h"

struct fits_row {
    const char *yaml, *host;
    const char *setup[6][12]; /* of `ip`; a path and a value where the first word is a path */
    const char *code;         /* NULL: nothing is told */
    const char *says;
};

/* `eth0` and `lan0` are there; what follows is the row's. */
static const struct fits_row rows[] = {
    {PAIR, "srv-a", {{"addr", "add", "10.20.0.11/24", "dev", "eth0"}}, NULL, NULL},
    {PAIR,
     "srv-b",
     {{"addr", "add", "10.20.0.11/24", "dev", "eth0"}},
     "other-machine",
     "of 'srv-b', but one of 'srv-a'"},
    {PAIR, "srv-b", {{"addr", "add", "fd00:20::11/64", "dev", "eth0", "nodad"}}, "other-machine", "'srv-a'"},
    {PAIR, "srv-b", {{"addr", "add", "10.20.0.77/24", "dev", "eth0"}}, NULL, NULL}, /* of nobody: DHCP */
    {PAIR, "srv-b", {{"addr", "add", "10.21.0.7/24", "dev", "eth0"}}, NULL, NULL},  /* one of many */
    {PAIR,
     "srv-a",
     {{"addr", "add", "10.20.0.11/24", "dev", "eth0"}, {"addr", "add", "10.20.0.12/24", "dev", "eth0"}},
     NULL,
     NULL},
    {PAIR,
     "dmz-1",
     {{"addr", "add", "10.20.0.12/32", "dev", "lo"}},
     "other-machine",
     "'srv-b'"}, /* a router's own address */
    {PAIR,
     "srv-a",
     {{"addr", "add", "10.20.0.11/24", "dev", "eth0"},
      {"addr", "add", "192.168.122.1/24", "dev", "lan0"},
      {"/proc/sys/net/ipv4/ip_forward", "1"}},
     "forwards",
     "'eth0' (10.20.0.0/24), 'lan0' (192.168.122.0/24)"},
    {PAIR,
     "srv-a",
     {{"addr", "add", "10.20.0.11/24", "dev", "eth0"},
      {"addr", "add", "192.168.122.1/24", "dev", "lan0"},
      {"/proc/sys/net/ipv4/conf/lan0/forwarding", "1"}},
     "forwards",
     "deny}' stops it"},
    {PAIR,
     "srv-a",
     {{"addr", "add", "fd00:20::11/64", "dev", "eth0", "nodad"},
      {"addr", "add", "fd00:99::1/64", "dev", "lan0", "nodad"},
      {"/proc/sys/net/ipv6/conf/all/forwarding", "1"}},
     "forwards",
     "IPv6"},
    {PAIR,
     "srv-a",
     {{"addr", "add", "10.20.0.11/24", "dev", "eth0"}, {"addr", "add", "10.99.0.1/24", "dev", "lan0"}},
     NULL,
     NULL},
    {PAIR,
     "srv-a",
     {{"addr", "add", "10.20.0.11/24", "dev", "eth0"}, {"/proc/sys/net/ipv4/ip_forward", "1"}},
     NULL,
     NULL},
    {PAIR "policy: {forward: deny}\n",
     "srv-a",
     {{"addr", "add", "10.20.0.11/24", "dev", "eth0"},
      {"addr", "add", "192.168.122.1/24", "dev", "lan0"},
      {"/proc/sys/net/ipv4/ip_forward", "1"}},
     NULL,
     NULL},
    {PAIR "policy: {forward: allow}\n",
     "srv-a",
     {{"addr", "add", "10.20.0.11/24", "dev", "eth0"},
      {"addr", "add", "192.168.122.1/24", "dev", "lan0"},
      {"/proc/sys/net/ipv4/ip_forward", "1"}},
     NULL,
     NULL},
    {PAIR,
     "fw-1",
     {{"addr", "add", "10.20.0.1/24", "dev", "eth0"}},
     "no-interface",
     "'eth1' is on this machine"},
    {PAIR, "fw-1", {{"addr", "add", "10.20.0.1/24", "dev", "eth0"}}, "no-interface", "'eth0'"},
    {PAIR, "fw-1", {{"addr", "add", "10.20.0.12/24", "dev", "eth0"}}, "other-machine", "'srv-b'"},
};

static void fits_ip(const char *const words[])
{
    struct output output = {0};
    struct failure failure = {0};
    char *argv[14] = {"/bin/ip"};
    for (size_t i = 0; i < 12 && words[i]; i++)
        argv[i + 1] = (char *)(uintptr_t)words[i];
    must(machine_run(argv, NULL, 20, &output, &failure), &failure);
    if (output.status != 0)
        fail_msg("ip %s %s: %s", words[0], words[1], output.err);
    output_release(&output);
}

static void fits_set_up(const struct fits_row *row)
{
    static const char *const always[][12] = {
        {"link", "set", "lo", "up"},
        {"link", "add", "eth0", "type", "veth", "peer", "name", "far0"},
        {"link", "add", "lan0", "type", "veth", "peer", "name", "far1"},
        {"link", "set", "eth0", "up"},
        {"link", "set", "lan0", "up"},
    };
    netns_private();
    for (size_t i = 0; i < sizeof(always) / sizeof(*always); i++)
        fits_ip(always[i]);
    for (size_t i = 0; row->setup[i][0]; i++)
        if (row->setup[i][0][0] == '/')
            netns_write(row->setup[i][0], row->setup[i][1]);
        else
            fits_ip(row->setup[i]);
}

static const struct problem *fits_found(const struct problems *problems, const char *word, const char *says)
{
    for (size_t i = 0; i < problems->count; i++)
        if (strcmp(problem_fact(problems->items[i].code)->word, word) == 0 &&
            strstr(problems->items[i].message, says))
            return &problems->items[i];
    return NULL;
}

static void fits_play(const struct fits_row *row, size_t number)
{
    struct compiled_scene made;
    struct problems problems = {0};
    struct failure failure = {0};
    fits_set_up(row);
    compiled_init(&made, row->yaml, row->host);
    fits_tell(&made.plan, &problems);
    if (!row->code ? problems.count : !fits_found(&problems, row->code, row->says))
        fail_msg("row %zu: told is '%s'", number, problems.count ? problems.items[0].message : "nothing");
    bool refused = fits_prove(&made.plan, NULL, &failure) != 0, error = problems.errors > 0;
    assert_int_equal(refused, error);
    failure = (struct failure){0};
    bool other = row->code && strcmp(row->code, "other-machine") == 0;
    if (other) /* the host's name, typed, takes it */
        assert_int_equal(fits_prove(&made.plan, row->host, &failure), 0);
    else
        assert_int_equal(fits_prove(&made.plan, row->host, &failure) != 0, error);
    problems_release(&problems);
    compiled_release(&made);
}

static bool fits_has_row(const char *code)
{
    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
        if (rows[i].code && strcmp(rows[i].code, code) == 0)
            return true;
    return false;
}

static void what_does_not_fit_is_told(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
        fits_play(&rows[i], i);
    assert_true(fits_has_row("other-machine"));
    assert_true(fits_has_row("forwards"));
    assert_true(fits_has_row("no-interface"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(what_does_not_fit_is_told)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
