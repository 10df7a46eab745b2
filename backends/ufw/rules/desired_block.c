/* The marked block: what must stand before ufw's own first rules. Denies and spoofed sources come before
 * established connections, as everywhere in penstock; ping, which ufw lets in from everybody and knows no
 * rule for; and DHCP where ufw would stop it. */
#include <stdlib.h>
#include <string.h>

#include "backends/ufw/rules/block.h"
#include "backends/ufw/rules/desired.h"
#include "core/plan/builtin.h"

struct building {
    struct desired *desired;
    const struct plan *plan;
    size_t index;
    struct lines *lines;
};

static const char *const hooks[] = {"input", "output", "forward"};

static const char *ufw_desired_block_group_of(const struct building *building)
{
    return building->index == UFW_4 ? "before.rules" : "before6.rules";
}

static const char *chains(const struct building *building)
{
    return building->index == UFW_4 ? "ufw" : "ufw6";
}

static struct line *ufw_desired_block_add(struct building *building, const char *chain, const char *match,
                                          const char *target, const char *comment)
{
    struct text text = {0};
    text_addf(&text, "-A %s-%s%s", chains(building), chain, match);
    if (comment)
        text_addf(&text, " -m comment --comment \"" TUPLE_OURS "%s\"", comment);
    text_addf(&text, " -j %s", target);
    struct line *line = block_line(building->lines, ufw_desired_block_group_of(building), text_get(&text));
    text_release(&text);
    return line;
}

/* A drop, and where the plan logs a line before it. */
static struct line *add_drop(struct building *building, const char *chain, const char *match,
                             const char *comment)
{
    struct text text = {0};
    if (building->plan->log == LOG_BLOCKED) {
        text_addf(&text, "%s -m limit --limit 3/min --limit-burst 10", match);
        ufw_desired_block_add(building, chain, text_get(&text), "LOG --log-prefix \"[UFW BLOCK] \"", NULL);
    }
    text_release(&text);
    return ufw_desired_block_add(building, chain, match, "DROP", comment);
}

static void ufw_desired_block_add_end(struct text *text, const char *word, const struct prefix *end)
{
    char buffer[PREFIX_TEXT];
    if (end->length)
        text_addf(text, " %s %s", word, prefix_format(end, buffer));
}

static const char *echo(const struct building *building)
{
    return building->index == UFW_4 ? " -p icmp --icmp-type echo-request"
                                    : " -p icmpv6 --icmpv6-type echo-request";
}

static void ufw_desired_block_add_interfaces(struct text *text, const struct rule *rule)
{
    if (rule->interface)
        text_addf(text, " %s %s", rule->direction == DIRECTION_OUT ? "-o" : "-i", rule->interface);
    if (rule->interface_to)
        text_addf(text, " -o %s", rule->interface_to);
}

static void ufw_desired_block_add_protocol(const struct building *building, struct text *text,
                                           const struct rule *rule)
{
    if (rule->protocol == PROTOCOL_ICMP)
        text_add(text, echo(building));
    else if (rule->protocol != PROTOCOL_ANY)
        text_addf(text, " -p %s", protocol_name(rule->protocol));
    if (rule->ports.first)
        text_addf(text, " --dport %u:%u", rule->ports.first, rule->ports.last);
}

/* One line for each pair of ends: a deny, or a ping that is let through. */
static void ufw_desired_block_add_rule(struct building *building, const struct rule *rule)
{
    struct arena *arena = &building->desired->arena;
    size_t from_count, to_count;
    const struct prefix *from = ufw_ends(&rule->from, ufw_family(building->index), &from_count, arena);
    const struct prefix *to = ufw_ends(&rule->to, ufw_family(building->index), &to_count, arena);
    char *chain = arena_printf(arena, "before-%s", hooks[rule->direction]);
    const char *comment = rules_comment(&rule, 1, UFW_COMMENT, arena);
    for (size_t i = 0; i < from_count * to_count; i++) {
        struct text match = {0};
        ufw_desired_block_add_interfaces(&match, rule);
        ufw_desired_block_add_end(&match, "-s", &from[i / to_count]);
        ufw_desired_block_add_end(&match, "-d", &to[i % to_count]);
        if (rule->verdict == VERDICT_DROP) {
            ufw_desired_block_add_protocol(building, &match, rule);
            text_add(&match, " -m conntrack --ctdir ORIGINAL");
            line_lead(add_drop(building, chain, text_get(&match), comment), &rule, 1);
        } else {
            text_add(&match, echo(building));
            line_lead(ufw_desired_block_add(building, chain, text_get(&match), "ACCEPT", comment), &rule, 1);
        }
        text_release(&match);
    }
}

