#include "core/site/site.h"

#include <string.h>

#include "core/base/text.h"

void site_release(struct site *site)
{
    arena_release(&site->arena);
    *site = (struct site){0};
}

const struct host *site_host(const struct site *site, const char *name)
{
    size_t low = 0, high = site->host_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strcmp(name, site->by_name[middle]->name);
        if (order == 0)
            return site->by_name[middle];
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return NULL;
}

/* How closely the host holds `own`: 0 = not, else 1 + the length of the prefix. */
static unsigned closeness(const struct host *host, const struct prefix *own)
{
    unsigned best = 0;
    for (size_t i = 0; i < host->addresses.count; i++)
        if (prefix_contains(&host->addresses.items[i], own) && host->addresses.items[i].length + 1u > best)
            best = host->addresses.items[i].length + 1u;
    return best;
}

/* An address of its own says more than a network that the machine lies in. */
static const struct host *find_among(const struct site *site, const struct prefix *own, size_t count,
                                     bool single, bool *many)
{
    const struct host *found = NULL;
    for (size_t i = 0; i < count; i++) {
        const struct host *best = NULL;
        unsigned closest = 0;
        for (size_t h = 0; h < site->host_count; h++) {
            unsigned close = closeness(&site->hosts[h], &own[i]);
            if (close <= closest || (single && close != own[i].length + 1u))
                continue;
            closest = close;
            best = &site->hosts[h];
        }
        *many = *many || (found && best && best != found);
        found = best ? best : found;
    }
    return found;
}

const struct host *site_find_self(const struct site *site, const struct prefix *own, size_t count, bool *many)
{
    *many = false;
    const struct host *found = find_among(site, own, count, true, many);
    if (!found)
        found = find_among(site, own, count, false, many);
    return *many ? NULL : found;
}

struct version site_version(const struct host *host)
{
    const struct version *unknown = &host_role(host)->unknown_is;
    return host->version.known || !unknown->known ? host->version : *unknown;
}

struct ports site_ports(const struct host *host, const char *setting, struct ports fallback)
{
    for (size_t i = 0; setting && i < host->port_count; i++)
        if (strcmp(host->ports[i].setting, setting) == 0)
            return host->ports[i].ports;
    return fallback;
}

bool site_moved(const struct host *host, const char *id)
{
    const struct service *service = product_service(host->product, id);
    return service && service->setting &&
           !ports_equal(site_ports(host, service->setting, service->ports), service->ports);
}

static unsigned families(const struct host *host)
{
    unsigned found = 0;
    for (size_t i = 0; i < host->addresses.count; i++)
        found |= host->addresses.items[i].family == FAMILY_4 ? 1u : 2u;
    return found;
}

bool site_common_family(const struct host *a, const struct host *b)
{
    unsigned left = families(a), right = families(b);
    return !left || !right || (left & right);
}
