/* Which boxes there are: a host each, the ends outside the site that concern this host, and where the room is
 * short, hosts of one kind together. */
#include <string.h>

#include "core/base/text.h"
#include "tui/picture/parts.h"

/* Kinds that may become one box, by how alike they are. Outside ends come last. */
enum { KIND_OUTSIDE = ROLES_MOST, KIND_ANYWHERE, MOST_UNLIKE = 5, NAMES_MOST = 200 };

static bool picture_is_dmz(const struct end *end)
{
    return end->host && host_is(end->host, TRAIT_DMZ);
}

/* A client that talks to nobody but the DMZ stands there. */
static bool only_dmz(const struct parts *parts, const struct host *host)
{
    bool any = false;
    for (size_t i = 0; i < parts->flows->count; i++) {
        const struct flow *flow = &parts->flows->items[i];
        const struct end *other = flow->from.host == host ? &flow->to
                                  : flow->to.host == host ? &flow->from
                                                          : NULL;
        if (!other || !other->host)
            continue;
        if (!picture_is_dmz(other))
            return false;
        any = true;
    }
    return any;
}

static int column_of(const struct parts *parts, const struct host *host)
{
    if (host_is(host, TRAIT_WORKSTATION))
        return only_dmz(parts, host) ? RIGHT : LEFT;
    return host_is(host, TRAIT_DMZ) ? RIGHT : MIDDLE;
}

static const char *note_of(struct parts *parts, const struct host *host)
{
    char address[PREFIX_TEXT] = "";
    struct arena *arena = &parts->picture->arena;
    if (host->addresses.count)
        prefix_format(&host->addresses.items[0], address);
    return arena_printf(arena, "%s%s%s%s", host_role(host)->name, *address ? " " : "", address,
                        host->addresses.count > 1 ? " .." : "");
}

static struct group *picture_groups_add(struct parts *parts)
{
    struct group *group = &parts->groups[parts->group_count];
    *group = (struct group){.count = 1, .into = parts->group_count};
    parts->group_count++;
    return group;
}

/* A gateway has no part in the flows that it passes on: it is told in words, unless it is this host. */
static void picture_groups_add_hosts(struct parts *parts, int *of_host)
{
    const struct site *site = parts->flows->site;
    for (size_t i = 0; i < site->host_count; i++) {
        const struct host *host = &site->hosts[i];
        of_host[i] = NOWHERE;
        if (host_is(host, TRAIT_GATEWAY) && host != parts->you)
            continue;
        of_host[i] = (int)parts->group_count;
        struct group *group = picture_groups_add(parts);
        group->host = host;
        group->you = host == parts->you;
        group->name = group->you ? arena_printf(&parts->picture->arena, "%s = YOU", host->name) : host->name;
        group->names = host->name;
        group->note = note_of(parts, host);
        group->kind = (int)host->role;
        group->column = column_of(parts, host);
    }
}

static int column_outside(const struct parts *parts, bool opens)
{
    int yours = parts->you ? column_of(parts, parts->you) : MIDDLE;
    if (yours == MIDDLE)
        return opens ? LEFT : RIGHT;
    return yours;
}

static int outside(struct parts *parts, const struct end *end, bool opens)
{
    char name[PREFIX_TEXT];
    const char *shown = end_name(end, name), *note = opens ? "from outside" : "outside";
    for (size_t i = 0; i < parts->group_count; i++)
        if (parts->groups[i].outside && strcmp(parts->groups[i].name, shown) == 0 &&
            parts->groups[i].note == note)
            return (int)i;
    int index = (int)parts->group_count;
    struct group *group = picture_groups_add(parts);
    group->outside = true;
    group->name = group->names = arena_strdup(&parts->picture->arena, shown);
    group->note = note;
    group->kind = end->address.family ? KIND_OUTSIDE : KIND_ANYWHERE;
    group->column = column_outside(parts, opens);
    return index;
}

