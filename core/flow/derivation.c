#include "core/flow/derivation.h"

#include "core/net/addresses.h"

static void list_add(struct hosts *list, const struct host *host)
{
    list->items[list->count++] = host;
}

static void index_roles(struct derivation *d)
{
    size_t count[ROLES_MOST] = {0};
    for (size_t i = 0; i < d->site->host_count; i++)
        count[d->site->hosts[i].role]++;
    for (size_t role = 0; role < ROLES_MOST; role++)
        d->by_role[role].items = arena_array(&d->arena, count[role], sizeof(struct host *));
    for (size_t i = 0; i < d->site->host_count; i++)
        list_add(&d->by_role[d->site->hosts[i].role], &d->site->hosts[i]);
}

static const struct hosts *named_uses(const struct host *host)
{
    return &host->uses;
}

static const struct hosts *named_links(const struct host *host)
{
    return &host->links;
}

/* Turns "host names others" round: for each host, who names it. */
static struct hosts *reverse(struct derivation *d, const struct hosts *(*named)(const struct host *))
{
    const struct site *site = d->site;
    struct hosts *by = arena_array(&d->arena, site->host_count, sizeof(*by));
    for (size_t i = 0; i < site->host_count; i++)
        for (size_t k = 0; k < named(&site->hosts[i])->count; k++)
            by[named(&site->hosts[i])->items[k]->index].count++;
    for (size_t i = 0; i < site->host_count; i++) {
        by[i].items = arena_array(&d->arena, by[i].count, sizeof(struct host *));
        by[i].count = 0;
    }
    for (size_t i = 0; i < site->host_count; i++)
        for (size_t k = 0; k < named(&site->hosts[i])->count; k++)
            list_add(&by[named(&site->hosts[i])->items[k]->index], &site->hosts[i]);
    return by;
}

static bool is_dmz(const struct host *host)
{
    return host_is(host, TRAIT_DMZ);
}

/* The addresses of every host that `fits`. */
static struct prefixes addresses_where(struct derivation *d, bool (*fits)(const struct host *))
{
    const struct site *site = d->site;
    size_t count = 0, at = 0;
    for (size_t i = 0; i < site->host_count; i++)
        count += fits(&site->hosts[i]) ? site->hosts[i].addresses.count : 0;
    struct prefix *all = arena_array(&d->arena, count, sizeof(*all));
    for (size_t i = 0; i < site->host_count; i++)
        for (size_t k = 0; fits(&site->hosts[i]) && k < site->hosts[i].addresses.count; k++)
            all[at++] = site->hosts[i].addresses.items[k];
    return prefixes_cover(&d->arena, all, count);
}

static bool any_within(const struct prefixes *addresses, const struct prefixes *cover)
{
    for (size_t i = 0; i < addresses->count; i++)
        if (prefixes_hold(cover, &addresses->items[i]))
            return true;
    return false;
}

void derivation_init(struct derivation *d, struct flows *flows, const struct site *site,
                     struct problems *problems)
{
    *d = (struct derivation){.flows = flows, .site = site, .problems = problems};
    index_roles(d);
    d->used_by = reverse(d, named_uses);
    d->linked_by = reverse(d, named_links);
    d->dmz = addresses_where(d, is_dmz);
    d->inner = addresses_where(d, host_is_inner);
    d->families = arena_array(&d->arena, site->host_count, sizeof(*d->families));
    d->inside_dmz = arena_array(&d->arena, site->host_count, sizeof(*d->inside_dmz));
    for (size_t i = 0; i < site->host_count; i++) {
        const struct host *host = &site->hosts[i];
        d->families[i] = addresses_families(host->addresses);
        d->inside_dmz[i] = is_dmz(host) || any_within(&host->addresses, &d->dmz);
    }
}

void derivation_release(struct derivation *d)
{
    arena_release(&d->arena);
}

bool host_plays(const struct host *host, role_set roles)
{
    return roles >> host->role & 1 || (host->is_client && roles & host->product->with[TRAIT_CLIENT]);
}
