/* How our table stands: which slot decides, what its lines are, what does not belong there. */
#include <stdlib.h>
#include <string.h>

#include "backends/nft/compile/line.h"
#include "backends/nft/wire/dump.h"
#include "core/base/text.h"

static char goes_to(const struct nft_rule *rule, enum hook hook)
{
    char name[LAYOUT_NAME];
    for (char slot = 'a'; slot <= 'b'; slot++)
        if (rule->decision == DECISION_GOTO && strcmp(rule->target, layout_chain(name, slot, hook)) == 0)
            return slot;
    return 0;
}

/* The slot that a base chain goes to without a trial; 0: it is not as we build it. */
static char decides(const struct dump_chain *chain)
{
    const struct nft_rule *rules = chain->rules.items;
    if (chain->rules.count != 2 || rules[0].match_count != 1 || rules[0].matches[0].kind != MATCH_TRIAL ||
        rules[1].match_count != 0)
        return 0;
    char trial = goes_to(&rules[0], chain->hook), confirmed = goes_to(&rules[1], chain->hook);
    return trial && confirmed && trial != confirmed ? confirmed : 0;
}

static bool is_ours(const struct dump_chain *chain)
{
    return chain->base && chain->hook < HOOK_COUNT && strcmp(chain->name, hook_name(chain->hook)) == 0;
}

static const struct dump_chain *slot_chain(const struct dump *dump, char slot, enum hook hook)
{
    char name[LAYOUT_NAME];
    return dump_chain(dump, layout_chain(name, slot, hook));
}

static bool is_open(const struct dump *dump, char slot, enum hook hook)
{
    const struct dump_chain *chain = slot_chain(dump, slot, hook);
    return chain && chain_is_open(&chain->rules);
}

/* Whether the slot that decides has rules for both ways; an empty chain leaves it to the policy. */
static bool has_rules(const struct dump *dump, char slot)
{
    const struct dump_chain *input = slot_chain(dump, slot, HOOK_INPUT),
                            *output = slot_chain(dump, slot, HOOK_OUTPUT);
    return input && output && input->rules.count && output->rules.count;
}

/* Whether a base chain, changed as it is, still leads to rules of ours. */
static bool leads(const struct dump *dump, enum hook hook)
{
    const struct dump_chain *base = dump_chain(dump, hook_name(hook));
    for (size_t i = 0; base && is_ours(base) && i < base->rules.count; i++) {
        char slot = goes_to(&base->rules.items[i], hook);
        const struct dump_chain *chain = slot ? slot_chain(dump, slot, hook) : NULL;
        if (chain && chain->rules.count)
            return true;
    }
    return false;
}

struct standing dump_standing(const struct dump *dump)
{
    struct standing standing = {.whole = dump->present && !dump->dormant};
    for (size_t i = 0; i < dump->chain_count; i++) {
        const struct dump_chain *chain = &dump->chains[i];
        if (!is_ours(chain))
            continue;
        char slot = decides(chain);
        if (!slot || (standing.confirmed && slot != standing.confirmed))
            standing.whole = false;
        standing.confirmed = slot;
        standing.hooks |= 1u << chain->hook;
        if (slot && is_open(dump, slot, chain->hook))
            standing.open |= 1u << chain->hook;
    }
    unsigned needed = 1u << HOOK_INPUT | 1u << HOOK_OUTPUT;
    if ((standing.hooks & needed) != needed || !standing.confirmed || !dump_set(dump, LAYOUT_TRIAL))
        standing.whole = false;
    if (standing.whole)
        standing.works = has_rules(dump, dump->trial ? layout_other(standing.confirmed) : standing.confirmed);
    else
        standing.works = !dump->dormant && leads(dump, HOOK_INPUT) && leads(dump, HOOK_OUTPUT);
    return standing;
}

bool dump_chain_strange(const struct dump_chain *chain)
{
    char name[LAYOUT_NAME];
    for (enum hook hook = HOOK_INPUT; hook < HOOK_COUNT; hook++)
        for (char slot = 'a'; slot <= 'b'; slot++)
            if (!chain->base && strcmp(chain->name, layout_chain(name, slot, hook)) == 0)
                return false;
    return !is_ours(chain);
}

bool dump_set_strange(const struct dump_set *set)
{
    const char *name = set->set.name;
    bool of_slot = (name[0] == 'a' || name[0] == 'b') && name[1] == '_';
    return !of_slot && strcmp(name, LAYOUT_TRIAL) != 0;
}

/* A chain of ours that needs no line of its own: a whole base chain, or a slot's that a base chain knows. */
static bool is_expected(const struct dump_chain *chain, const struct standing *standing)
{
    char name[LAYOUT_NAME];
    if (is_ours(chain))
        return decides(chain) != 0;
    for (enum hook hook = HOOK_INPUT; hook < HOOK_COUNT; hook++)
        for (char slot = 'a'; slot <= 'b'; slot++)
            if (strcmp(chain->name, layout_chain(name, slot, hook)) == 0)
                return standing->hooks & 1u << hook || chain->rules.count == 0;
    return false;
}

static void add_notice(struct lines *lines, const char *what, const char *name)
{
    char *text = xasprintf("%s%s", what, name);
    lines_add(lines, "table", text, NULL)->kind = LINE_NOTICE;
    free(text);
}

/* Without a rule its policy alone decides. */
static void add_unexpected(struct lines *lines, const struct dump_chain *chain)
{
    if (dump_chain_strange(chain))
        add_notice(lines, "chain ", chain->name);
    if (chain->base && chain->drop && !is_ours(chain))
        lines_add(lines, chain->name, "policy drop", NULL)->kind = LINE_SETTING;
    chain_lines(lines, chain->name, HOOK_COUNT, &chain->rules);
}

static void add_strange(struct lines *lines, const struct dump *dump, const struct standing *standing)
{
    for (size_t i = 0; i < dump->chain_count; i++)
        if (!is_expected(&dump->chains[i], standing))
            add_unexpected(lines, &dump->chains[i]);
    for (size_t i = 0; i < dump->set_count; i++)
        if (dump_set_strange(dump->sets[i]))
            add_notice(lines, "set ", dump->sets[i]->set.name);
    if (dump->dormant)
        add_notice(lines, "flags dormant", "");
}

void dump_lines(const struct dump *dump, char slot, struct lines *lines)
{
    struct standing standing = dump_standing(dump);
    for (enum hook hook = HOOK_INPUT; hook < HOOK_COUNT; hook++) {
        const struct dump_chain *base = dump_chain(dump, hook_name(hook));
        const struct dump_chain *chain = slot_chain(dump, slot, hook);
        if (!base || !is_ours(base) || !decides(base) || !chain || chain_is_open(&chain->rules))
            continue;
        chain_lines(lines, hook_name(hook), hook, &chain->rules);
        if (!base->drop) /* every slot's chain ends in a verdict, but not while somebody takes its rules away */
            lines_add(lines, hook_name(hook), "policy accept", NULL)->kind = LINE_SETTING;
    }
    add_strange(lines, dump, &standing);
}
