#include "backends/neighbours/neighbours.h"

#include <linux/netfilter.h>
#include <stdlib.h>
#include <string.h>

#include "backends/neighbours/others.h"
#include "core/base/text.h"

enum { DEEPEST = 16 }; /* chains in chains; the kernel allows as many */

struct visit {
    const struct others *others;
    struct foreign *foreign;
    bool ufw, mixed;
    bool own, behind; /* in our own firewall's chains, and behind its rules */
};

static const char *family_name(unsigned family)
{
    switch (family) {
    case NFPROTO_INET:
        return "inet";
    case NFPROTO_IPV4:
        return "ip";
    case NFPROTO_IPV6:
        return "ip6";
    case NFPROTO_ARP:
        return "arp";
    case NFPROTO_BRIDGE:
        return "bridge";
    case OF_LEGACY | NFPROTO_IPV4:
        return "iptables-legacy";
    case OF_LEGACY | NFPROTO_IPV6:
        return "ip6tables-legacy";
    default:
        return "netdev";
    }
}

static const char *hook_word(unsigned family, uint32_t hook)
{
    static const char *const words[] = {"prerouting", "input", "forward", "output", "postrouting", "ingress"};
    if (family == NFPROTO_NETDEV)
        return hook == 0 ? "ingress" : "egress";
    if (family == NFPROTO_ARP)
        return hook == 0 ? "input" : hook == 1 ? "output" : "forward";
    return hook < 6 ? words[hook] : "hook";
}

/* Whose packets meet a chain there; none of ours are of arp. */
static unsigned hook_directions(unsigned family, uint32_t hook)
{
    static const unsigned all[] = {1u << DIRECTION_IN | 1u << DIRECTION_FORWARD,
                                   1u << DIRECTION_IN,
                                   1u << DIRECTION_FORWARD,
                                   1u << DIRECTION_OUT,
                                   1u << DIRECTION_OUT | 1u << DIRECTION_FORWARD,
                                   1u << DIRECTION_IN};
    if (family == NFPROTO_ARP)
        return 0;
    if (family == NFPROTO_NETDEV)
        return hook == 0 ? all[0] : all[NF_INET_POST_ROUTING];
    return hook < 6 ? all[hook] : all[0] | all[NF_INET_POST_ROUTING];
}

/* The chains that ufw hooks into those of the kernel. */
static bool is_of_ufw(const char *chain)
{
    static const char *const names[] = {"before-logging-", "before-", "after-logging-",
                                        "after-",          "reject-", "track-"};
    static const char *const ends[] = {"input", "output", "forward"};
    const char *name = strncmp(chain, "ufw6-", 5) == 0 ? chain + 5 : chain + 4;
    if (strncmp(chain, "ufw-", 4) != 0 && strncmp(chain, "ufw6-", 5) != 0)
        return false;
    for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
        for (size_t k = 0; k < sizeof(ends) / sizeof(*ends); k++)
            if (strncmp(name, names[i], strlen(names[i])) == 0 &&
                strcmp(name + strlen(names[i]), ends[k]) == 0)
                return true;
    return false;
}

/* What `limit` makes of too many is what its rule says. */
static bool is_limit_of_ufw(const char *chain)
{
    return strcmp(chain, "ufw-user-limit") == 0 || strcmp(chain, "ufw6-user-limit") == 0;
}

static bool is_user_of_ufw(const char *chain)
{
    return strncmp(chain, "ufw-user-", 9) == 0 || strncmp(chain, "ufw6-user-", 10) == 0;
}

static struct sway *walk_note(struct visit *visit, const struct met *met, unsigned effect, const char *chain)
{
    struct foreign *foreign = visit->foreign;
    foreign->sways = xgrow(foreign->sways, foreign->sway_count, &foreign->sway_cap, sizeof(*foreign->sways));
    struct sway *sway = &foreign->sways[foreign->sway_count++];
    *sway = (struct sway){
        .met = *met, .effect = effect, .chain = text_safe(chain), .own = visit->own, .behind = visit->behind};
    foreign->may_drop |= !visit->own && effect & EFFECT_DROPS;
    foreign->may_change |= !visit->own && (effect & (EFFECT_CHANGES | EFFECT_MARKS)) != 0;
    return sway;
}

static void walk_chain(struct visit *visit, const struct other *chain, const struct met *met, unsigned depth);

/* What comes back from ufw's own rules has met them. */
static void walk_jump(struct visit *visit, const struct other *from, const char *name, const struct met *met,
                      unsigned depth)
{
    const struct other *to =
        depth < DEEPEST ? others_find(visit->others, from->family, from->table, name) : NULL;
    bool was = visit->own;
    if (visit->ufw && is_limit_of_ufw(name))
        return;
    visit->own |= visit->ufw && is_of_ufw(name);
    visit->mixed |= visit->own;
    if (to)
        walk_chain(visit, to, met, depth + 1);
    visit->own = was;
    visit->behind |= visit->ufw && is_user_of_ufw(name);
}

/* Those that were spared in this chain meet what comes behind it. */
static void walk_end(struct foreign *foreign, size_t first)
{
    for (size_t i = first; i < foreign->sway_count; i++)
        if (!foreign->sways[i].effect && !foreign->sways[i].until)
            foreign->sways[i].until = foreign->sway_count;
}

