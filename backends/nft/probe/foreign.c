#include "backends/nft/probe/foreign.h"

#include <libnftnl/chain.h>
#include <libnftnl/expr.h>
#include <libnftnl/rule.h>
#include <linux/netfilter.h>
#include <linux/netfilter/nf_tables.h>
#include <stdlib.h>
#include <string.h>

#include "backends/nft/wire/dump.h"
#include "core/base/text.h"

struct other {
    uint32_t family, hook, policy;
    char *table, *name;
    bool base, drops; /* drops: its policy, a rule, or a chain that it jumps to */
    char **jumps;
    size_t jump_count, jump_cap;
};

struct others {
    struct other *items;
    size_t count, cap;
};

static const char *family_name(uint32_t family)
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
    default:
        return "netdev";
    }
}

static const char *hook_word(uint32_t family, uint32_t hook)
{
    static const char *const words[] = {"prerouting", "input", "forward", "output", "postrouting", "ingress"};
    if (family == NFPROTO_NETDEV)
        return hook == 0 ? "ingress" : "egress";
    if (family == NFPROTO_ARP)
        return hook == 0 ? "input" : hook == 1 ? "output" : "forward";
    return hook < 6 ? words[hook] : "hook";
}

static void nft_foreign_take_chain(void *context, const struct nlmsghdr *header)
{
    struct others *others = context;
    struct nftnl_chain *chain = xmade(nftnl_chain_alloc());
    if (dump_parsed(nftnl_chain_nlmsg_parse(header, chain))) {
        others->items = xgrow(others->items, others->count, &others->cap, sizeof(*others->items));
        struct other *made = &others->items[others->count++];
        *made = (struct other){.family = nftnl_chain_get_u32(chain, NFTNL_CHAIN_FAMILY),
                               .table = xstrdup(nftnl_chain_get_str(chain, NFTNL_CHAIN_TABLE)),
                               .name = xstrdup(nftnl_chain_get_str(chain, NFTNL_CHAIN_NAME)),
                               .base = nftnl_chain_is_set(chain, NFTNL_CHAIN_HOOKNUM)};
        if (made->base) {
            made->hook = nftnl_chain_get_u32(chain, NFTNL_CHAIN_HOOKNUM);
            made->policy = nftnl_chain_get_u32(chain, NFTNL_CHAIN_POLICY);
            made->drops = made->policy == NF_DROP;
        }
    }
    nftnl_chain_free(chain);
}

static struct other *nft_foreign_find(struct others *others, uint32_t family, const char *table,
                                      const char *name)
{
    for (size_t i = 0; i < others->count; i++) {
        struct other *other = &others->items[i];
        if (other->family == family && strcmp(other->table, table) == 0 && strcmp(other->name, name) == 0)
            return other;
    }
    return NULL;
}

static void note_verdict(struct other *other, struct nftnl_expr *immediate)
{
    int verdict = (int)nftnl_expr_get_u32(immediate, NFTNL_EXPR_IMM_VERDICT);
    if (verdict == NF_DROP)
        other->drops = true;
    if (verdict != NFT_JUMP && verdict != NFT_GOTO)
        return;
    other->jumps = xgrow(other->jumps, other->jump_count, &other->jump_cap, sizeof(*other->jumps));
    other->jumps[other->jump_count++] = xstrdup(nftnl_expr_get_str(immediate, NFTNL_EXPR_IMM_CHAIN));
}

/* A verdict map may hold any verdict, a queue may lose what it is given. */
static int take_expression(struct nftnl_expr *expression, void *context)
{
    const char *name = nftnl_expr_get_str(expression, NFTNL_EXPR_NAME);
    struct other *other = context;
    if (strcmp(name, "immediate") == 0 && nftnl_expr_is_set(expression, NFTNL_EXPR_IMM_VERDICT))
        note_verdict(other, expression);
    else if (strcmp(name, "reject") == 0 || strcmp(name, "queue") == 0)
        other->drops = true;
    else if (strcmp(name, "target") == 0 &&
             text_equal(nftnl_expr_get_str(expression, NFTNL_EXPR_TG_NAME), "REJECT"))
        other->drops = true;
    else if (strcmp(name, "lookup") == 0 && nftnl_expr_is_set(expression, NFTNL_EXPR_LOOKUP_DREG) &&
             nftnl_expr_get_u32(expression, NFTNL_EXPR_LOOKUP_DREG) == NFT_REG_VERDICT)
        other->drops = true;
    return 0;
}

