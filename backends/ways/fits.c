#include "backends/ways/fits.h"

#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>

#include "backends/machine/machine.h"
#include "core/base/text.h"

static bool fits_has(const struct host *host, const struct prefix *own, size_t count, bool alone)
{
    for (size_t i = 0; i < host->addresses.count; i++)
        for (size_t k = 0; k < count; k++)
            if ((!alone || prefix_is_single(&host->addresses.items[i])) &&
                prefix_contains(&host->addresses.items[i], &own[k]))
                return true;
    return false;
}

/* A range may hold anybody: only an address of its own makes this machine another host. */
static void fits_judge_host(const struct plan *plan, struct problems *problems)
{
    struct prefix *own;
    size_t count;
    const struct host *other = NULL;
    if (machine_every_address(&own, &count) != 0)
        return;
    for (size_t i = 0; i < plan->site->host_count && !other; i++)
        if (&plan->site->hosts[i] != plan->host && fits_has(&plan->site->hosts[i], own, count, true))
            other = &plan->site->hosts[i];
    if (other && !fits_has(plan->host, own, count, false))
        problem_add(problems, PROBLEM_OTHER_MACHINE, (struct place){0},
                    "this machine has none of the addresses of '%s', but one of '%s': name that with --host, "
                    "or go to "
                    "the right machine",
                    plan->host->name, other->name);
    free(own);
}

static void fits_judge_interface(const char *name, struct problems *problems)
{
    struct text there = {0};
    if (if_nametoindex(name) != 0)
        return;
    struct if_nameindex *all = if_nameindex();
    for (size_t i = 0; all && all[i].if_name; i++)
        text_addf(&there, "%s'%s'", there.length ? ", " : "", all[i].if_name);
    if_freenameindex(all);
    char *safe = text_safe(text_get(&there));
    problem_add(problems, PROBLEM_NO_INTERFACE, (struct place){0},
                "no interface '%s' is on this machine, and the rules for it meet no packet; there are %s",
                name, safe);
    free(safe);
    text_release(&there);
}

/* Of those in and out rules before `at` too. */
static bool fits_named_before(const struct plan *plan, size_t at)
{
    for (size_t i = 0; i < at; i++)
        if (plan->rules[i].direction != DIRECTION_FORWARD &&
            text_equal(plan->rules[i].interface, plan->rules[at].interface))
            return true;
    return false;
}

static void fits_judge_interfaces(const struct plan *plan, struct problems *problems)
{
    for (size_t z = 0; z < plan->host->zone_count; z++)
        fits_judge_interface(plan->host->zones[z].interface, problems);
    for (size_t i = 0; i < plan->rule_count; i++)
        if (plan->rules[i].interface && plan->rules[i].direction != DIRECTION_FORWARD &&
            !fits_named_before(plan, i))
            fits_judge_interface(plan->rules[i].interface, problems);
}

/* The network that an address of an interface lies in; false: it has none that anybody is routed to. */
static bool fits_network(const struct ifaddrs *entry, uint8_t family, struct prefix *network)
{
    if (!entry->ifa_addr || !entry->ifa_netmask || (entry->ifa_flags & IFF_LOOPBACK) ||
        !(entry->ifa_flags & IFF_UP))
        return false;
    bool v6 = entry->ifa_addr->sa_family == AF_INET6;
    if ((!v6 && entry->ifa_addr->sa_family != AF_INET) || v6 != (family == FAMILY_6))
        return false;
    const uint8_t *address = v6 ? ((struct sockaddr_in6 *)(void *)entry->ifa_addr)->sin6_addr.s6_addr
                                : (const uint8_t *)&((struct sockaddr_in *)(void *)entry->ifa_addr)->sin_addr;
    const uint8_t *mask = v6 ? ((struct sockaddr_in6 *)(void *)entry->ifa_netmask)->sin6_addr.s6_addr
                             : (const uint8_t *)&((struct sockaddr_in *)(void *)entry->ifa_netmask)->sin_addr;
    *network = (struct prefix){.family = family};
    for (size_t i = 0; i < (v6 ? 16 : 4); i++) {
        network->bytes[i] = address[i] & mask[i];
        network->length = (uint8_t)(network->length + __builtin_popcount(mask[i]));
    }
    return !v6 || address[0] != 0xfe;
}

static bool fits_forwards_from(const char *interface, uint8_t family)
{
    const struct machine kernel = {.root = ""};
    char *value = NULL, *path = xasprintf("/proc/sys/net/ipv%c/conf/%s/forwarding",
                                          family == FAMILY_6 ? '6' : '4', interface);
    bool on = machine_read(&kernel, path, 16, &value, NULL) == 0 && *value != '0';
    free(value);
    free(path);
    return on;
}

/* Between whom this machine passes packets of a family on: by its switches and its networks, whoever set them. */
static bool fits_passes(uint8_t family, struct text *between)
{
    struct ifaddrs *all;
    struct prefix network;
    const char *first = NULL;
    bool two = false, on = false;
    char text[PREFIX_TEXT];
    if (getifaddrs(&all) != 0)
        return false;
    for (const struct ifaddrs *entry = all; entry; entry = entry->ifa_next) {
        if (!fits_network(entry, family, &network))
            continue;
        two |= first && strcmp(first, entry->ifa_name) != 0;
        first = first ? first : entry->ifa_name;
        on |= fits_forwards_from(entry->ifa_name, family);
        text_addf(between, "%s'%s' (%s)", between->length ? ", " : "", entry->ifa_name,
                  prefix_format(&network, text));
    }
    freeifaddrs(all);
    return two && on;
}

/* A gateway's zones, and a policy, are the site's word. */
static void fits_judge_forwarding(const struct plan *plan, struct problems *problems)
{
    if (plan->gateway || plan->forward == VERDICT_ACCEPT || plan->site->forward_said)
        return;
    for (uint8_t i = 0; i < 2; i++) {
        struct text between = {0};
        if (fits_passes(i ? FAMILY_6 : FAMILY_4, &between)) {
            char *safe = text_safe(text_get(&between));
            problem_add(
                problems, PROBLEM_FORWARDS, (struct place){0},
                "this machine passes IPv%c packets on between %.300s, and all of that would stop (virtual "
                "machines, containers, a VPN); the site must say what it wants: 'policy: {forward: deny}' "
                "stops it, 'policy: {forward: allow}' leaves it to others, or make this host a gateway with "
                "zones",
                i ? '6' : '4', safe);
            free(safe);
        }
        text_release(&between);
    }
}

void fits_tell(const struct plan *plan, struct problems *problems)
{
    fits_judge_host(plan, problems);
    fits_judge_forwarding(plan, problems);
    fits_judge_interfaces(plan, problems);
}

int fits_prove(const struct plan *plan, const char *accepted, struct failure *failure)
{
    struct problems problems = {0};
    int done = 0;
    fits_tell(plan, &problems);
    for (size_t i = 0; i < problems.count && done == 0; i++) {
        const struct problem *problem = &problems.items[i];
        bool other = problem->code == PROBLEM_OTHER_MACHINE;
        if (other && !text_equal(accepted, plan->host->name))
            done = refuse(failure, REFUSAL_LOCKOUT, "%s; to apply all the same: --accept-lockout %s",
                          problem->message, plan->host->name);
        else if (!other && problem->severity == SEVERITY_ERROR)
            done = fail(failure, FAILURE_REFUSED, "%s", problem->message);
    }
    problems_release(&problems);
    return done;
}