/* Follows the jumps. */
static void walk_chain(struct visit *visit, const struct other *chain, const struct met *met, unsigned depth)
{
    const size_t first = visit->foreign->sway_count;
    for (size_t i = 0; i < chain->count; i++) {
        const struct other_rule *rule = &chain->rules[i];
        const struct met both = met_both(met, &rule->met);
        if (both.never)
            continue;
        if (rule->effect)
            walk_note(visit, &both, rule->effect, chain->name);
        if (rule->jump)
            walk_jump(visit, chain, rule->jump, &both, depth);
        if (rule->leaves && !rule->effect)
            walk_note(visit, &both, 0, chain->name);
        if (rule->leaves && met_is_all(&rule->met))
            break;
    }
    walk_end(visit->foreign, first);
}

/* What a chain of its own lets through is decided on by the next all the same; only in a chain of ufw's is it let
 * in for good. */
static void walk_judge_lets(struct foreign *foreign)
{
    for (size_t i = 0; foreign->mixed && i < foreign->sway_count; i++)
        foreign->may_change |= !foreign->sways[i].own && foreign->sways[i].effect & EFFECT_LETS;
}

static bool iptables_names(const char *name, const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(name, names[i]) == 0)
            return true;
    return false;
}

/* Other base chains in the same table iptables does not show. */
static bool is_of_iptables(const struct other *base)
{
    static const char *const tables[] = {"filter", "nat", "mangle", "raw", "security"};
    static const char *const chains[] = {"INPUT", "OUTPUT", "FORWARD", "PREROUTING", "POSTROUTING"};
    return (base->family == NFPROTO_IPV4 || base->family == NFPROTO_IPV6) &&
           iptables_names(base->table, tables, 5) && iptables_names(base->name, chains, 5);
}

static void read_base(struct neighbours *neighbours, const struct others *others, const struct other *base,
                      bool ufw)
{
    neighbours->items =
        xgrow(neighbours->items, neighbours->count, &neighbours->cap, sizeof(*neighbours->items));
    struct foreign *made = &neighbours->items[neighbours->count];
    unsigned plain = base->family & ~(unsigned)OF_LEGACY;
    char *table = xasprintf("%s %s", family_name(base->family), base->table),
         *name = xasprintf("%s %s", table, base->name);
    *made = (struct foreign){.name = text_safe(name),
                             .table = text_safe(table),
                             .iptables = is_of_iptables(base),
                             .hook = xstrdup(hook_word(plain, base->hook)),
                             .directions = hook_directions(plain, base->hook)};
    free(table);
    free(name);
    struct visit visit = {.others = others, .foreign = made, .ufw = ufw};
    const struct met all = met_all(other_families(base));
    walk_chain(&visit, base, &all, 0);
    if (base->drops && !visit.mixed)
        walk_note(&visit, &all, EFFECT_DROPS, base->name);
    made->mixed = visit.mixed;
    walk_judge_lets(made);
    neighbours->count++;
}

/* ufw leaves its chains behind when it is switched off: only a policy that drops shows that it is at work. */
static void note_neighbour(struct neighbours *neighbours, const struct others *others,
                           const struct other *other)
{
    bool user = strcmp(other->name, "ufw-user-input") == 0 || strcmp(other->name, "ufw6-user-input") == 0;
    const struct other *input = others_find(others, other->family, other->table, "INPUT");
    neighbours->ufw |= user && input && input->base && input->drops;
    neighbours->firewalld |= strcmp(other->table, "firewalld") == 0;
    neighbours->docker |= strcmp(other->name, "DOCKER-USER") == 0;
    neighbours->legacy |= other->family & OF_LEGACY && (other->count || other->drops || !other->base);
}

static void read_all(struct neighbours *neighbours, const struct others *others, bool ufw)
{
    neighbours->legacy = others->unread;
    for (size_t i = 0; i < others->count; i++) {
        const struct other *other = &others->items[i];
        note_neighbour(neighbours, others, other);
        if (other->base && (!(other->family & OF_LEGACY) || other->count || other->drops))
            read_base(neighbours, others, other, ufw);
    }
}

int neighbours_read(struct neighbours *neighbours, bool ufw, struct failure *failure)
{
    struct others others = {0};
    struct nft_socket nft;
    struct failure none = {0};
    int done = 0;
    *neighbours = (struct neighbours){.of_ufw = ufw};
    if (socket_open(&nft, &none) == 0) {
        done = others_of_tables(&others, &nft, failure);
        socket_close(&nft);
    }
    others_of_legacy(&others);
    if (done == 0)
        read_all(neighbours, &others, ufw);
    others_release(&others);
    return done;
}

void neighbours_release(struct neighbours *neighbours)
{
    for (size_t i = 0; i < neighbours->count; i++) {
        struct foreign *foreign = &neighbours->items[i];
        for (size_t k = 0; k < foreign->sway_count; k++)
            free(foreign->sways[k].chain);
        free(foreign->name);
        free(foreign->table);
        free(foreign->hook);
        free(foreign->sways);
    }
    free(neighbours->items);
    *neighbours = (struct neighbours){0};
}

void neighbours_tell(const struct neighbours *neighbours, struct problems *problems)
{
    for (size_t i = 0; i < neighbours->count; i++) {
        const struct foreign *foreign = &neighbours->items[i];
        if (foreign->may_drop)
            problem_add(problems, PROBLEM_FOREIGN_DROP, (struct place){0},
                        "the chain '%s' (%s) is not ours and may drop what penstock accepts", foreign->name,
                        foreign->hook);
        if (foreign->may_change)
            problem_add(
                problems, PROBLEM_FOREIGN_CHANGE, (struct place){0},
                "the chain '%s' (%s) is not ours and may let in, send elsewhere or mark what penstock "
                "decides",
                foreign->name, foreign->hook);
    }
}
