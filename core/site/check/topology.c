/* How many servers and standbys the redundancy takes. */
#include <stdlib.h>
#include <string.h>

#include "core/base/text.h"
#include "core/site/check/check.h"

static void find_topologies(struct check *check)
{
    for (size_t i = 0; i < check->product_count && !check->topologies; i++)
        if (check->products[i]->topology_count) {
            check->topologies = check->products[i]->topologies;
            check->topology_count = check->products[i]->topology_count;
        }
}

static size_t count_with(struct check *check, enum trait trait)
{
    size_t count = 0;
    for (size_t i = 0; i < check->site->host_count; i++)
        count += check->sound[i] && host_is(&check->site->hosts[i], trait);
    return count;
}

static const char **topology_ids(struct check *check)
{
    const char **ids = arena_array(&check->scratch, check->topology_count, sizeof(*ids));
    for (size_t i = 0; i < check->topology_count; i++)
        ids[i] = check->topologies[i].id;
    return ids;
}

static void missing_redundancy(struct check *check, struct spot spot)
{
    char *list = site_listed(topology_ids(check), check->topology_count);
    site_add(check, PROBLEM_MISSING, spot, "'redundancy' is missing; a site with servers is one of %s", list);
    free(list);
}

static void too_many(struct check *check, size_t index, size_t most, size_t total)
{
    const char *role = host_role(&check->site->hosts[index])->name;
    const struct topology *topology = check->site->topology;
    struct spot spot = spot_word(&check->owners[index], "role", &check->draft->hosts[index].role);
    if (most == 0)
        site_add(check, PROBLEM_TOPOLOGY, spot, "a %s site has no %s; take it out, or change 'redundancy'",
                 topology->id, role);
    else
        site_add(
            check, PROBLEM_TOPOLOGY, spot,
            "a %s site has at most %zu of role %s, this is one of %zu; take it out, or change 'redundancy'",
            topology->id, most, role, total);
}

/* The first host of such a role behind the `most` that fit is the one to look at. */
static void check_most(struct check *check, enum trait trait, size_t most)
{
    size_t seen = 0, total = count_with(check, trait);
    for (size_t i = 0; i < check->site->host_count && total > most; i++)
        if (check->sound[i] && host_is(&check->site->hosts[i], trait) && ++seen > most) {
            too_many(check, i, most, total);
            return;
        }
}

static void check_counts(struct check *check, struct spot spot)
{
    const struct topology *topology = check->site->topology;
    size_t servers = count_with(check, TRAIT_MAIN);
    check_most(check, TRAIT_MAIN, topology->servers);
    check_most(check, TRAIT_STANDBY, topology->permanent_max);
    check_most(check, TRAIT_DMZ, topology->dmz_max);
    if (servers < topology->servers && check->all_sound)
        site_add(check, PROBLEM_TOPOLOGY, spot,
                 "a %s site has %zu hosts of role server, this one names %zu; add %s", topology->id,
                 topology->servers, servers, topology->servers - servers == 1 ? "the other" : "the others");
}

void check_topology(struct check *check)
{
    const struct word *word = &check->draft->redundancy;
    struct spot spot = spot_word(&check->top, "redundancy", word);
    find_topologies(check);
    if (!word->text) {
        size_t servers =
            count_with(check, TRAIT_MAIN) + count_with(check, TRAIT_STANDBY) + count_with(check, TRAIT_DMZ);
        if (servers && check->topologies)
            missing_redundancy(check, spot);
        return;
    }
    for (size_t i = 0; i < check->topology_count; i++)
        if (strcmp(check->topologies[i].id, word->text) == 0)
            check->site->topology = &check->topologies[i];
    if (check->site->topology)
        check_counts(check, spot);
    else if (check->topologies)
        site_unknown(check, spot, "redundancy", word->text, topology_ids(check), check->topology_count);
    else if (check->product_count)
        site_add(check, PROBLEM_UNFIT, spot, "'redundancy' says nothing about %s; take it out",
                 check->products[0]->title);
}
