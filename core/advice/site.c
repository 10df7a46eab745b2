/* All advice of a site, in the catalog's order; a gateway's at the end. */
#include <stdlib.h>

#include "core/advice/advising.h"
#include "core/base/text.h"
#include "core/site/advise.h"

static bool has_extra(const struct site *site, const char *name)
{
    for (size_t i = 0; i < site->extra_count; i++)
        if (text_equal(site->extras[i].name, name))
            return true;
    return false;
}

static bool advice_is_of_flows(const struct advice *advice)
{
    return advice->when == WHEN_FLOW || advice->when == WHEN_FLOW_DISPUTED;
}

/* Marks the hosts of the product at which it is due. */
static void mark_due(const struct site *site, const struct flows *flows, const struct product *product,
                     const struct advice *advice, bool *due)
{
    for (size_t i = 0; i < site->host_count; i++)
        due[i] = site->hosts[i].product == product && advice_due(&site->hosts[i], advice);
    for (size_t i = 0; advice_is_of_flows(advice) && i < flows->count; i++) {
        const struct flow *flow = &flows->items[i];
        if (flow->to.host && flow->to.host->product == product && advice_due_by_flow(flow, advice))
            due[flow->to.host->index] = true;
    }
}

static void advice_site_tell(const struct site *site, const struct advice *advice, const bool *due,
                             struct problems *problems)
{
    for (size_t i = 0; i < site->host_count; i++) {
        if (!due[i])
            continue;
        advise(problems, site, advice->once ? NULL : &site->hosts[i], advice->code);
        if (advice->once)
            return;
    }
}

static void advice_of_product(const struct site *site, const struct flows *flows,
                              const struct product *product, bool *due, struct problems *problems)
{
    for (size_t i = 0; i < product->advice_count; i++) {
        const struct advice *advice = &product->advices[i];
        switch (advice->when) {
        case WHEN_ASKED:
            break;
        case WHEN_EXTRA:
            if (advice->extra && has_extra(site, advice->extra))
                advise(problems, site, NULL, advice->code);
            break;
        case WHEN_NO_FLOW:
            advice_cut(flows, product, advice, problems);
            break;
        case WHEN_PORT_SET:
            advice_places(flows, product, advice, problems);
            break;
        case WHEN_TOO_FEW_PORTS:
            advice_sessions(flows, product, advice, due, problems);
            break;
        default:
            mark_due(site, flows, product, advice, due);
            advice_site_tell(site, advice, due, problems);
        }
    }
}

void advice_site(const struct site *site, const struct flows *flows, struct problems *problems)
{
    bool *due = xcalloc(site->host_count + 1, sizeof(*due));
    for (size_t i = 0; i < site->catalog->product_count; i++)
        advice_of_product(site, flows, &site->catalog->products[i], due, problems);
    free(due);
    advice_effects(flows, problems);
    advice_internal(site, problems);
    for (size_t i = 0; i < site->host_count; i++)
        if (site->hosts[i].zone_count)
            advice_gateway(site, flows, &site->hosts[i], problems);
}
