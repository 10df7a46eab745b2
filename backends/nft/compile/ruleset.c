#include "backends/nft/compile/ruleset.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/text.h"

const char *hook_name(enum hook hook)
{
    static const char *const names[] = {"input", "output", "forward"};
    return names[hook];
}

struct nft_rule *chain_add(struct nft_chain *chain)
{
    chain->present = true;
    chain->items = xgrow(chain->items, chain->count, &chain->cap, sizeof(*chain->items));
    struct nft_rule *rule = &chain->items[chain->count++];
    *rule = (struct nft_rule){0};
    return rule;
}

struct match *rule_match(struct nft_rule *rule, enum match_kind kind)
{
    if (rule->match_count == NFT_MATCHES)
        abort();
    struct match *match = &rule->matches[rule->match_count++];
    *match = (struct match){.kind = kind};
    return match;
}

/* `client-server`, 4 -> `client_server_4`: nft takes letters, digits, `_`, `/`, `\` and `.` in names. */
static char *set_name(const char *service, uint8_t family, size_t copy)
{
    char *name =
        copy == 1 ? xasprintf("%s_%u", service, family) : xasprintf("%s_%u_%zu", service, family, copy);
    for (char *c = name; *c; c++)
        if (*c == '-' || *c == '.')
            *c = '_';
    return name;
}

static const struct nft_set *set_named(const struct ruleset *ruleset, const char *name)
{
    for (size_t i = 0; i < ruleset->set_count; i++)
        if (strcmp(ruleset->sets[i]->name, name) == 0)
            return ruleset->sets[i];
    return NULL;
}

const struct nft_set *ruleset_set(struct ruleset *ruleset, const char *service, struct prefixset *ranges)
{
    char *name = NULL;
    for (size_t copy = 1;; copy++) {
        name = set_name(service, ranges->family, copy);
        const struct nft_set *old = set_named(ruleset, name);
        if (!old)
            break;
        free(name);
        if (prefixset_equal(&old->ranges, ranges)) {
            prefixset_release(ranges);
            return old;
        }
    }
    struct nft_set *set = xcalloc(1, sizeof(*set));
    *set = (struct nft_set){.name = name, .ranges = *ranges};
    *ranges = (struct prefixset){0};
    ruleset->sets = xgrow(ruleset->sets, ruleset->set_count, &ruleset->set_cap, sizeof(*ruleset->sets));
    ruleset->sets[ruleset->set_count++] = set;
    return set;
}

bool chain_is_open(const struct nft_chain *chain)
{
    return chain->count > 0 && text_equal(chain->items[chain->count - 1].comment, NFT_NO_RULES);
}

void ruleset_release(struct ruleset *ruleset)
{
    for (size_t i = 0; i < ruleset->set_count; i++) {
        prefixset_release(&ruleset->sets[i]->ranges);
        free(ruleset->sets[i]->name);
        free(ruleset->sets[i]);
    }
    free(ruleset->sets);
    for (size_t i = 0; i < HOOK_COUNT; i++)
        free(ruleset->chains[i].items);
    arena_release(&ruleset->arena);
    *ruleset = (struct ruleset){0};
}