static void map_flows(struct parts *parts, const int *of_host)
{
    for (size_t i = 0; i < parts->flows->count; i++) {
        const struct flow *flow = &parts->flows->items[i];
        const struct host *from = flow->from.host, *to = flow->to.host;
        parts->from[i] = from ? of_host[from->index] : NOWHERE;
        parts->to[i] = to ? of_host[to->index] : NOWHERE;
        /* From anywhere else the lines would only hide the picture: they are told in words. */
        if (!parts->closed && !from && to && to == parts->you)
            parts->from[i] = outside(parts, &flow->from, true);
        if (!parts->closed && !to && from && from == parts->you)
            parts->to[i] = outside(parts, &flow->to, false);
    }
}

static size_t in_column(const struct parts *parts, int column)
{
    size_t count = 0;
    for (size_t i = 0; i < parts->group_count; i++)
        count += parts->groups[i].column == column && parts->groups[i].into == i;
    return count;
}

/* Servers and their standbys: boxes of hosts that are all one or the other. */
static bool holds_servers(const struct group *group)
{
    return group->host && group->kind >= 0 && host_is_inner(group->host);
}

static bool picture_groups_alike(const struct group *a, const struct group *b, int level)
{
    if (level == 0 || a->kind == KIND_ANYWHERE || b->kind == KIND_ANYWHERE)
        return a->kind == b->kind;
    return level == 1 ? holds_servers(a) && holds_servers(b) : true;
}

static const char *name_together(struct parts *parts, const struct group *group)
{
    const char *name = group->kind == KIND_OUTSIDE    ? "Networks"
                       : group->kind == KIND_ANYWHERE ? "Anywhere"
                       : group->kind < 0              ? "Others"
                                                      : group->host->product->roles[group->kind].plural;
    return arena_printf(&parts->picture->arena, "%s (%zu)", name, group->count);
}

static bool picture_groups_put_together(struct parts *parts, struct group *into, struct group *group)
{
    bool servers = holds_servers(into) && holds_servers(group);
    group->into = (size_t)(into - parts->groups);
    into->count += group->count;
    if (into->kind != group->kind)
        into->kind = servers ? product_role_with(into->host->product, TRAIT_MAIN) : -1;
    if (strlen(into->names) < NAMES_MOST)
        into->names = arena_printf(&parts->picture->arena, "%s %s", into->names, group->names);
    into->note = into->names;
    into->name = name_together(parts, into);
    return true;
}

/* One more pair of alike groups becomes one. False: there is none. */
static bool picture_groups_join(struct parts *parts, int column, int level)
{
    for (size_t i = 0; i < parts->group_count; i++)
        for (size_t j = i + 1; j < parts->group_count; j++) {
            struct group *a = &parts->groups[i], *b = &parts->groups[j];
            bool both = a->column == column && b->column == column && a->into == i && b->into == j;
            if (both && !a->you && !b->you && picture_groups_alike(a, b, level))
                return picture_groups_put_together(parts, a, b);
        }
    return false;
}

/* At the first level all that are alike are joined: `Clients (12)` beside two lone clients would mislead. */
static void thin_out(struct parts *parts, int column, size_t most)
{
    /* Hosts that are not alike share a box only where there are far too many. */
    for (int level = 0; level < 3; level++, most = level < 2 || most == 1 ? most : MOST_UNLIKE)
        while (in_column(parts, column) > most)
            if (!picture_groups_join(parts, column, level))
                break;
}

static void picture_groups_follow(struct parts *parts, int *group)
{
    while (*group != NOWHERE && parts->groups[*group].into != (size_t)*group)
        *group = (int)parts->groups[*group].into;
}

void picture_groups(struct parts *parts)
{
    struct arena *arena = &parts->picture->arena;
    const struct flows *flows = parts->flows;
    int *of_host = arena_array(arena, flows->site->host_count + 1, sizeof(int));
    parts->groups = arena_array(arena, flows->site->host_count + 2 * flows->count + 1, sizeof(struct group));
    parts->from = arena_array(arena, flows->count + 1, sizeof(int));
    parts->to = arena_array(arena, flows->count + 1, sizeof(int));
    parts->shown = arena_array(arena, flows->count + 1, sizeof(bool));
    picture_groups_add_hosts(parts, of_host);
    map_flows(parts, of_host);
    for (int column = 0; column < COLUMNS; column++)
        thin_out(parts, column, parts->most);
    for (size_t i = 0; i < flows->count; i++) {
        picture_groups_follow(parts, &parts->from[i]);
        picture_groups_follow(parts, &parts->to[i]);
    }
}
