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

#include "backends/neighbours/others.h"
#include "core/base/text.h"
#include "core/net/net.h"

static const char *const hook_names[NF_INET_NUMHOOKS] = {"PREROUTING", "INPUT", "FORWARD", "OUTPUT",
                                                         "POSTROUTING"};

/* The two families have the same structures under different names; entries differ in what stands first. */
struct legacy {
    struct others *others;
    int socket, family;
    struct ipt_getinfo info;
    const char *entries;
};

/* What of an entry is the same in both. */
struct legacy_entry {
    unsigned offset, target, next, first; /* first: where its matches begin */
    struct met met;
};

_Static_assert(sizeof(struct ipt_getinfo) == sizeof(struct ip6t_getinfo), "one layout for both");
_Static_assert(offsetof(struct ipt_get_entries, entrytable) == offsetof(struct ip6t_get_entries, entrytable),
               "one layout for both");

/* A mask that is no prefix says nothing here. */
static void legacy_address(struct met *met, bool to, const void *address, const void *mask, bool inverted)
{
    const uint8_t family = met->families == FAMILIES_6 ? FAMILY_6 : FAMILY_4;
    const unsigned char *bits = mask;
    size_t all = family_bytes(family) * 8, length = 0;
    while (length < all && bits[length / 8] & (0x80 >> length % 8))
        length++;
    for (size_t i = length; i < all; i++)
        met->part |= (bits[i / 8] & (0x80 >> i % 8)) != 0;
    struct prefix prefix = {.family = family, .length = (uint8_t)length};
    memcpy(prefix.bytes, address, family_bytes(family));
    struct ranges told = ranges_of(&prefix);
    if (told.some && inverted)
        told = ranges_without(&(struct ranges){0}, &told, family);
    met_addresses(met, to, &told);
}

static void legacy_interface(struct met *met, bool out, const char *name, bool inverted)
{
    if (inverted)
        met->part |= strcmp(name, "lo") != 0; /* all that is of other machines is not of lo */
    else if (*name)
        met_interface(met, out, name);
}

static void legacy_read_ip(struct legacy_entry *entry, const struct ipt_entry *raw)
{
    entry->first = sizeof(*raw);
    entry->target = raw->target_offset;
    entry->next = raw->next_offset;
    entry->met = met_all(FAMILIES_4);
    if (raw->ip.proto && !(raw->ip.invflags & XT_INV_PROTO))
        met_protocol(&entry->met, raw->ip.proto);
    entry->met.part |=
        raw->ip.invflags & (XT_INV_PROTO | IPT_INV_TOS | IPT_INV_FRAG) || (raw->ip.flags & IPT_F_FRAG);
    legacy_address(&entry->met, false, &raw->ip.src, &raw->ip.smsk, raw->ip.invflags & IPT_INV_SRCIP);
    legacy_address(&entry->met, true, &raw->ip.dst, &raw->ip.dmsk, raw->ip.invflags & IPT_INV_DSTIP);
    legacy_interface(&entry->met, false, raw->ip.iniface, raw->ip.invflags & IPT_INV_VIA_IN);
    legacy_interface(&entry->met, true, raw->ip.outiface, raw->ip.invflags & IPT_INV_VIA_OUT);
}

static void legacy_read_ip6(struct legacy_entry *entry, const struct ip6t_entry *raw)
{
    entry->first = sizeof(*raw);
    entry->target = raw->target_offset;
    entry->next = raw->next_offset;
    entry->met = met_all(FAMILIES_6);
    if (raw->ipv6.proto && !(raw->ipv6.invflags & XT_INV_PROTO))
        met_protocol(&entry->met, raw->ipv6.proto);
    entry->met.part |=
        raw->ipv6.invflags & (XT_INV_PROTO | IP6T_INV_TOS | IP6T_INV_FRAG) || (raw->ipv6.flags & IP6T_F_TOS);
    legacy_address(&entry->met, false, &raw->ipv6.src, &raw->ipv6.smsk, raw->ipv6.invflags & IP6T_INV_SRCIP);
    legacy_address(&entry->met, true, &raw->ipv6.dst, &raw->ipv6.dmsk, raw->ipv6.invflags & IP6T_INV_DSTIP);
    legacy_interface(&entry->met, false, raw->ipv6.iniface, raw->ipv6.invflags & IP6T_INV_VIA_IN);
    legacy_interface(&entry->met, true, raw->ipv6.outiface, raw->ipv6.invflags & IP6T_INV_VIA_OUT);
}

