#include "tests/apart.h"

#include <errno.h>
#include <sched.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <net/if.h>

/* Taken before main. */
static struct stat apart_started_in;

static __attribute__((constructor)) void apart_remember(void)
{
    if (stat("/proc/thread-self/ns/net", &apart_started_in) != 0)
        abort();
}

static const char *apart_failed(const char *what)
{
    static char sentence[128];
    snprintf(sentence, sizeof(sentence), "%s: %s (run the tests as root)", what, strerror(errno));
    return sentence;
}

const char *apart_proof(void)
{
    struct stat own, machine;
    if (stat("/proc/thread-self/ns/net", &own) != 0)
        return apart_failed("the network namespace cannot be told");
    /* In some containers even root cannot see the machine's: then the first is all we know. */
    if ((own.st_dev == apart_started_in.st_dev && own.st_ino == apart_started_in.st_ino) ||
        (stat("/proc/1/ns/net", &machine) == 0 && own.st_dev == machine.st_dev &&
         own.st_ino == machine.st_ino))
        return "this test would change the machine's own firewall";
    return NULL;
}

const char *apart_enter(int flags)
{
    return unshare(flags) == 0 ? apart_proof() : apart_failed("no namespaces");
}

static const char *apart_loopback_up(void)
{
    struct ifreq request = {.ifr_name = "lo", .ifr_flags = IFF_UP | IFF_RUNNING};
    int descriptor = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    int done = descriptor < 0 ? -1 : ioctl(descriptor, SIOCSIFFLAGS, &request);
    if (descriptor >= 0)
        close(descriptor);
    return done == 0 ? NULL : apart_failed("the loopback stays down");
}

static const char *apart_forward_nothing(void)
{
    static const char *const switches[] = {"/proc/sys/net/ipv4/ip_forward",
                                           "/proc/sys/net/ipv6/conf/all/forwarding"};
    for (size_t i = 0; i < sizeof(switches) / sizeof(*switches); i++) {
        FILE *file = fopen(switches[i], "we");
        bool written = file && fputs("0", file) >= 0;
        if (!file || fclose(file) != 0 || !written)
            return apart_failed(switches[i]);
    }
    return NULL;
}

const char *apart_network(void)
{
    const char *failed = apart_enter(CLONE_NEWNET);
    if (!failed)
        failed = apart_loopback_up();
    return failed ? failed : apart_forward_nothing();
}

const char *apart_mounts(void)
{
    if (unshare(CLONE_NEWNS) != 0 || mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0)
        return apart_failed("no mount namespace");
    return NULL;
}
