/* How far a pattern of a service comes between two hosts. */
#include "core/flow/derivation.h"
#include "core/flow/standing.h"

/* A deny must also hold towards other products; an allow stays within its own. */
static bool products_fit(const struct host *from, const struct host *to, const struct service *service)
{
    return service->verdict == VERDICT_DROP || to->product == from->product;
}

static bool version_fits(const struct host *host, const struct version_range *range)
{
    struct version version = site_version(host);
    return version_in(&version, range);
}

static bool flow_fit_either_before(const struct host *from, const struct host *to,
                                   const struct version *bound)
{
    struct version a = site_version(from), b = site_version(to);
    return !bound->known || version_compare(&a, bound) < 0 || version_compare(&b, bound) < 0;
}

static bool apps_fit(const struct host *from, const struct host *to, const struct pattern *pattern)
{
    const struct host *client = pattern->relation == RELATION_USED_BY ? to : from;
    return pattern->apps == 0 || (client->apps & pattern->apps) != 0;
}

static bool says(const struct service_state *state, bool on)
{
    return state->said && state->own && state->on == on;
}

/* Between the ends' own words and the site's. */
static bool either_on(const struct host *from, const struct host *to, const struct service *service,
                      const struct pattern *pattern)
{
    const struct service_state *a = &from->services[service->index], *b = &to->services[service->index];
    if (says(a, false) || says(b, false))
        return false;
    return says(a, true) || says(b, true) || pattern_on(to, service, pattern);
}

static bool switch_fits(const struct host *from, const struct host *to, const struct service *service,
                        const struct pattern *pattern)
{
    if (pattern->switch_at == SWITCH_AT_EITHER && from->product == to->product)
        return either_on(from, to, service, pattern);
    return pattern_on(pattern->switch_at == SWITCH_AT_OPENER ? from : to, service, pattern);
}

enum service_standing standing_but_version(const struct host *from, const struct host *to,
                                           const struct service *service, const struct pattern *pattern)
{
    if (!products_fit(from, to, service))
        return STANDING_NOBODY;
    if (!version_fits(from, &pattern->opener_version))
        return STANDING_VERSION;
    if (!flow_fit_either_before(from, to, &pattern->either_before))
        return STANDING_NEW;
    if (!apps_fit(from, to, pattern))
        return STANDING_APPS;
    return switch_fits(from, to, service, pattern) ? STANDING_ON : STANDING_OFF;
}

enum service_standing standing_between(const struct host *from, const struct host *to,
                                       const struct service *service, const struct pattern *pattern)
{
    enum service_standing rest = standing_but_version(from, to, service, pattern);
    if (rest > STANDING_VERSION && !version_fits(to, &pattern->listener_version))
        return STANDING_VERSION;
    return rest;
}
