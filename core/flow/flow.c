#include "core/flow/flow.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/text.h"
#include "core/flow/derivation.h"
#include "core/net/addresses.h"

const char *end_name(const struct end *end, char buffer[PREFIX_TEXT])
{
    if (end->host)
        return end->host->name;
    return end->address.family ? prefix_format(&end->address, buffer) : "anywhere";
}

struct prefixes end_addresses(const struct end *end)
{
    if (end->host)
        return end->host->addresses;
    return (struct prefixes){&end->address, end->address.family ? 1 : 0};
}

struct flow flow_of(const struct service *service, const struct pattern *pattern)
{
    return (struct flow){
        .service = service->id,
        .catalog = service,
        .protocol = service->protocol,
        .verdict = service->verdict,
        .reason = pattern->reason ? pattern->reason : service->why,
        .source = pattern->source ? pattern->source : service->source,
        .certainty = pattern->certainty,
    };
}

static unsigned end_families(const struct derivation *d, const struct end *end)
{
    if (end->host)
        return d->families[end->host->index];
    return end->address.family ? address_family(&end->address) : FAMILIES_ALL;
}

static void check_family(struct derivation *d, const struct flow *flow)
{
    char from[PREFIX_TEXT], to[PREFIX_TEXT];
    if (end_families(d, &flow->from) & end_families(d, &flow->to))
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

void flows_release(struct flows *flows)
{
    free(flows->items);
    arena_release(&flows->arena);
    *flows = (struct flows){0};
}
