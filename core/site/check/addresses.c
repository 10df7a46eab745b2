/* The addresses of the hosts, and that no two hosts share one. A range may hold others' addresses. */
#include <string.h>

#include "core/base/text.h"
#include "core/site/check/check.h"

/* What no machine can have as the address that others reach it by. */
static const char *site_addresses_unusable(const struct prefix *prefix)
{
    static const struct {
        struct prefix prefix;
        const char *what;
    } kinds[] = {
        {{FAMILY_4, 8, {127}}, "a loopback address"},
        {{FAMILY_4, 4, {224}}, "a multicast address"},
        {{FAMILY_4, 32, {255, 255, 255, 255}}, "the broadcast address"},
        {{FAMILY_4, 32, {0}}, "no machine's address"},
        {{FAMILY_6, 128, {0}}, "no machine's address"},
        {{FAMILY_6, 128, {[15] = 1}}, "a loopback address"},
        {{FAMILY_6, 8, {0xff}}, "a multicast address"},
    };
    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
        if (prefix_contains(&kinds[i].prefix, prefix))
            return kinds[i].what;
    return NULL;
}

/* Machines that others are told to reach by their address: each has one of its own. Workstations and devices may be
 * many of a kind. */
static bool is_one_machine(const struct check *check, const struct host *host)
{
    return check->sound[host->index] && !host_is(host, TRAIT_WORKSTATION) && !host_is(host, TRAIT_DEVICE);
}

/* Rules are derived for every address of it. */
static void check_width(struct check *check, struct spot spot, const struct host *host,
                        const struct prefix *prefix)
{
    char text[PREFIX_TEXT];
    prefix_format(prefix, text);
    if (prefix->length == 0)
        site_add(check, PROBLEM_WIDE_ADDRESS, spot,
                 "'%s' is every address there is: whatever '%s' may do, anybody may; write its network", text,
                 host->name);
    else if (!prefix_is_single(prefix) && is_one_machine(check, host))
        site_add(check, PROBLEM_WIDE_ADDRESS, spot,
                 "'%s' is a network, and '%s' is one machine: whatever it may do, every address of that "
                 "network may; "
                 "write its own address",
                 text, host->name);
}

static size_t read_host(struct check *check, struct host *host, struct placed *placed, size_t order)
{
    const struct words *words = &check->draft->hosts[host->index].address;
    struct spot list = spot_words(&check->owners[host->index], "address", words);
    struct prefix *items = arena_array(&check->site->arena, words->count, sizeof(*items));
    size_t count = 0;
    for (size_t i = 0; i < words->count; i++) {
        const struct word *word = &words->items[i];
        struct spot spot = spot_item(list, i, word);
        if ((is_one_machine(check, host) ? site_machine : site_prefix)(
                check, spot, word->text ? word->text : "", &items[count]) < 0)
            continue;
        check_width(check, spot, host, &items[count]);
        if (site_addresses_unusable(&items[count]))
            site_add(check, PROBLEM_BAD_ADDRESS, spot,
                     "'%.64s' is %s; write the address that others reach '%s' by", word->text,
                     site_addresses_unusable(&items[count]), host->name);
        placed[count] = (struct placed){.prefix = items[count], .spot = spot, .order = order + count};
        count++;
    }
    host->addresses = (struct prefixes){.items = items, .count = count};
    return count;
}

static void site_addresses_report_shared(struct check *check, const struct placed *first,
                                         const struct placed *again)
{
    char buffer[PREFIX_TEXT];
    const char *text = prefix_format(&again->prefix, buffer);
    if (first->spot.owner == again->spot.owner)
        site_add(check, PROBLEM_TWICE, again->spot, "'%s' is given twice; take one out", text);
    else
        site_add(check, PROBLEM_SHARED_ADDRESS, again->spot,
                 "'%s' is an address of '%s' already; two hosts may not "
                 "share one",
                 text, check->site->hosts[first->spot.owner->index].name);
}

void check_addresses(struct check *check)
{
    const struct draft *draft = check->draft;
    struct site *site = check->site;
    size_t total = 0, count = 0;
    for (size_t i = 0; i < draft->host_count; i++)
        total += draft->hosts[i].address.count;
    struct placed *placed = arena_array(&check->scratch, total, sizeof(*placed));
    for (size_t i = 0; i < site->host_count; i++) {
        const struct words *words = &draft->hosts[i].address;
        count += read_host(check, &site->hosts[i], placed + count, count);
        if (words->count == 0 && check->sound[i] && !host_is(&site->hosts[i], TRAIT_GATEWAY))
            site_add(check, PROBLEM_MISSING, spot_words(&check->owners[i], "address", words),
                     "'%s' has no address; add one under 'address'", site->hosts[i].name);
    }
    site_repeated(check, placed, count, site_addresses_report_shared);
}
