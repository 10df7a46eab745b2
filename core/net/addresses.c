#include "core/net/addresses.h"

unsigned address_family(const struct prefix *address)
{
    return address->family == FAMILY_4 ? FAMILIES_4 : FAMILIES_6;
}

unsigned addresses_families(struct prefixes addresses)
{
    unsigned families = 0;
    for (size_t i = 0; i < addresses.count && families != FAMILIES_ALL; i++)
        families |= address_family(&addresses.items[i]);
    return families ? families : FAMILIES_ALL;
}

struct prefixes addresses_of(struct arena *arena, struct prefixes addresses, unsigned families)
{
    if ((addresses_families(addresses) & ~families) == 0 || addresses.count == 0)
        return addresses;
    struct prefix *kept = arena_array(arena, addresses.count, sizeof(*kept));
    size_t count = 0;
    for (size_t i = 0; i < addresses.count; i++)
        if (address_family(&addresses.items[i]) & families)
            kept[count++] = addresses.items[i];
    return (struct prefixes){kept, count};
}
