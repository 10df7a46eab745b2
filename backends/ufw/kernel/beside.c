#include "backends/ufw/kernel/beside.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/lcs.h"
#include "core/base/text.h"

static const struct table_chain no_chain = {.name = "", .policy = "-"};

static bool beside_keeps_out(const char *rule)
{
    const char *target = strstr(rule, " -j ");
    return target && (strcmp(target, " -j DROP") == 0 || strncmp(target, " -j REJECT", 10) == 0);
}

static void beside_add(struct lines *lines, const char *group, const struct table_rule *rule)
{
    struct line *line = lines_add(lines, group, rule->text, NULL);
    line->kind = LINE_OTHER;
    line->traffic.verdict = beside_keeps_out(rule->text) ? VERDICT_DROP : VERDICT_ACCEPT;
    line->packets = rule->packets;
    line->bytes = rule->bytes;
}

static void beside_add_lone(struct lines *lines, const char *group, const struct table_chain *a,
                            const struct table_chain *b)
{
    size_t *twins = table_chain_twins(a, b);
    for (size_t i = 0; i < a->count; i++)
        if (twins[i] == LCS_NONE)
            beside_add(lines, group, &a->rules[i]);
    free(twins);
}

static void beside_add_policy(struct lines *lines, const char *group, const struct table_chain *chain)
{
    char *text = xasprintf("-P %s %s", chain->name, chain->policy);
    struct line *line = lines_add(lines, group, text, NULL);
    line->kind = LINE_SETTING;
    line->traffic.verdict = strcmp(chain->policy, "ACCEPT") == 0 ? VERDICT_ACCEPT : VERDICT_DROP;
    free(text);
}

/* A built-in chain that the files say nothing of lets everything through. */
static bool beside_policy_fits(const struct table_chain *live, const struct table_chain *files)
{
    return !table_chain_is_built_in(live) || strcmp(live->policy, files ? files->policy : "ACCEPT") == 0;
}

static void beside_chain(struct ground *ground, const char *group, const struct table_chain *live,
                         const struct table_chain *files)
{
    beside_add_lone(&ground->beyond, group, live ? live : &no_chain, files ? files : &no_chain);
    beside_add_lone(&ground->lacking, group, files ? files : &no_chain, live ? live : &no_chain);
    if (live && !beside_policy_fits(live, files))
        beside_add_policy(&ground->beyond, group, live);
    if (files && table_chain_is_built_in(files) &&
        (live ? !beside_policy_fits(live, files) : strcmp(files->policy, "ACCEPT") != 0))
        beside_add_policy(&ground->lacking, group, files);
}

static void beside_opaque(struct ground *ground, const char *table, bool v6)
{
    char *group = xasprintf("%s%s", table, v6 ? " (v6)" : "");
    struct line *line = lines_add(&ground->beyond, group, "rules that only nft can show", NULL);
    line->kind = LINE_NOTICE;
    free(group);
}

static void beside_table(struct ground *ground, bool v6, const struct xtable *live,
                         const struct xtable *files)
{
    const char *name = live ? live->name : files->name;
    if (live && live->opaque) {
        beside_opaque(ground, name, v6);
        return;
    }
    for (size_t i = 0; live && i < live->count; i++) {
        const char *chain = live->chains[i].name;
        char *group = xasprintf("%s %s%s", name, chain, v6 ? " (v6)" : "");
        beside_chain(ground, group, &live->chains[i], table_chain(files, chain));
        free(group);
    }
    for (size_t i = 0; files && i < files->count; i++) {
        const char *chain = files->chains[i].name;
        char *group = xasprintf("%s %s%s", name, chain, v6 ? " (v6)" : "");
        if (!table_chain(live, chain))
            beside_chain(ground, group, NULL, &files->chains[i]);
        free(group);
    }
}

void beside_compare(struct ground *ground, bool v6, const struct tables *live, const struct tables *files)
{
    for (size_t i = 0; i < live->count; i++)
        beside_table(ground, v6, &live->items[i], tables_find(files, live->items[i].name));
    for (size_t i = 0; i < files->count; i++)
        if (!tables_find(live, files->items[i].name))
            beside_table(ground, v6, NULL, &files->items[i]);
}
