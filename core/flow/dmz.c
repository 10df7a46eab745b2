/* Nothing of a DMZ standby opens connections inwards: not by its name, not by its address. */
#include "core/flow/derivation.h"

static bool from_dmz(const struct derivation *d, const struct end *end)
{
    if (end->host)
        return d->inside_dmz[end->host->index];
    return end->address.family && prefixes_hold(&d->dmz, &end->address);
}

static bool is_dmz_host(const struct end *end)
{
    return end->host && host_is(end->host, TRAIT_DMZ);
}

static bool to_inner(const struct derivation *d, const struct end *end)
{
    if (end->host)
        return host_is_inner(end->host);
    return end->address.family && prefixes_hold(&d->inner, &end->address);
}

/* Between DMZ standbys only an extra is a mistake; what the product has there, its denies close. */
void flow_check_dmz(struct derivation *d, const struct flow *flow)
{
    char from[PREFIX_TEXT], to[PREFIX_TEXT];
    bool among = !flow->catalog && is_dmz_host(&flow->from) && is_dmz_host(&flow->to);
    if (flow->verdict == VERDICT_DROP || !from_dmz(d, &flow->from) || !(among || to_inner(d, &flow->to)))
        return;
    problem_add(d->problems, PROBLEM_DMZ_INWARDS, flow->place,
                "'%s' would let '%s', a DMZ standby or an address of one, open connections to '%s'; a DMZ "
                "standby never opens towards other servers: take the flow away or give the host an address "
                "of its own",
                flow->service, end_name(&flow->from, from), end_name(&flow->to, to));
}
