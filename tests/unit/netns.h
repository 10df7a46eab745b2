/* A network namespace of the test's own: everything that touches a firewall runs in one. */
#ifndef TESTS_UNIT_NETNS_H
#define TESTS_UNIT_NETNS_H

#include <sched.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <net/if.h>

#include <cmocka.h>

#include "backends/machine/machine.h"

/* The namespace the test program was started in: taken before main. */
static struct stat netns_started_in;

static __attribute__((constructor)) void netns_remember(void)
{
    if (stat("/proc/thread-self/ns/net", &netns_started_in) != 0)
        abort();
}

static inline bool netns_is(const struct stat *other)
{
    struct stat own;
    assert_int_equal(stat("/proc/thread-self/ns/net", &own), 0);
    return own.st_dev == other->st_dev && own.st_ino == other->st_ino;
}

/* Neither the machine's namespace nor the one we came from (where PID 1 is hidden, that is all we know). */
static inline void netns_assert_private(void)
{
    struct stat machine;
    if (netns_is(&netns_started_in) || (stat("/proc/1/ns/net", &machine) == 0 && netns_is(&machine)))
        fail_msg("this test would change the machine's own firewall");
}

static inline void netns_loopback_up(void)
{
    struct ifreq request = {.ifr_name = "lo", .ifr_flags = IFF_UP};
    int descriptor = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    assert_true(descriptor >= 0);
    assert_int_equal(ioctl(descriptor, SIOCSIFFLAGS, &request), 0);
    close(descriptor);
}

static inline void netns_write(const char *path, const char *value)
{
    FILE *file = fopen(path, "we");
    assert_non_null(file);
    assert_true(fputs(value, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

/* A fresh namespace: empty firewall, loopback up, nothing forwarded. Needs root: it fails without, it never
 * skips. */
static inline void netns_private(void)
{
    if (unshare(CLONE_NEWNET) != 0)
        fail_msg("no network namespace: run the tests as root");
    netns_assert_private();
    netns_loopback_up();
    netns_write("/proc/sys/net/ipv4/ip_forward", "0");
    netns_write("/proc/sys/net/ipv6/conf/all/forwarding", "0");
}

/* Runs the real nft in this namespace; `input` NULL: none. The caller frees the output. */
static inline char *netns_nft(const char *input, char *const words[])
{
    struct output output = {0};
    struct failure failure = {0};
    netns_assert_private();
    if (machine_run(words, input, 60, &output, &failure) != 0)
        fail_msg("%s", failure.message);
    if (output.status != 0)
        fail_msg("%s %s: %s", words[0], words[1], output.err);
    free(output.err);
    return output.out;
}

#define NETNS_NFT(input, ...) netns_nft(input, (char *[]){"/usr/sbin/nft", __VA_ARGS__, NULL})

/* `nft list ruleset` without the numbers that traffic changes. */
static inline char *netns_listing(void)
{
    char *listing = NETNS_NFT(NULL, "list", "ruleset"), *out = listing;
    for (const char *in = listing; *in;) {
        int skip = 0;
        if (strncmp(in, " packets ", 9) == 0 && in > listing && in[-1] == 'r')
            sscanf(in, " packets %*u bytes %*u%n", &skip);
        in += skip;
        if (!skip)
            *out++ = *in++;
    }
    *out = '\0';
    return listing;
}

#endif
