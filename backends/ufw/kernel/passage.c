#include "backends/ufw/kernel/passage.h"

#include <stdlib.h>
#include <string.h>

#include "backends/ufw/kernel/script.h"
#include "core/base/lcs.h"
#include "core/base/text.h"

static void begin_table(struct text *text, const struct xtable *table)
{
    text_addf(text, "*%s\n", table->name);
}

static void declare_chain(struct text *text, const struct table_chain *chain)
{
    text_addf(text, ":%s %s [0:0]\n", chain->name, chain->policy);
}

/* A kernel without the table lets everything through. */
static void declare_there(struct text *text, const struct table_chain *wanted, const struct table_chain *live)
{
    if (live)
        declare_chain(text, live);
    else if (table_chain_is_built_in(wanted))
        text_addf(text, ":%s ACCEPT [0:0]\n", wanted->name);
}

/* What is live of `wanted` already, chain by chain; with `whole` ufw's own chains as they are. A chain that is
 * not there is left out. */
static void print_there(struct text *text, const struct xtable *wanted, const struct xtable *live, bool whole)
{
    begin_table(text, wanted);
    for (size_t i = 0; i < wanted->count; i++)
        declare_there(text, &wanted->chains[i], table_chain(live, wanted->chains[i].name));
    for (size_t i = 0; i < wanted->count; i++) {
        const struct table_chain *chain = &wanted->chains[i], *now = table_chain(live, chain->name);
        bool own = whole && now && !table_chain_is_built_in(chain);
        size_t *twins = now ? table_chain_twins(now, own ? now : chain) : NULL;
        for (size_t k = 0; now && k < now->count; k++)
            if (twins[k] != LCS_NONE)
                text_addf(text, "%s\n", now->rules[k].text);
        free(twins);
    }
    text_add(text, "COMMIT\n");
}

/* What is expected of a chain: all of `fresh` but what it has in common with `present` and the live kernel
 * lacked. */
static void expect_chain(struct text *text, const struct table_chain *fresh,
                         const struct table_chain *present, const struct table_chain *live)
{
    size_t *kept = table_chain_twins(fresh, present),
           *there = present ? table_chain_twins(present, live) : NULL;
    for (size_t i = 0; i < fresh->count; i++)
        if (kept[i] == LCS_NONE || !there || there[kept[i]] != LCS_NONE)
            text_addf(text, "%s\n", fresh->rules[i].text);
    free(kept);
    free(there);
}

/* A policy that does not change stays what it is. */
static void expect_policy(struct text *text, const struct table_chain *fresh,
                          const struct table_chain *present, const struct table_chain *live)
{
    bool same = live && present && strcmp(present->policy, fresh->policy) == 0;
    declare_chain(text, same ? live : fresh);
}

static void print_expected(struct text *text, const struct xtable *fresh, const struct xtable *present,
                           const struct xtable *live)
{
    begin_table(text, fresh);
    for (size_t i = 0; i < fresh->count; i++) {
        const struct table_chain *chain = &fresh->chains[i], *was = table_chain(present, chain->name);
        if (!table_chain_equal(was, chain) || table_chain(live, chain->name))
            expect_policy(text, chain, was, table_chain(live, chain->name));
    }
    for (size_t i = 0; i < fresh->count; i++) {
        const struct table_chain *chain = &fresh->chains[i], *was = table_chain(present, chain->name);
        if (!table_chain_equal(was, chain) || table_chain(live, chain->name))
            expect_chain(text, chain, was, table_chain(live, chain->name));
    }
    text_add(text, "COMMIT\n");
}

static void make_edit(struct passage *passage, const struct tables *live, const struct tables *present,
                      const struct tables *fresh)
{
    struct text expect = {0}, back = {0};
    passage->load = script_between(live, present, fresh);
    for (size_t i = 0; i < fresh->count; i++) {
        const char *name = fresh->items[i].name;
        print_expected(&expect, &fresh->items[i], tables_find(present, name), tables_find(live, name));
    }
    for (size_t i = 0; i < present->count; i++)
        print_there(&back, &present->items[i], tables_find(live, present->items[i].name), false);
    passage->expect = text_take(&expect);
    passage->back = text_take(&back);
}

static void make_on(struct passage *passage, const struct tables *live, const struct tables *fresh)
{
    struct text expect = {0}, back = {0};
    passage->load = script_on(live, fresh);
    for (size_t i = 0; i < fresh->count; i++) {
        print_expected(&expect, &fresh->items[i], NULL, NULL);
        print_there(&back, &fresh->items[i], tables_find(live, fresh->items[i].name), true);
    }
    passage->expect = text_take(&expect);
    passage->back = text_take(&back);
}

/* Nothing is expected of chains that are empty or gone; the policies are those of a machine without ufw. */
static void make_off(struct passage *passage, const struct tables *live, const struct tables *present)
{
    struct text expect = {0}, back = {0};
    const struct xtable *filter = tables_find(present, "filter");
    passage->load = script_off(live, present);
    if (filter) {
        begin_table(&expect, filter);
        for (size_t i = 0; i < filter->count; i++)
            if (table_chain_is_built_in(&filter->chains[i]))
                text_addf(&expect, ":%s ACCEPT [0:0]\n", filter->chains[i].name);
        text_add(&expect, "COMMIT\n");
        print_there(&back, filter, tables_find(live, "filter"), true);
    }
    passage->expect = text_take(&expect);
    passage->back = text_take(&back);
}

void passage_make(struct passage *passage, enum passage_kind kind, const struct tables *live,
                  const struct tables *present, const struct tables *fresh)
{
    if (kind == PASSAGE_EDIT)
        make_edit(passage, live, present, fresh);
    else if (kind == PASSAGE_ON)
        make_on(passage, live, fresh);
    else if (kind == PASSAGE_OFF)
        make_off(passage, live, present);
    else
        *passage = (struct passage){xstrdup(""), xstrdup(""), xstrdup("")};
}

void passage_release(struct passage *passage)
{
    free(passage->load);
    free(passage->expect);
    free(passage->back);
    *passage = (struct passage){0};
}

char *passage_back(const struct tables *live, const char *expect, const char *back)
{
    struct tables from, to;
    tables_parse(&from, expect);
    tables_parse(&to, back);
    char *script = script_towards(live, &from, &to);
    tables_release(&from);
    tables_release(&to);
    return script;
}

bool passage_holds(const struct tables *live, const char *expect)
{
    char *left = passage_back(live, "", expect);
    bool holds = !*left;
    free(left);
    return holds;
}
