/* The servers that a permanent standby links to. */
#include "core/base/text.h"
#include "core/site/check/check.h"

static bool is_linked(const struct host *host, const struct host *other)
{
    for (size_t i = 0; i < host->links.count; i++)
        if (host->links.items[i] == other)
            return true;
    return false;
}

static const struct host *site_links_resolve(struct check *check, const struct host *host, struct spot spot,
                                             const char *name)
{
    const struct host *other = check_host_named(check, name);
    if (!other)
        site_unknown(check, spot, "host", name, check->names, check->name_count);
    if (!other || !check->sound[other->index])
        return NULL;
    if (host_is(other, TRAIT_MAIN) && other->product == host->product && !is_linked(host, other))
        return other;
    if (host_is(other, TRAIT_MAIN) && other->product == host->product)
        site_add(check, PROBLEM_TWICE, spot, "'%s' is given twice; take one out", other->name);
    else
        site_add(check, PROBLEM_UNFIT, spot, "'%s' is a %s; a permanent-standby links only to servers",
                 other->name, host_role(other)->name);
    return NULL;
}

/* At most as many as the site has servers, which the topology bounds; the rest is told of and left out. */
static void read_links(struct check *check, struct host *host, struct spot list, const struct words *words)
{
    enum { MOST = 16 };
    const struct host **items = arena_array(&check->site->arena, MOST, sizeof(*items));
    host->links.items = items;
    for (size_t i = 0; i < words->count; i++) {
        const struct word *word = &words->items[i];
        const struct host *other =
            site_links_resolve(check, host, spot_item(list, i, word), word->text ? word->text : "");
        if (other && host->links.count < MOST)
            items[host->links.count++] = other;
    }
}

static void warn_fewer(struct check *check, const struct host *host, struct spot list, size_t most)
{
    site_advise(check, host->product, "permanent-standby-fewer-links", list, "name the others in 'links'",
                "'%s' links to %zu of %zu servers", host->name, host->links.count, most);
}

static void check_count(struct check *check, const struct host *host, struct spot list, size_t servers)
{
    const struct topology *topology = check->site->topology;
    size_t most = topology->links_max ? topology->links_max : servers, count = host->links.count;
    if (count > most)
        site_add(check, PROBLEM_TOO_MANY_LINKS, list,
                 "'%s' links to %zu servers; a permanent standby of a %s links to "
                 "%zu at most",
                 host->name, count, topology->id, most);
    else if (count == 0 && topology->links_needed)
        site_add(check, PROBLEM_MISSING, list, "'%s' links to no server; name its %zu servers in 'links'",
                 host->name, most);
    else if (count < most)
        warn_fewer(check, host, list, most);
}

static void check_standby(struct check *check, struct host *host, struct spot list, const struct words *words)
{
    const struct topology *topology = check->site->topology;
    struct hosts servers = check_pool(check, host->product, host->product->with[TRAIT_MAIN]);
    if (words->given) {
        size_t errors = check->problems->errors;
        read_links(check, host, list, words);
        if (topology && check->all_sound && errors == check->problems->errors)
            check_count(check, host, list, servers.count);
    } else if (topology && topology->links_needed) {
        site_add(check, PROBLEM_MISSING, list, "'links' is missing; name the %zu servers that '%s' links to",
                 topology->links_max, host->name);
    } else {
        host->links = servers;
    }
}

void check_links(struct check *check)
{
    for (size_t i = 0; i < check->site->host_count; i++) {
        struct host *host = &check->site->hosts[i];
        const struct words *words = &check->draft->hosts[i].links;
        struct spot list = spot_words(&check->owners[i], "links", words);
        if (!check->sound[i])
            continue;
        if (host_is(host, TRAIT_STANDBY))
            check_standby(check, host, list, words);
        else if (words->given)
            site_add(check, PROBLEM_UNFIT, list, "only a permanent-standby has 'links'; take them out");
    }
}
