/* After a factory restore the firewall is back at the usual web ports and nginx is not. */
#include <stdio.h>
#include <string.h>

#include "backends/desk/context.h"
#include "backends/efforts.h"
#include "backends/registry.h"
#include "core/base/text.h"

static bool desk_drift_lets_in(const struct seen *seen, unsigned port)
{
    for (size_t i = 0; i < seen->count; i++) {
        const struct seen_rule *rule = &seen->rules[i];
        if (!rule->out && rule->ports.first <= port && port <= rule->ports.last &&
            rule->protocol != PROTOCOL_UDP)
            return true;
    }
    return false;
}

/* A port where nginx listens and nobody is let in, although somebody is on the port of another. */
static void desk_drift_compare(struct web_drift *drift, const struct seen *seen,
                               const struct product *product)
{
    struct text listens = {0}, open = {0};
    for (size_t i = 0; i < seen->port_count; i++) {
        const struct service *service = product_service(product, seen->ports[i].service);
        unsigned live = seen->ports[i].port;
        if (desk_drift_lets_in(seen, live) || !desk_drift_lets_in(seen, service->ports.first))
            continue;
        text_addf(&listens, "%s%u", listens.length ? " and " : "", live);
        text_addf(&open, "%s%u", open.length ? " and " : "", service->ports.first);
    }
    drift->drifted = listens.length > 0;
    if (drift->drifted)
        snprintf(
            drift->words, sizeof(drift->words),
            "nginx listens on %s, but the firewall lets in %s: the web pages cannot be reached; a factory "
            "restore does this",
            text_get(&listens), text_get(&open));
    text_release(&listens);
    text_release(&open);
}

static bool desk_drift_lets_out(const struct seen *seen, unsigned port)
{
    for (size_t i = 0; i < seen->count; i++) {
        const struct seen_rule *rule = &seen->rules[i];
        bool any = !rule->ports.first && !rule->interface;
        if (rule->out && rule->protocol != PROTOCOL_UDP &&
            (any || (rule->ports.first <= port && port <= rule->ports.last)))
            return true;
    }
    return seen->outgoing == VERDICT_ACCEPT;
}

int desk_drift(void *context, const struct catalog *catalog, struct web_drift *drift, char **message)
{
    struct desk_context *here = context;
    struct seen seen = {0};
    struct failure failure = {0};
    const struct backend *backend = backend_default(&here->machine);
    const struct backend *decides = desk_backend(here, NULL, message);
    *drift = (struct web_drift){.alone = decides && decides->in_place};
    for (size_t i = 0; backend->seen && i < catalog->product_count; i++) {
        const struct product *product = &catalog->products[i];
        if (!product_has(product, TRAIT_WEB_PORTS))
            continue;
        bool read = backend->seen(&here->machine, &seen, &failure) == 0 &&
                    efforts_seen(&here->machine, product, NULL, &seen, &failure) == 0;
        if (read && seen.active)
            desk_drift_compare(drift, &seen, product);
        for (size_t k = 0; read && k < seen.port_count; k++) {
            const struct service *service = product_service(product, seen.ports[k].service);
            drift->live[service->port_tls] = seen.ports[k].port;
            drift->usual[service->port_tls] = service->ports.first;
            drift->out[service->port_tls] = desk_drift_lets_out(&seen, service->ports.first);
        }
        drift->rules = seen.count;
        drift->active = seen.active;
        drift->enhanced = seen.outgoing == VERDICT_DROP;
        seen_release(&seen);
        return read ? OUTCOME_DONE : desk_failed(&failure, message);
    }
    return OUTCOME_DONE;
}
