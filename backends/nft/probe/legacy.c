/* The old iptables: its tables are not in nf_tables, but packets meet them all the same. */
#include <netinet/in.h>

#include <linux/netfilter/x_tables.h>
#include <linux/netfilter_ipv4/ip_tables.h>
#include <linux/netfilter_ipv6/ip6_tables.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "backends/nft/probe/foreign.h"
#include "core/base/text.h"
#include "core/net/net.h"

/* The two families have the same structures under different names. */
struct table {
    char name[XT_TABLE_MAXNAMELEN];
    unsigned hooks, entries, size;
    unsigned policies[NF_INET_NUMHOOKS]; /* where each hook's policy is in the entries */
};

static bool get_info(int descriptor, int family, struct table *table)
{
    struct ipt_getinfo info = {0};
    socklen_t size = sizeof(info);
    _Static_assert(sizeof(struct ipt_getinfo) == sizeof(struct ip6t_getinfo), "one layout for both");
    memcpy(info.name, table->name, sizeof(info.name));
    if (getsockopt(descriptor, family == FAMILY_4 ? SOL_IP : SOL_IPV6,
                   family == FAMILY_4 ? IPT_SO_GET_INFO : IP6T_SO_GET_INFO, &info, &size) != 0)
        return false;
    table->hooks = info.valid_hooks;
    table->entries = info.num_entries;
    table->size = info.size;
    memcpy(table->policies, info.underflow, sizeof(table->policies));
    return true;
}

static bool policy_drops(const struct table *table, int family, const char *entries, unsigned offset)
{
    uint16_t target;
    struct xt_standard_target standard;
    size_t target_at = family == FAMILY_4 ? offsetof(struct ipt_entry, target_offset)
                                          : offsetof(struct ip6t_entry, target_offset);
    if (offset + target_at + sizeof(target) > table->size)
        return true;
    memcpy(&target, entries + offset + target_at, sizeof(target));
    if (offset + target + sizeof(standard) > table->size)
        return true;
    memcpy(&standard, entries + offset + target, sizeof(standard));
    return standard.verdict == -NF_DROP - 1;
}

static bool any_policy_drops(int descriptor, int family, const struct table *table)
{
    socklen_t size = (socklen_t)(sizeof(struct ipt_get_entries) + table->size);
    struct ipt_get_entries *got = xcalloc(1, size);
    _Static_assert(offsetof(struct ipt_get_entries, entrytable) ==
                       offsetof(struct ip6t_get_entries, entrytable),
                   "one layout for both");
    memcpy(got->name, table->name, sizeof(got->name));
    got->size = table->size;
    bool drops = getsockopt(descriptor, family == FAMILY_4 ? SOL_IP : SOL_IPV6,
                            family == FAMILY_4 ? IPT_SO_GET_ENTRIES : IP6T_SO_GET_ENTRIES, got, &size) != 0;
    for (unsigned hook = 0; !drops && hook < NF_INET_NUMHOOKS; hook++)
        drops = table->hooks & 1u << hook &&
                policy_drops(table, family, (const char *)got->entrytable, table->policies[hook]);
    free(got);
    return drops;
}

/* An empty table has one entry for each hook's policy and one that ends it. What cannot be read counts as
 * rules. */
static bool filters(int descriptor, int family, const char *name)
{
    struct table table = {0};
    snprintf(table.name, sizeof(table.name), "%s", name);
    if (!get_info(descriptor, family, &table))
        return true;
    return table.entries > (unsigned)__builtin_popcount(table.hooks) + 1 ||
           any_policy_drops(descriptor, family, &table);
}

bool legacy_filters(int family)
{
    FILE *names = fopen(family == FAMILY_4 ? "/proc/thread-self/net/ip_tables_names"
                                           : "/proc/thread-self/net/ip6_tables_names",
                        "re");
    char name[XT_TABLE_MAXNAMELEN];
    bool found = false;
    if (!names)
        return false;
    int descriptor = socket(family == FAMILY_4 ? AF_INET : AF_INET6, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    while (!found && fscanf(names, "%31s", name) == 1)
        found = filters(descriptor, family, name);
    if (descriptor >= 0)
        close(descriptor);
    fclose(names);
    return found;
}
