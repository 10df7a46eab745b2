/* Flows of the site's own: who may manage the hosts, and the extras. */
#include "core/flow/derivation.h"

static bool is_managed(const struct host *host)
{
    return !host_is(host, TRAIT_WORKSTATION);
}

static void flow_extra_add_admin(struct derivation *d, const struct admin *admin)
{
    const struct site *site = d->site;
    struct flow flow = {
        .service = admin->service,
        .protocol = PROTOCOL_TCP,
        .ports = admin->port,
        .verdict = VERDICT_ACCEPT,
        .reason = arena_printf(&d->flows->arena, "who may manage this host (%s)", admin->service),
        .source = "site file: admin",
        .certainty = CERTAINTY_DOCUMENTED,
        .place = admin->place,
    };
    for (size_t i = 0; i < admin->from.count; i++)
        for (size_t k = 0; k < site->host_count; k++) {
            if (!is_managed(&site->hosts[k]))
                continue;
            flow.from.address = admin->from.items[i];
            flow.to.host = &site->hosts[k];
            flow_add(d, flow);
        }
}

void flows_of_admins(struct derivation *d)
{
    for (size_t i = 0; i < d->site->admin_count; i++)
        flow_extra_add_admin(d, &d->site->admins[i]);
}

void flows_of_extras(struct derivation *d)
{
    for (size_t i = 0; i < d->site->extra_count; i++) {
        const struct extra *extra = &d->site->extras[i];
        flow_add(d, (struct flow){
                        .service = extra->name,
                        .from = {.host = extra->from.host, .address = extra->from.address},
                        .to = {.host = extra->to.host, .address = extra->to.address},
                        .protocol = extra->protocol,
                        .ports = extra->ports,
                        .verdict = VERDICT_ACCEPT,
                        .reason = extra->why,
                        .source = "site file: extra",
                        .certainty = CERTAINTY_DOCUMENTED,
                        .place = extra->place,
                    });
    }
}