static void add_denies(struct building *building)
{
    for (size_t i = 0; i < building->plan->rule_count; i++)
        if (building->plan->rules[i].verdict == VERDICT_DROP)
            ufw_desired_block_add_rule(building, &building->plan->rules[i]);
}

/* ufw lets ping in and through from everybody, and out with IPv6. */
static bool ufw_lets_ping(const struct building *building, enum direction direction)
{
    return direction != DIRECTION_OUT || building->index == UFW_6;
}

static void ufw_desired_block_builtin_match(struct text *match, const struct builtin *builtin,
                                            enum direction direction)
{
    char buffer[PREFIX_TEXT];
    if (builtin->interface)
        text_addf(match, " %s %s", direction == DIRECTION_OUT ? "-o" : "-i", builtin->interface);
    if (builtin->from.family)
        text_addf(match, " -s %s", prefix_format(&builtin->from, buffer));
    if (builtin->about == BUILTIN_IGMP)
        text_add(match, " -p igmp");
    else if (builtin->protocol != PROTOCOL_ANY)
        text_addf(match, " -p %s", protocol_name(builtin->protocol));
    if (builtin->from_port)
        text_addf(match, " --sport %u", builtin->from_port);
    if (builtin->to_port)
        text_addf(match, " --dport %u", builtin->to_port);
}

static bool builtin_of_family(const struct builtin *builtin, uint8_t family)
{
    if (builtin->about == BUILTIN_IGMP)
        return family == FAMILY_4;
    return (!builtin->family || builtin->family == family) &&
           (!builtin->from.family || builtin->from.family == family);
}

/* A product's own rule that lets everything through lets ping through, and comes after the drop below. */
static void add_builtin_pings(struct building *building, const char *chain, enum direction direction)
{
    for (size_t i = 0; i < building->plan->builtin_count; i++) {
        const struct builtin *builtin = building->plan->builtins[i];
        struct text match = {0};
        if (!builtin->roles || builtin->verdict == VERDICT_DROP || builtin->protocol != PROTOCOL_ANY ||
            !(builtin->directions >> direction & 1) ||
            !builtin_of_family(builtin, ufw_family(building->index)))
            continue;
        ufw_desired_block_builtin_match(&match, builtin, direction);
        text_add(&match, echo(building));
        ufw_desired_block_add(building, chain, text_get(&match), "ACCEPT", NULL);
        text_release(&match);
    }
}

static void add_pings(struct building *building, enum direction direction, enum verdict policy)
{
    const struct plan *plan = building->plan;
    if (policy == VERDICT_ACCEPT || builtins_let_ping(plan, direction))
        return;
    char *chain = arena_printf(&building->desired->arena, "before-%s", hooks[direction]);
    if (ufw_lets_ping(building, direction))
        add_builtin_pings(building, chain, direction);
    for (size_t i = 0; i < plan->rule_count; i++) {
        const struct rule *rule = &plan->rules[i];
        if (rule->direction == direction && rule->verdict == VERDICT_ACCEPT &&
            (rule->protocol == PROTOCOL_ICMP || rule->protocol == PROTOCOL_ANY))
            ufw_desired_block_add_rule(building, rule);
    }
    if (!ufw_lets_ping(building, direction))
        return;
    char *match = arena_printf(&building->desired->arena, "%s -m conntrack --ctstate NEW", echo(building));
    add_drop(building, chain, match, "ping by policy");
}

/* A source, and the interface that its zone is behind. */
struct home {
    struct prefix prefix;
    const char *interface;
};

static int longest_first(const void *a, const void *b)
{
    const struct home *x = a, *y = b;
    return x->prefix.length != y->prefix.length ? (int)y->prefix.length - (int)x->prefix.length
                                                : prefix_compare(&x->prefix, &y->prefix);
}

