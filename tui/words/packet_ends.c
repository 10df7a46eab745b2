#include "tui/words/packet_ends.h"

#include "core/base/text.h"
#include "tui/words/host_words.h"

/* What one end may be: the addresses of a host, or the one that was typed. */
struct end_choice {
    const char *typed;
    struct prefixes addresses;
    struct prefix typed_address;
};

static int read_end(struct end_choice *choice, const struct site *site, const char *typed, char **why)
{
    const char *wrong = NULL;
    const struct host *host = site_host(site, typed);
    *choice = (struct end_choice){.typed = typed};
    if (host) {
        choice->addresses = host->addresses;
        if (host->addresses.count > 0)
            return 0;
        *why = xasprintf("'%s' has no address in the site; give an address instead", typed);
        return -1;
    }
    if (prefix_parse(typed, &choice->typed_address, &wrong) == 0) {
        choice->addresses = (struct prefixes){&choice->typed_address, 1};
        return 0;
    }
    const char *near = host_nearest(site, typed);
    *why = near ? xasprintf("'%s' is no host of the site and no address; did you mean '%s'?", typed, near)
                : xasprintf("'%s' is no host of the site and no address; give one of these", typed);
    return -1;
}

static bool words_packet_ends_has_family(struct prefixes addresses, int family)
{
    for (size_t i = 0; i < addresses.count; i++)
        if (addresses.items[i].family == family)
            return true;
    return false;
}

/* A network's first host address; an address as it is. */
static struct prefix first_address(const struct prefix *prefix)
{
    struct prefix single = *prefix;
    size_t last = prefix->family == FAMILY_4 ? 3 : 15;
    uint8_t full = prefix->family == FAMILY_4 ? 32 : 128;
    if (prefix->length + 1 < full)
        single.bytes[last] |= 1;
    single.length = full;
    return single;
}

static const struct prefix *first_common(struct prefixes addresses, struct prefixes other)
{
    for (size_t i = 0; i < addresses.count; i++)
        if (words_packet_ends_has_family(other, addresses.items[i].family))
            return &addresses.items[i];
    return NULL;
}

static const struct prefix *first_of_family(struct prefixes addresses, int family)
{
    for (size_t i = 0; i < addresses.count; i++)
        if (addresses.items[i].family == family)
            return &addresses.items[i];
    return NULL;
}

int packet_ends(struct packet *packet, const struct site *site, const char *from, const char *to, char **why)
{
    struct end_choice start, end;
    if (read_end(&start, site, from, why) != 0 || read_end(&end, site, to, why) != 0)
        return -1;
    const struct prefix *start_address = first_common(start.addresses, end.addresses);
    if (!start_address) {
        *why = xasprintf("'%s' and '%s' have no address family in common; a packet needs one", from, to);
        return -1;
    }
    packet->from = first_address(start_address);
    packet->to = first_address(first_of_family(end.addresses, start_address->family));
    return 0;
}
