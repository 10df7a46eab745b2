#include "core/site/check/settings/settings.h"

#include <string.h>

#include "core/base/text.h"

static void new_target(struct check *check, struct target *target, const struct product *product)
{
    struct arena *arena = &check->site->arena;
    *target = (struct target){.product = product};
    target->states = arena_array(arena, product->service_count, sizeof(*target->states));
    target->ports = arena_array(arena, product->service_count, sizeof(*target->ports));
}

static struct target *base_of(const struct settle *settle, const struct product *product)
{
    for (size_t i = 0; i < settle->target_count; i++)
        if (settle->targets[i].product == product)
            return &settle->targets[i];
    return NULL;
}

/* Behind the host's own ports come the site's for what the host left open. */
static void inherit_ports(struct target *target, const struct target *base)
{
    size_t own = target->port_count;
    for (size_t i = 0; i < base->port_count; i++) {
        bool said = false;
        for (size_t j = 0; j < own; j++)
            said |= strcmp(target->ports[j].setting, base->ports[i].setting) == 0;
        if (!said)
            target->ports[target->port_count++] = base->ports[i];
    }
}

/* Enhanced security switches some services off in the device itself: a rule would not help. */
static void check_enhanced(struct check *check, const struct host *host)
{
    const struct draft_host *draft = &check->draft->hosts[host->index];
    for (size_t i = 0; i < host->product->service_count && host->security == SECURITY_ENHANCED; i++) {
        const struct service *service = &host->product->services[i];
        const struct service_state *state = &host->services[i];
        if (!service->not_enhanced || !(state->said ? state->on : service->default_on))
            continue;
        const struct setting *own = settings_find(&draft->services, service->id);
        const struct setting *site = settings_find(&check->draft->services, service->id);
        const struct word *word = own ? &own->value : site ? &site->value : &draft->security;
        site_add(check, PROBLEM_NOT_ENHANCED,
                 spot_in(&check->owners[host->index], "services", service->id, word),
                 "'%s' cannot be on at '%s': %s", service->id, host->name, service->not_enhanced);
    }
}

static void settle_host(struct check *check, struct host *host, const struct settle *base)
{
    const struct draft_host *draft = &check->draft->hosts[host->index];
    const struct target *inherited = base_of(base, host->product);
    struct target own = *inherited;
    struct settle settle = {.owner = &check->owners[host->index], .targets = &own, .target_count = 1};
    if (draft->services.count || draft->ports.count || draft->allow_from.count) {
        new_target(check, &own, host->product);
        memcpy(own.states, inherited->states, host->product->service_count * sizeof(*own.states));
        settle_switches(check, &settle, &draft->services);
        settle_ports(check, &settle, &draft->ports);
        settle_allowed(check, &settle, &draft->allow_from);
        inherit_ports(&own, inherited);
    }
    host->services = own.states;
    host->ports = own.ports;
    host->port_count = own.port_count;
    check_enhanced(check, host);
}

void check_settings(struct check *check)
{
    const struct draft *draft = check->draft;
    struct target *targets = arena_array(&check->scratch, check->product_count, sizeof(*targets));
    struct settle base = {.owner = &check->top, .targets = targets, .target_count = check->product_count};
    for (size_t i = 0; i < check->product_count; i++)
        new_target(check, &targets[i], check->products[i]);
    settle_switches(check, &base, &draft->services);
    settle_ports(check, &base, &draft->ports);
    settle_allowed(check, &base, &draft->allow_from);
    for (size_t i = 0; i < check->site->host_count; i++)
        if (check->sound[i])
            settle_host(check, &check->site->hosts[i], &base);
}
