/* Flows of the site's own: who may manage the hosts, and the extras. */
#include "core/flow/derivation.h"

static bool is_managed(const struct host *host)
{
    return !host_is(host, TRAIT_WORKSTATION);
}

/* A list of both families is for hosts of both: what is of a family that a host has not is left out there, unless nothing is
 * left anywhere. */
static void flow_extra_tell_useless(struct derivation *d, const struct admin *admin,
                                    const struct prefix *from)
{
    char text[PREFIX_TEXT];
    for (size_t k = 0; k < d->site->host_count; k++)
        if (is_managed(&d->site->hosts[k])) {
            problem_add(
                d->problems, PROBLEM_NO_COMMON_FAMILY, admin->place,
                "no host of this site has an IPv%d address, so '%s' can manage none from '%s'; give one an "
                "address of it, or take this one out",
                from->family, admin->service, prefix_format(from, text));
            return;
        }
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
    bool useful = false;
    for (size_t i = 0; i < admin->from.count; i++) {
        flow.from.address = admin->from.items[i];
        for (size_t k = 0; k < site->host_count; k++) {
            flow.to.host = &site->hosts[k];
            if (!is_managed(&site->hosts[k]) || !flow_shares_family(d, &flow))
                continue;
            useful = true;
            flow_add(d, flow);
        }
    }
    if (!useful && admin->from.count)
        flow_extra_tell_useless(d, admin, &admin->from.items[0]);
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