static void nft_foreign_take_rule(void *context, const struct nlmsghdr *header)
{
    struct nftnl_rule *rule = xmade(nftnl_rule_alloc());
    if (dump_parsed(nftnl_rule_nlmsg_parse(header, rule))) {
        struct other *other = nft_foreign_find(context, nftnl_rule_get_u32(rule, NFTNL_RULE_FAMILY),
                                               nftnl_rule_get_str(rule, NFTNL_RULE_TABLE),
                                               nftnl_rule_get_str(rule, NFTNL_RULE_CHAIN));
        if (other)
            nftnl_expr_foreach(rule, take_expression, other);
    }
    nftnl_rule_free(rule);
}

/* A chain drops if one that it jumps to does; repeated until nothing changes. */
static void spread(struct others *others)
{
    for (bool changed = true; changed;) {
        changed = false;
        for (size_t i = 0; i < others->count; i++) {
            struct other *other = &others->items[i];
            for (size_t j = 0; !other->drops && j < other->jump_count; j++) {
                struct other *target = nft_foreign_find(others, other->family, other->table, other->jumps[j]);
                other->drops = target && target->drops;
                changed |= other->drops;
            }
        }
    }
}

static void add_foreign(struct probe *probe, const struct other *other)
{
    probe->foreign = xrealloc(probe->foreign, (probe->foreign_count + 1) * sizeof(*probe->foreign));
    char *name = xasprintf("%s %s %s", family_name(other->family), other->table, other->name);
    probe->foreign[probe->foreign_count++] =
        (struct foreign){text_safe(name), xstrdup(hook_word(other->family, other->hook)), other->drops};
    free(name);
}

/* ufw leaves its chains behind when it is switched off: only a policy that drops shows that it is at work. */
static void note_neighbour(struct neighbours *neighbours, struct others *others, const struct other *other)
{
    if (strcmp(other->table, "firewalld") == 0)
        neighbours->firewalld = true;
    if (strncmp(other->name, "DOCKER", 6) == 0 || strncmp(other->table, "docker-", 7) == 0)
        neighbours->docker = true;
    if (strcmp(other->name, "ufw-user-input") == 0) {
        const struct other *input = nft_foreign_find(others, other->family, other->table, "INPUT");
        neighbours->ufw |= input && input->policy == NF_DROP;
    }
}

static void release(struct others *others)
{
    for (size_t i = 0; i < others->count; i++) {
        for (size_t j = 0; j < others->items[i].jump_count; j++)
            free(others->items[i].jumps[j]);
        free(others->items[i].jumps);
        free(others->items[i].table);
        free(others->items[i].name);
    }
    free(others->items);
}

int foreign_read(struct nft_socket *nft, struct probe *probe, struct neighbours *neighbours,
                 struct failure *failure)
{
    struct others others = {0};
    bool moved = false; /* a chain that comes or goes right now is seen next time */
    int done = dump_request(nft, NFT_MSG_GETCHAIN, NFPROTO_UNSPEC, NULL, NULL, nft_foreign_take_chain,
                            &others, &moved, failure);
    if (done == 0)
        done = dump_request(nft, NFT_MSG_GETRULE, NFPROTO_UNSPEC, NULL, NULL, nft_foreign_take_rule, &others,
                            &moved, failure);
    spread(&others);
    for (size_t i = 0; done == 0 && i < others.count; i++) {
        const struct other *other = &others.items[i];
        if (other->family == NFPROTO_INET && strcmp(other->table, LAYOUT_TABLE) == 0)
            continue;
        note_neighbour(neighbours, &others, other);
        if (other->base)
            add_foreign(probe, other);
    }
    release(&others);
    return done;
}
