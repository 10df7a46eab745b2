/* One more flow, and what must hold of each. */
#include "core/base/text.h"
#include "core/flow/derivation.h"
#include "core/net/addresses.h"

static unsigned end_families(const struct derivation *d, const struct end *end)
{
    if (end->host)
        return d->families[end->host->index];
    return end->address.family ? address_family(&end->address) : FAMILIES_ALL;
}

bool flow_shares_family(const struct derivation *d, const struct flow *flow)
{
    return (end_families(d, &flow->from) & end_families(d, &flow->to)) != 0;
}

static void check_family(struct derivation *d, const struct flow *flow)
{
    char from[PREFIX_TEXT], to[PREFIX_TEXT];
    if (flow_shares_family(d, flow))
        return;
    problem_add(d->problems, PROBLEM_NO_COMMON_FAMILY, flow->place,
                "'%s' cannot pass from '%s' to '%s': one has only IPv4, the other only IPv6; give both an "
                "address of one family",
                flow->service, end_name(&flow->from, from), end_name(&flow->to, to));
}

void flow_add(struct derivation *d, struct flow flow)
{
    struct flows *flows = d->flows;
    check_family(d, &flow);
    flow_check_dmz(d, &flow);
    flows->items = xgrow(flows->items, flows->count, &flows->cap, sizeof(*flows->items));
    flows->items[flows->count++] = flow;
}
