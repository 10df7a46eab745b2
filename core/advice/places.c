/* Ports that the product must be told too, each with its place there. */
#include <stdlib.h>

#include "core/advice/advising.h"
#include "core/base/text.h"
#include "core/site/advise.h"

static const struct port_setting *setting_at(const struct host *host, const struct service *service)
{
    for (size_t i = 0; i < host->port_count; i++)
        if (text_equal(host->ports[i].setting, service->id) &&
            !ports_equal(host->ports[i].ports, service->ports))
            return &host->ports[i];
    return NULL;
}

static void tell_place(const struct site *site, const struct host *host, const struct service *service,
                       const struct port_setting *setting, const char *code, struct problems *problems)
{
    struct version version = site_version(host);
    char ports[PORTS_TEXT], *where = service_where_set(service, &version);
    char *about =
        xasprintf("%s %s: %s", service->id, ports_format(setting->ports, ports), where ? where : "");
    advise_about(problems, site, setting->own ? host : NULL, code, about);
    free(about);
    free(where);
}

/* The site's port is told once, a host's own at the host. */
void advice_places(const struct flows *flows, const struct product *product, const struct advice *advice,
                   struct problems *problems)
{
    const struct site *site = flows->site;
    for (size_t k = 0; k < advice->service_count; k++) {
        const struct service *service = product_service(product, advice->services[k]);
        bool told = false;
        for (size_t i = 0; service && i < site->host_count; i++) {
            const struct host *host = &site->hosts[i];
            const struct port_setting *setting =
                host->product == product && !host_is(host, TRAIT_GATEWAY) ? setting_at(host, service) : NULL;
            if (!setting || (!setting->own && told) || !port_counts(flows, host, setting->setting))
                continue;
            tell_place(site, host, service, setting, advice->code, problems);
            told |= !setting->own;
        }
    }
}
