/* Advice about clients: the way back to them, and the web. */
#include <stdlib.h>

#include "core/advice/advising.h"
#include "core/base/text.h"

static bool is_advise(const struct flow *flow)
{
    return flow->catalog && text_equal(flow->service, "advise") && flow->to.host;
}

static void advise_back_links(const struct site *site, const struct flows *flows, struct problems *problems)
{
    bool *told = xcalloc(site->host_count, sizeof(*told));
    for (size_t i = 0; i < flows->count; i++) {
        const struct flow *flow = &flows->items[i];
        if (!is_advise(flow) || told[flow->to.host->index])
            continue;
        const struct host *client = flow->to.host;
        told[client->index] = true;
        unsigned apps = (unsigned)__builtin_popcount(client->apps & client->product->app_ports);
        if (apps > ports_count(flow->ports))
            advise(problems, site, client, "advise-range");
    }
    free(told);
}

static void advise_disputed(const struct site *site, const struct flows *flows, struct problems *problems)
{
    bool *told = xcalloc(site->host_count, sizeof(*told));
    for (size_t i = 0; i < flows->count; i++) {
        const struct flow *flow = &flows->items[i];
        if (!is_advise(flow) || flow->certainty != CERTAINTY_DISPUTED || told[flow->to.host->index])
            continue;
        told[flow->to.host->index] = true;
        advise(problems, site, flow->to.host, "odbc-disputed");
    }
    free(told);
}

static bool advice_clients_before(const struct host *host, const struct version *bound)
{
    struct version version = site_version(host);
    return bound->known && version_compare(&version, bound) < 0;
}

/* Whether the client or a server it uses is old enough for the way back. */
static bool has_old_pair(const struct host *client)
{
    const struct service *advise_service = product_service(client->product, "advise");
    if (!advise_service || !advise_service->pattern_count || !client->uses.count)
        return false;
    const struct version *bound = &advise_service->patterns[0].either_before;
    if (advice_clients_before(client, bound))
        return true;
    for (size_t i = 0; i < client->uses.count; i++)
        if (advice_clients_before(client->uses.items[i], bound))
            return true;
    return false;
}

static bool may_advise(const struct host *host)
{
    return host->is_client && (host->apps & product_app(host->product, "automation")) && has_old_pair(host);
}

/* Whether a web client reaches this one by `web-https`. */
static bool serves_https(const struct host *host)
{
    const struct service *service = product_service(host->product, "web-https");
    struct version version = site_version(host);
    for (size_t i = 0; service && i < service->pattern_count; i++)
        if (service->patterns[i].listeners >> host->role & 1 &&
            version_in(&version, &service->patterns[i].listener_version))
            return true;
    return false;
}

static bool lacks_mimics(const struct host *host)
{
    if (host->role != ROLE_WEB_CLIENT || !host->uses.count)
        return false;
    for (size_t i = 0; i < host->uses.count; i++)
        if (host->uses.items[i]->role != ROLE_WEB_SERVER || serves_https(host->uses.items[i]))
            return false;
    return true;
}

void advice_clients(const struct site *site, const struct flows *flows, struct problems *problems)
{
    advise_back_links(site, flows, problems);
    advise_disputed(site, flows, problems);
    for (size_t i = 0; i < site->host_count; i++) {
        if (may_advise(&site->hosts[i]))
            advise(problems, site, &site->hosts[i], "advise-automation");
        if (lacks_mimics(&site->hosts[i]))
            advise(problems, site, &site->hosts[i], "no-mimics");
    }
}
