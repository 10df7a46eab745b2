/* Whom a client, web-client, web-server, or server with applications uses. */
#include <stdlib.h>
#include <string.h>

#include "core/base/text.h"
#include "core/site/check/check.h"

/* Whether the host opens connections of its own accord. */
static bool is_user(const struct host *host)
{
    return host->is_client || (host_role(host)->uses && !host_is(host, TRAIT_APPLICATIONS));
}

static bool may_use(struct check *check, const struct host *host, const struct host *other, struct spot spot)
{
    role_set roles = host_role(host)->uses;
    if (other == host)
        site_add(check, PROBLEM_UNFIT, spot, "'%s' uses itself anyway; take it out", other->name);
    else if (other->product != host->product)
        site_add(check, PROBLEM_UNFIT, spot, "'%s' runs %s, which '%s' cannot use; take it out", other->name,
                 other->product->title, host->name);
    else if (!(roles & role_bit(other->role))) {
        char *words = roles_in_words(check, roles);
        site_add(check, PROBLEM_UNFIT, spot, "'%s' is a %s; a %s may use only a %s", other->name,
                 host_role(other)->name, host_role(host)->name, words);
        free(words);
    } else
        return true;
    return false;
}

static const struct host *site_uses_resolve(struct check *check, const struct host *host, struct spot spot,
                                            const char *name)
{
    struct host *other = check_host_named(check, name);
    if (!other)
        site_unknown(check, spot, "host", name, check->names, check->name_count);
    if (!other || !check->sound[other->index])
        return NULL;
    return may_use(check, host, other, spot) ? other : NULL;
}

/* `marks` holds, for each host, who named it last: one pass however long the list is. */
static void read_uses(struct check *check, struct host *host, size_t *marks)
{
    const struct words *words = &check->draft->hosts[host->index].uses;
    struct spot list = spot_words(&check->owners[host->index], "uses", words);
    const struct host **items = arena_array(&check->site->arena, words->count, sizeof(*items));
    host->uses.items = items;
    for (size_t i = 0; i < words->count; i++) {
        const struct word *word = &words->items[i];
        struct spot spot = spot_item(list, i, word);
        const struct host *other = site_uses_resolve(check, host, spot, word->text ? word->text : "");
        if (!other)
            continue;
        if (marks[other->index] == host->index + 1)
            site_add(check, PROBLEM_TWICE, spot, "'%s' is given twice; take one out", other->name);
        marks[other->index] = host->index + 1;
        items[host->uses.count++] = other;
    }
}

static struct hosts without(struct check *check, struct hosts all, const struct host *host)
{
    const struct host **items = arena_array(&check->site->arena, all.count, sizeof(*items));
    size_t count = 0;
    for (size_t i = 0; i < all.count; i++)
        if (all.items[i] != host)
            items[count++] = all.items[i];
    return (struct hosts){.items = items, .count = count};
}

/* Only roles that the host may use at all: a DMZ standby with applications gets no server by default. */
static void default_uses(struct check *check, struct host *host)
{
    const struct role_fact *fact = host_role(host);
    for (size_t i = 0; i < 2 && host->uses.count == 0; i++)
        host->uses = check_pool(check, host->product, fact->uses_default[i] & fact->uses);
    if (fact->uses & role_bit(host->role))
        host->uses = without(check, host->uses, host);
}

/* Whether the host may say whom it uses. */
static bool site_uses_fits(struct check *check, const struct host *host, const struct words *words)
{
    struct spot list = spot_words(&check->owners[host->index], "uses", words);
    if (!words->given || is_user(host))
        return true;
    if (host_is(host, TRAIT_APPLICATIONS))
        site_add(check, PROBLEM_USES_WITHOUT_APPS, list,
                 "'uses' says nothing at a %s without 'apps'; add its applications, or take 'uses' out",
                 host_role(host)->name);
    else
        site_add(check, PROBLEM_UNFIT, list, "a %s uses no other host; take 'uses' out",
                 host_role(host)->name);
    return host_is(host, TRAIT_APPLICATIONS);
}

void check_uses(struct check *check)
{
    size_t *marks = arena_array(&check->scratch, check->site->host_count, sizeof(*marks));
    for (size_t i = 0; i < check->site->host_count; i++) {
        struct host *host = &check->site->hosts[i];
        const struct words *words = &check->draft->hosts[i].uses;
        if (!check->sound[i] || !site_uses_fits(check, host, words))
            continue;
        if (words->given)
            read_uses(check, host, marks);
        else if (is_user(host))
            default_uses(check, host);
        if (!is_user(host))
            host->uses.count = 0; /* the names were looked at; they say nothing */
    }
}