static void legacy_read_matches(const struct legacy *legacy, struct legacy_entry *entry)
{
    for (unsigned at = entry->first; at + sizeof(struct xt_entry_match) <= entry->target;) {
        struct xt_entry_match head;
        const char *raw = legacy->entries + entry->offset + at;
        memcpy(&head, raw, sizeof(head));
        if (head.u.user.match_size < sizeof(head) || at + head.u.user.match_size > entry->target)
            return;
        met_xt(&entry->met, head.u.user.name, raw + sizeof(head), head.u.user.match_size - sizeof(head));
        at += head.u.user.match_size;
    }
}

/* false: behind the last, or no entry at all. */
static bool legacy_read_entry(const struct legacy *legacy, unsigned offset, struct legacy_entry *entry)
{
    size_t head = legacy->family == FAMILY_4 ? sizeof(struct ipt_entry) : sizeof(struct ip6t_entry);
    *entry = (struct legacy_entry){.offset = offset};
    if (offset + head > legacy->info.size)
        return false;
    const void *raw = legacy->entries + offset;
    if (legacy->family == FAMILY_4)
        legacy_read_ip(entry, raw);
    else
        legacy_read_ip6(entry, raw);
    if (entry->next < head + sizeof(struct xt_entry_target) || offset + entry->next > legacy->info.size ||
        entry->target + sizeof(struct xt_entry_target) > entry->next)
        return false;
    legacy_read_matches(legacy, entry);
    return true;
}

static const struct xt_entry_target *legacy_target(const struct legacy *legacy,
                                                   const struct legacy_entry *entry)
{
    return (const void *)(legacy->entries + entry->offset + entry->target);
}

/* The head of a chain of somebody's own has its name; NULL: this is a rule. */
static const char *legacy_head(const struct legacy *legacy, const struct legacy_entry *entry)
{
    const struct xt_entry_target *target = legacy_target(legacy, entry);
    bool head = strcmp(target->u.user.name, XT_ERROR_TARGET) == 0 &&
                entry->next - entry->target >= sizeof(struct xt_error_target);
    return head ? ((const struct xt_error_target *)(const void *)target)->errorname : NULL;
}

static unsigned legacy_chain_family(const struct legacy *legacy)
{
    return OF_LEGACY | (legacy->family == FAMILY_4 ? (unsigned)NFPROTO_IPV4 : (unsigned)NFPROTO_IPV6);
}

/* A jump leads to the first rule of a chain, right behind its head. */
static const char *legacy_chain_at(const struct legacy *legacy, unsigned offset)
{
    struct legacy_entry entry;
    for (unsigned at = 0; legacy_read_entry(legacy, at, &entry); at += entry.next)
        if (at + entry.next == offset)
            return legacy_head(legacy, &entry);
    return NULL;
}

static void legacy_put_rule(const struct legacy *legacy, struct other *chain,
                            const struct legacy_entry *entry)
{
    const struct xt_entry_target *target = legacy_target(legacy, entry);
    const char *name = target->u.user.name;
    if (*name) {
        other_add(chain, &entry->met,
                  effect_xt(name, target->data, entry->next - entry->target - sizeof(*target)), NULL);
        return;
    }
    int verdict = ((const struct xt_standard_target *)(const void *)target)->verdict;
    const char *jump = verdict >= 0 ? legacy_chain_at(legacy, (unsigned)verdict) : NULL;
    unsigned effect = verdict == -NF_DROP - 1     ? EFFECT_DROPS
                      : verdict == -NF_ACCEPT - 1 ? EFFECT_LETS
                      : verdict == -NF_QUEUE - 1  ? EFFECT_DROPS | EFFECT_LETS | EFFECT_CHANGES
                                                  : 0;
    other_add(chain, &entry->met, effect, jump)->leaves = verdict < 0;
}

