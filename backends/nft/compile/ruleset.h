/* The compiled value: what the table `inet penstock` holds for one plan. The text printer and the netlink
 * encoder only walk it; a dump of the kernel is decoded into the same value, so planned and live lines
 * compare.
 *
 * Names are without the slot (`input`, `client_server_4`); whoever prints or sends says which slot it is. */
#ifndef BACKENDS_NFT_COMPILE_RULESET_H
#define BACKENDS_NFT_COMPILE_RULESET_H

#include "backends/nft/compile/match.h"
#include "core/base/arena.h"
#include "core/plan/change.h"
#include "core/plan/plan.h"

/* Of a slot's chain that lets everything pass because there are no rules of ours for its hook. */
#define NFT_NO_RULES "penstock: no rules"

enum hook { HOOK_INPUT, HOOK_OUTPUT, HOOK_FORWARD, HOOK_COUNT };

const char *hook_name(enum hook hook); /* "input", "output", "forward" */

enum decision { DECISION_NONE, DECISION_ACCEPT, DECISION_DROP, DECISION_GOTO };

enum { NFT_MATCHES = 8, NFT_COMMENT = 128 };

struct nft_rule {
    struct match matches[NFT_MATCHES];
    size_t match_count;
    const char *log; /* prefix, with the limit of 10 a minute; NULL = no log */
    bool counter;
    enum decision decision;
    const char *target;        /* DECISION_GOTO: the chain's full name */
    const char *comment;       /* NULL = none */
    const struct rule **rules; /* the plan's rules it stands for; in the arena */
    size_t rule_count;
    uint64_t packets, bytes; /* live only */
};

struct nft_chain {
    bool present;
    struct nft_rule *items;
    size_t count, cap;
};

struct ruleset {
    struct nft_set **sets;
    size_t set_count, set_cap;
    struct nft_chain chains[HOOK_COUNT];
    struct arena arena;
};

/* A new empty rule at the chain's end; valid until the next one. */
struct nft_rule *chain_add(struct nft_chain *chain);
/* The next match of the rule; a rule never has more than NFT_MATCHES. */
struct match *rule_match(struct nft_rule *rule, enum match_kind kind);
/* Takes the ranges over and names the set after `service` and its family, free of other sets' names. */
const struct nft_set *ruleset_set(struct ruleset *ruleset, const char *service, struct prefixset *ranges);
/* Whether the chain is the one that stands for "no rules of ours". */
bool chain_is_open(const struct nft_chain *chain);
void ruleset_release(struct ruleset *ruleset);

#endif
