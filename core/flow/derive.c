/* All flows of a site: the denies of every product, then the allows, then the site's own. */
#include "core/flow/derivation.h"
#include "core/flow/standing.h"

static void derive_product(struct derivation *d, const struct product *product, enum verdict verdict)
{
    for (size_t i = 0; i < product->service_count; i++) {
        const struct service *service = &product->services[i];
        if (service->verdict != verdict || !service->managed)
            continue;
        flows_between(d, product, service);
        flows_of_devices(d, product, service);
    }
}

int flows_derive(struct flows *flows, const struct site *site, struct problems *problems)
{
    const struct catalog *catalog = site->catalog;
    size_t errors = problems->errors;
    struct derivation d;
    *flows = (struct flows){.site = site};
    standings_init(flows);
    derivation_init(&d, flows, site, problems);
    for (size_t i = 0; i < catalog->product_count; i++)
        derive_product(&d, &catalog->products[i], VERDICT_DROP);
    for (size_t i = 0; i < catalog->product_count; i++)
        derive_product(&d, &catalog->products[i], VERDICT_ACCEPT);
    flows_of_admins(&d);
    flows_of_extras(&d);
    flows_clash(&d);
    derivation_release(&d);
    return problems->errors > errors ? -1 : 0;
}