static struct other *legacy_base(const struct legacy *legacy, unsigned offset)
{
    for (unsigned hook = 0; hook < NF_INET_NUMHOOKS; hook++)
        if (legacy->info.valid_hooks & 1u << hook && legacy->info.hook_entry[hook] == offset) {
            struct other *made =
                others_add(legacy->others, legacy_chain_family(legacy), legacy->info.name, hook_names[hook]);
            made->base = true;
            made->hook = hook;
            return made;
        }
    return NULL;
}

static bool legacy_is_policy(const struct legacy *legacy, unsigned offset)
{
    for (unsigned hook = 0; hook < NF_INET_NUMHOOKS; hook++)
        if (legacy->info.valid_hooks & 1u << hook && legacy->info.underflow[hook] == offset)
            return true;
    return false;
}

static void legacy_read_table(const struct legacy *legacy)
{
    struct legacy_entry entry;
    struct other *chain = NULL;
    for (unsigned at = 0; legacy_read_entry(legacy, at, &entry); at += entry.next) {
        const char *head = legacy_head(legacy, &entry);
        struct other *base = legacy_base(legacy, at);
        chain = head   ? others_add(legacy->others, legacy_chain_family(legacy), legacy->info.name, head)
                : base ? base
                       : chain;
        if (head || !chain)
            continue;
        legacy_put_rule(legacy, chain, &entry);
        if (legacy_is_policy(legacy, at)) { /* no rule, and what it says stands in `drops` */
            chain->count--;
            chain->drops = chain->rules[chain->count].effect & EFFECT_DROPS;
            free(chain->rules[chain->count].jump);
        }
    }
}

static bool legacy_get(struct legacy *legacy)
{
    bool v4 = legacy->family == FAMILY_4;
    int level = v4 ? SOL_IP : SOL_IPV6;
    socklen_t size = sizeof(legacy->info);
    if (getsockopt(legacy->socket, level, v4 ? IPT_SO_GET_INFO : IP6T_SO_GET_INFO, &legacy->info, &size) != 0)
        return false;
    size = (socklen_t)(sizeof(struct ipt_get_entries) + legacy->info.size);
    struct ipt_get_entries *got = xcalloc(1, size);
    memcpy(got->name, legacy->info.name, sizeof(got->name));
    got->size = legacy->info.size;
    bool read =
        getsockopt(legacy->socket, level, v4 ? IPT_SO_GET_ENTRIES : IP6T_SO_GET_ENTRIES, got, &size) == 0;
    legacy->entries = (const char *)got->entrytable;
    if (read)
        legacy_read_table(legacy);
    free(got);
    return read;
}

static void legacy_read_family(struct others *others, int family)
{
    FILE *names = fopen(family == FAMILY_4 ? "/proc/thread-self/net/ip_tables_names"
                                           : "/proc/thread-self/net/ip6_tables_names",
                        "re");
    char name[XT_TABLE_MAXNAMELEN];
    if (!names)
        return;
    int descriptor = socket(family == FAMILY_4 ? AF_INET : AF_INET6, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    while (fscanf(names, "%31s", name) == 1) {
        struct legacy legacy = {.others = others, .socket = descriptor, .family = family};
        snprintf(legacy.info.name, sizeof(legacy.info.name), "%s", name);
        others->unread |= !legacy_get(&legacy);
    }
    if (descriptor >= 0)
        close(descriptor);
    fclose(names);
}

void others_of_legacy(struct others *others)
{
    legacy_read_family(others, FAMILY_4);
    legacy_read_family(others, FAMILY_6);
}
