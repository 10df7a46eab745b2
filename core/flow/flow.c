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
        .pattern = pattern,
        .protocol = service->protocol,
        .verdict = service->verdict,
        .reason = pattern->reason ? pattern->reason : service->why,
        .source = pattern->source ? pattern->source : service->source,
        .certainty = pattern->certainty,
    };
}

void flows_release(struct flows *flows)
{
    free(flows->items);
    arena_release(&flows->arena);
    *flows = (struct flows){0};
}
