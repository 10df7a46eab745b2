#include "backends/machine/machine.h"

#include <ifaddrs.h>
#include <linux/capability.h>
#include <net/if.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "core/base/text.h"

static int64_t milliseconds(clockid_t clock)
{
    struct timespec now;
    clock_gettime(clock, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int64_t machine_boottime(void)
{
    return milliseconds(CLOCK_BOOTTIME);
}

int64_t machine_realtime(void)
{
    return milliseconds(CLOCK_REALTIME);
}

/* A file below the root stands in for the kernel's, so that a test can play a reboot. */
char *machine_boot_id(const struct machine *machine)
{
    static const char path[] = "/proc/sys/kernel/random/boot_id";
    const struct machine kernel = {.root = ""};
    char *id = NULL;
    if (machine_read(machine, path, 64, &id, NULL) != 0 && machine_read(&kernel, path, 64, &id, NULL) != 0)
        return xstrdup("unknown");
    id[strcspn(id, "\n")] = '\0';
    return id;
}

static bool machine_address_of(const struct ifaddrs *entry, struct prefix *address)
{
    *address = (struct prefix){0};
    if (!entry->ifa_addr)
        return false;
    if (entry->ifa_addr->sa_family == AF_INET) {
        const struct sockaddr_in *in = (const void *)entry->ifa_addr;
        *address = (struct prefix){.family = FAMILY_4, .length = 32};
        memcpy(address->bytes, &in->sin_addr, 4);
    } else if (entry->ifa_addr->sa_family == AF_INET6) {
        const struct sockaddr_in6 *in = (const void *)entry->ifa_addr;
        *address = (struct prefix){.family = FAMILY_6, .length = 128};
        memcpy(address->bytes, &in->sin6_addr, 16);
    }
    return address->family != 0;
}

static int read_addresses(bool loopback, struct prefix **own, size_t *count)
{
    struct ifaddrs *all;
    struct prefix address;
    size_t cap = 0;
    *own = NULL;
    *count = 0;
    if (getifaddrs(&all) != 0)
        return -1;
    for (const struct ifaddrs *entry = all; entry; entry = entry->ifa_next) {
        if ((!loopback && (entry->ifa_flags & IFF_LOOPBACK)) || !machine_address_of(entry, &address))
            continue;
        *own = xgrow(*own, *count, &cap, sizeof(**own));
        (*own)[(*count)++] = address;
    }
    freeifaddrs(all);
    return 0;
}

int machine_addresses(struct prefix **own, size_t *count)
{
    return read_addresses(false, own, count);
}

int machine_every_address(struct prefix **own, size_t *count)
{
    return read_addresses(true, own, count);
}

bool machine_forwards(int family)
{
    const struct machine kernel = {.root = ""};
    const char *path =
        family == FAMILY_6 ? "/proc/sys/net/ipv6/conf/all/forwarding" : "/proc/sys/net/ipv4/ip_forward";
    char *value;
    if (machine_read(&kernel, path, 16, &value, NULL) != 0)
        return false;
    bool on = *value != '0';
    free(value);
    return on;
}

bool machine_may_filter(void)
{
    struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3};
    struct __user_cap_data_struct caps[_LINUX_CAPABILITY_U32S_3] = {0};
    if (syscall(SYS_capget, &header, caps) != 0)
        return false;
    return (caps[0].effective >> CAP_NET_ADMIN) & 1;
}