static size_t find_homes(const struct building *building, struct home **homes)
{
    const struct host *host = building->plan->host;
    size_t count = 0, cap = 0;
    *homes = NULL;
    for (size_t z = 0; z < host->zone_count; z++)
        for (size_t i = 0; i < host->zones[z].networks.count + host->zones[z].any; i++) {
            struct prefix all = {.family = ufw_family(building->index)};
            bool any = i == host->zones[z].networks.count;
            const struct prefix *prefix = any ? &all : &host->zones[z].networks.items[i];
            if (prefix->family != ufw_family(building->index))
                continue;
            *homes = xgrow(*homes, count, &cap, sizeof(**homes));
            (*homes)[count++] = (struct home){*prefix, host->zones[z].interface};
        }
    if (count)
        qsort(*homes, count, sizeof(**homes), longest_first);
    return count;
}

/* The longest prefix decides which zone a source belongs to: a chain of its own that ends at the first hit.
 */
static void add_spoofed(struct building *building, const struct builtin *builtin)
{
    struct home *homes;
    size_t count = find_homes(building, &homes);
    char *declare = xasprintf(":%s-penstock-spoof - [0:0]", chains(building));
    if (count)
        block_line(building->lines, ufw_desired_block_group_of(building), declare);
    for (size_t i = 0; i < count; i++) {
        struct text match = {0};
        ufw_desired_block_add_end(&match, "-s", &homes[i].prefix);
        char *at_home = xasprintf("%s -i %s", text_get(&match), homes[i].interface);
        ufw_desired_block_add(building, "penstock-spoof", at_home, "RETURN", NULL);
        add_drop(building, "penstock-spoof", text_get(&match), builtin->comment);
        free(at_home);
        text_release(&match);
    }
    char *jump = xasprintf("%s-penstock-spoof", chains(building));
    if (count)
        ufw_desired_block_add(building, "before-forward", "", jump, NULL);
    free(jump);
    free(declare);
    free(homes);
}

/* What ufw's stock before.rules let in by themselves: answers, neighbour discovery and reports, DHCPv4's
 * answer, ping. */
static bool ufw_has_itself(const struct builtin *builtin)
{
    return builtin->about == BUILTIN_ESTABLISHED || builtin->protocol == PROTOCOL_ICMP ||
           (builtin->family == FAMILY_4 && builtin->from_port == 67);
}

static void ufw_desired_block_add_builtin(struct building *building, const struct builtin *builtin,
                                          enum direction direction)
{
    char *chain = arena_printf(&building->desired->arena, "before-%s", hooks[direction]);
    struct text match = {0};
    ufw_desired_block_builtin_match(&match, builtin, direction);
    if (builtin->verdict == VERDICT_DROP)
        add_drop(building, chain, text_get(&match), builtin->comment);
    else
        ufw_desired_block_add(building, chain, text_get(&match), "ACCEPT", builtin->comment);
    text_release(&match);
}

/* A product's own are rules of ufw; what the policy accepts anyway needs no line behind the denies. */
static void ufw_desired_block_add_always(struct building *building, enum builtin_phase phase)
{
    const struct plan *plan = building->plan;
    const enum verdict policies[] = {plan->incoming, plan->outgoing};
    for (size_t i = 0; i < plan->builtin_count; i++) {
        const struct builtin *builtin = plan->builtins[i];
        if (builtin->phase != phase || builtin->roles || ufw_has_itself(builtin) ||
            !builtin_of_family(builtin, ufw_family(building->index)))
            continue;
        if (builtin->about == BUILTIN_SPOOFED) {
            add_spoofed(building, builtin);
            continue;
        }
        for (enum direction way = DIRECTION_IN; way <= DIRECTION_OUT; way++)
            if (builtin->directions >> way & 1 &&
                (phase == BUILTIN_BEFORE_DENIES || policies[way] == VERDICT_DROP))
                ufw_desired_block_add_builtin(building, builtin, way);
    }
}

/* The machine's own traffic never meets a drop, so the block is never empty: it says that penstock was here.
 */
void desired_block(struct desired *desired, const struct plan *plan)
{
    for (size_t i = 0; i < UFW_FAMILIES; i++) {
        struct building building = {desired, plan, i, &desired->block[i]};
        ufw_desired_block_add_always(&building, BUILTIN_BEFORE_DENIES);
        add_denies(&building);
        ufw_desired_block_add_always(&building, BUILTIN_AFTER_DENIES);
        add_pings(&building, DIRECTION_IN, plan->incoming);
        add_pings(&building, DIRECTION_OUT, plan->outgoing);
        if (plan->gateway)
            add_pings(&building, DIRECTION_FORWARD, plan->forward);
    }
}
