#include "backends/ufw/rules/claim.h"

#include <stdlib.h>
#include <string.h>

bool claim_is_plain(const struct tuple *tuple)
{
    return tuple->action == TUPLE_ALLOW && !*tuple->log && !tuple->dapp && strcmp(tuple->sport, "any") == 0;
}

/* A rule with its twin is shown as one, a single one by its own addresses. */
static bool is_chosen(const struct choices *choices, const struct tuple *tuple)
{
    bool yes = false;
    for (int both = 0; both < 2 && choices->count && !yes; both++) {
        struct text words = {0};
        tuple_words(tuple, both, &words);
        yes = site_chose(choices, text_get(&words));
        text_release(&words);
    }
    return yes;
}

bool claim_is_kept(const struct plan *plan, const struct tuple *tuple)
{
    return plan && is_chosen(&plan->host->kept, tuple);
}

bool claim_is_dropped(const struct plan *plan, const struct tuple *tuple)
{
    return plan && is_chosen(&plan->host->dropped, tuple);
}

static bool is_port(const struct tuple *tuple, struct ports ports)
{
    struct port_list list;
    return tuple_ports(tuple->dport, &list) && list.count == 1 && ports_equal(list.items[0], ports);
}

static bool claim_is_old_port(const struct plan *plan, const struct tuple *tuple)
{
    for (size_t i = 0; i < plan->move_count; i++)
        if (is_port(tuple, (struct ports){plan->moves[i].from, plan->moves[i].from}))
            return true;
    return false;
}

static bool service_has(const struct plan *plan, const struct service *service, const struct tuple *tuple)
{
    bool out = tuple_goes_out(tuple);
    if (!service->managed || (service->not_enhanced && plan->host->security == SECURITY_ENHANCED))
        return false;
    if (service->direction == (out ? DEVICE_IN : DEVICE_OUT))
        return false;
    /* While ports move, the old ones stay as they are. */
    if (service->port_file && plan->bridge && claim_is_old_port(plan, tuple))
        return false;
    struct ports ports =
        service->setting ? site_ports(plan->host, service->setting, service->ports) : service->ports;
    return is_port(tuple, ports) || is_port(tuple, service->ports);
}

/* On a device: a port of a service of its product is open though the plan does not want it. What a site
 * cannot say (limits, logs, profiles, source ports) is somebody's deliberate doing and stays. */
bool claim_is_unwanted(const struct desired *desired, size_t index, const struct tuple *tuple)
{
    const struct plan *plan = desired->plan;
    if (tuples_have(&desired->removed[index], tuple) || claim_is_dropped(plan, tuple))
        return true;
    if (!plan || !plan->device || tuple->route)
        return false;
    if (claim_is_kept(plan, tuple))
        return false;
    for (size_t i = 0; claim_is_plain(tuple) && i < plan->host->product->service_count; i++)
        if (service_has(plan, &plan->host->product->services[i], tuple))
            return true;
    return false;
}
