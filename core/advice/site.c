/* All advice of a site. The conditions of domain.md 3.5 stand here and in the rooms of advising.h, the words
 * in the catalog. */
#include "core/advice/advising.h"
#include "core/base/text.h"
#include "core/flow/derivation.h"

static bool has_extra(const struct site *site, const char *name)
{
    for (size_t i = 0; i < site->extra_count; i++)
        if (text_equal(site->extras[i].name, name))
            return true;
    return false;
}

static bool has_flow(const struct flows *flows, const char *service)
{
    for (size_t i = 0; i < flows->count; i++)
        if (flows->items[i].catalog && text_equal(flows->items[i].service, service))
            return true;
    return false;
}

/* Ports that the product keeps at the listener and at the opener's own settings alike. */
static bool ports_moved(const struct site *site)
{
    for (size_t i = 0; i < site->host_count; i++)
        if (site_moved(&site->hosts[i], "client-server"))
            return true;
    return false;
}

/* Advice that every site of a product needs to hear once. */
static void advise_always(const struct site *site, const char *code, struct problems *problems)
{
    for (size_t i = 0; i < site->host_count; i++)
        if (site->hosts[i].role != ROLE_GATEWAY && product_advice(site->hosts[i].product, code)) {
            advise(problems, site, NULL, code);
            return;
        }
}

/* Advice that the catalog itself ties to a service and to versions. */
static void advise_by_service(const struct site *site, const struct host *host, struct problems *problems)
{
    const struct product *product = host->product;
    struct version version = site_version(host);
    for (size_t i = 0; i < product->advice_count; i++) {
        const struct advice *advice = &product->advices[i];
        const struct service *service = advice->service ? product_service(product, advice->service) : NULL;
        if (service && service_on(host, service) && version_in(&version, &advice->version))
            advise(problems, site, host, advice->code);
    }
}

void advice_site(const struct site *site, const struct flows *flows, struct problems *problems)
{
    if (has_flow(flows, "remote-browse"))
        advise(problems, site, NULL, "remote-browse");
    if (ports_moved(site))
        advise(problems, site, NULL, "both-ends");
    if (has_extra(site, "telnet"))
        advise(problems, site, NULL, "telnet");
    advise_always(site, "installer-exceptions", problems);
    advice_clients(site, flows, problems);
    for (size_t i = 0; i < site->host_count; i++) {
        advise_by_service(site, &site->hosts[i], problems);
        if (site->hosts[i].role == ROLE_SMARTSERVER)
            advice_device(site, &site->hosts[i], problems);
        if (site->hosts[i].zone_count)
            advice_gateway(site, flows, &site->hosts[i], problems);
    }
}
