/* Hosts that are cut off from some that they cannot do without. */
#include <stdlib.h>

#include "core/advice/advising.h"
#include "core/base/text.h"
#include "core/site/advise.h"

/* Numbers the hosts of `used`; 64 is more than any topology has. Returns how many there are. */
static unsigned number_hosts(const struct site *site, const struct product *product, role_set used,
                             unsigned *numbers)
{
    enum { MOST = 64 };
    unsigned count = 0;
    for (size_t i = 0; i < site->host_count && count < MOST; i++)
        if (site->hosts[i].product == product && used & role_bit(site->hosts[i].role))
            numbers[i] = ++count;
    return count;
}

static void note_pair(const struct host *host, const struct host *other, role_set roles,
                      const unsigned *numbers, uint64_t *reached)
{
    if (roles & role_bit(host->role) && numbers[other->index])
        reached[host->index] |= (uint64_t)1 << (numbers[other->index] - 1);
}

void advice_cut(const struct flows *flows, const struct product *product, const struct advice *advice,
                struct problems *problems)
{
    const struct site *site = flows->site;
    uint64_t *reached = xcalloc(site->host_count + 1, sizeof(*reached));
    unsigned *numbers = xcalloc(site->host_count + 1, sizeof(*numbers));
    unsigned count = number_hosts(site, product, advice->used, numbers);
    for (size_t i = 0; i < flows->count; i++) {
        const struct flow *flow = &flows->items[i];
        if (!flow->from.host || !flow->to.host || flow->verdict == VERDICT_DROP)
            continue;
        note_pair(flow->from.host, flow->to.host, advice->roles, numbers, reached);
        note_pair(flow->to.host, flow->from.host, advice->roles, numbers, reached);
    }
    for (size_t i = 0; i < site->host_count; i++)
        if (site->hosts[i].product == product && advice->roles & role_bit(site->hosts[i].role) &&
            (unsigned)__builtin_popcountll(reached[i]) < count)
            advise(problems, site, &site->hosts[i], advice->code);
    free(reached);
    free(numbers);
}
