#include "core/plan/plan.h"

#include <stdlib.h>

#include "core/base/text.h"
#include "core/net/addresses.h"
#include "core/plan/builtin.h"
#include "core/plan/planning.h"

/* The other end's addresses in the families of the plan's host. */
static struct prefixes peers_of(struct planning *p, const struct end *end)
{
    if (!end->host)
        return addresses_of(&p->plan->arena, end_addresses(end), p->families);
    size_t index = end->host->index;
    if (!p->peer_made[index])
        p->peers[index] = addresses_of(&p->plan->arena, end->host->addresses, p->families);
    p->peer_made[index] = true;
    return p->peers[index];
}

static void plan_add_own(struct planning *p, const struct flow *flow)
{
    const struct host *host = p->plan->host;
    if (flow->from.host == host) {
        struct prefixes to = peers_of(p, &flow->to);
        plan_add(p->plan, flow, DIRECTION_OUT)->to = to;
    }
    if (flow->to.host == host) {
        struct prefixes from = peers_of(p, &flow->from);
        struct rule *rule = plan_add(p->plan, flow, DIRECTION_IN);
        rule->from = from;
        rule->interface = flow->interface;
    }
}

static enum verdict outgoing_of(const struct site *site, const struct host *host)
{
    if (host_is(host, TRAIT_DMZ))
        return VERDICT_DROP;
    if (host_is(host, TRAIT_SECURITY))
        return host->security == SECURITY_ENHANCED ? VERDICT_DROP : VERDICT_ACCEPT;
    return site->outgoing_said ? site->outgoing : VERDICT_ACCEPT;
}

static void set_policies(struct plan *plan)
{
    const struct site *site = plan->site;
    plan->incoming = site->incoming_said ? site->incoming : VERDICT_DROP;
    plan->outgoing = outgoing_of(site, plan->host);
    plan->forward = site->forward_said ? site->forward : VERDICT_DROP;
    plan->log = site->log;
}

static void add_moves(struct plan *plan)
{
    const struct product *product = plan->host->product;
    plan->moves = arena_array(&plan->arena, product->service_count, sizeof(*plan->moves));
    for (size_t i = 0; i < product->service_count; i++) {
        const struct service *service = &product->services[i];
        if (!service->port_file || !service->setting || !host_is(plan->host, TRAIT_WEB_PORTS))
            continue;
        struct ports wanted = site_ports(plan->host, service->setting, service->ports);
        if (!ports_equal(wanted, service->ports))
            plan->moves[plan->move_count++] = (struct port_move){.service = service->id,
                                                                 .file = service->port_file,
                                                                 .from = service->ports.first,
                                                                 .to = wanted.first};
    }
}

/* A service whose answers go to a group (mDNS) needs the group's membership reports too. */
static bool uses_groups(const struct flow *flow, const struct host *host)
{
    return flow->catalog && flow->catalog->narrow_in_only &&
           (flow->from.host == host || flow->to.host == host);
}

/* A machine that becomes a way between the two, by a switch or a cable, must not let them meet; not even where one
 * of the addresses is its own today. */
static void plan_add_passing(struct plan *plan, const struct flows *flows)
{
    size_t denies = 0;
    for (size_t i = 0; i < flows->count; i++)
        denies += flows->items[i].verdict == VERDICT_DROP;
    plan->passing = arena_array(&plan->arena, denies, sizeof(*plan->passing));
    for (size_t i = 0; i < flows->count; i++) {
        const struct flow *flow = &flows->items[i];
        if (flow->verdict != VERDICT_DROP)
            continue;
        struct rule *rule = &plan->passing[plan->passing_count++];
        *rule = plan_rule_of(flow, DIRECTION_FORWARD);
        rule->from = end_addresses(&flow->from);
        rule->to = end_addresses(&flow->to);
    }
}

static void plan_add_rules(struct planning *p, const struct flows *flows)
{
    bool groups = false;
    for (size_t i = 0; i < flows->count; i++) {
        const struct flow *flow = &flows->items[i];
        plan_add_own(p, flow);
        if (p->plan->gateway)
            gateway_forward(p, flow);
        groups |= uses_groups(flow, p->plan->host);
    }
    plan_add_passing(p->plan, flows);
    builtins_choose(p->plan, groups);
}

int plan_make(struct plan *plan, const struct flows *flows, const struct host *host,
              struct problems *problems)
{
    const struct site *site = flows->site;
    size_t errors = problems->errors;
    *plan = (struct plan){
        .site = site, .host = host, .gateway = host->zone_count > 0, .device = host_is(host, TRAIT_DEVICE)};
    struct planning p = {.plan = plan, .problems = problems};
    p.families = addresses_families(host->addresses);
    p.peers = arena_array(&p.arena, site->host_count, sizeof(*p.peers));
    p.peer_made = arena_array(&p.arena, site->host_count, sizeof(*p.peer_made));
    set_policies(plan);
    add_moves(plan);
    if (plan->gateway)
        gateway_init(&p);
    plan_add_rules(&p, flows);
    gateway_release(&p);
    arena_release(&p.arena);
    return problems->errors > errors ? -1 : 0;
}

void plan_release(struct plan *plan)
{
    free(plan->rules);
    arena_release(&plan->arena);
    *plan = (struct plan){0};
}
