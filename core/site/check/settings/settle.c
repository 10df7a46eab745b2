/* The service that a setting names. */
#include "core/base/text.h"
#include "core/site/check/settings/settings.h"

const struct service *settle_service(struct check *check, const struct settle *settle, struct spot spot,
                                     const char *id, bool (*offered)(const struct service *))
{
    enum { MOST = 128 };
    const char *names[MOST];
    size_t count = 0;
    for (size_t t = 0; t < settle->target_count; t++) {
        const struct product *product = settle->targets[t].product;
        const struct service *service = product_service(product, id);
        if (service)
            return service;
        for (size_t i = 0; i < product->service_count && count < MOST; i++)
            if (offered(&product->services[i]))
                names[count++] = product->services[i].id;
    }
    if (settle->target_count)
        site_unknown(check, spot, "service", id, names, count);
    return NULL;
}
