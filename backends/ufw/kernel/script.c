#include "backends/ufw/kernel/script.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/lcs.h"
#include "core/base/text.h"

static const struct xtable no_table;
static const struct table_chain no_chain = {.name = "", .policy = "-"};

static int by_text(const void *a, const void *b)
{
    const struct table_rule *x = a, *y = b;
    return strcmp(x->text, y->text);
}

/* Where `from` ends before place `at`, backwards: numbers of earlier rules then stay as they are. */
struct editor {
    struct text *text;
    const char *chain;
    size_t at; /* new rules come before this rule of the live chain */
};

static void remove_rule(struct editor *editor, size_t place)
{
    text_addf(editor->text, "-D %s %zu\n", editor->chain, place + 1);
    editor->at = place;
}

/* `-A chain REST` becomes `-I chain N REST`. */
static void insert_rule(const struct editor *editor, const char *rule)
{
    const char *rest = rule + 3 + strlen(editor->chain);
    text_addf(editor->text, "-I %s %zu%s\n", editor->chain, editor->at + 1, rest);
}

/* Rules `from` up to *next of `to`, all at one place; *next is `from` then. */
static void insert_run(const struct editor *editor, const struct table_chain *to, size_t from, size_t *next)
{
    for (; to->rules && *next > from; (*next)--)
        insert_rule(editor, to->rules[*next - 1].text);
}

static void edit_chain(struct text *text, const char *name, const struct table_chain *live,
                       const struct table_chain *from, const struct table_chain *to)
{
    size_t *kept = table_chain_twins(from, to), *there = table_chain_twins(from, live), next = to->count;
    struct editor editor = {text, name, live->count};
    for (size_t i = from->count + 1; i-- > 0;) {
        size_t twin = i > 0 ? kept[i - 1] : LCS_NONE;
        /* What comes behind rule i of `from`, up to the next one that both have. */
        if (i == 0 || twin != LCS_NONE)
            insert_run(&editor, to, i == 0 ? 0 : twin + 1, &next);
        if (i == 0)
            break;
        next = twin == LCS_NONE ? next : twin;
        if (there[i - 1] == LCS_NONE)
            continue;
        if (twin == LCS_NONE)
            remove_rule(&editor, there[i - 1]);
        else
            editor.at = there[i - 1];
    }
    free(kept);
    free(there);
}

/* Rules of the live chain that go: those of `from` that `to` has not, each as often as `from` has it. */
static bool *rules_to_remove(const struct table_chain *live, const size_t *taken,
                             const struct table_chain *from, const struct table_chain *to)
{
    size_t *kept = table_chain_twins(from, to);
    bool *gone = xcalloc(live->count + 1, sizeof(*gone));
    for (size_t i = 0; i < from->count; i++)
        for (size_t k = 0; kept[i] == LCS_NONE && k < live->count; k++)
            if (!gone[k] && taken[k] == LCS_NONE && by_text(&live->rules[k], &from->rules[i]) == 0) {
                gone[k] = true;
                break;
            }
    free(kept);
    return gone;
}

static void complete_chain(struct text *text, const char *name, const struct table_chain *live,
                           const struct table_chain *from, const struct table_chain *to)
{
    size_t *taken = table_chain_twins(live, to), next = to->count;
    bool *gone = rules_to_remove(live, taken, from, to);
    struct editor editor = {text, name, live->count};
    for (size_t k = live->count; k-- > 0;) {
        if (gone[k])
            remove_rule(&editor, k);
        if (taken[k] == LCS_NONE)
            continue;
        insert_run(&editor, to, taken[k] + 1, &next);
        next = taken[k];
        editor.at = k;
    }
    insert_run(&editor, to, 0, &next);
    free(taken);
    free(gone);
}

typedef void (*chain_editor)(struct text *text, const char *name, const struct table_chain *live,
                             const struct table_chain *from, const struct table_chain *to);

/* How chains become others: by the difference alone, or until all of `to` is there. */
struct manner {
    chain_editor edit;
    bool whole; /* chains that `from` and `to` have alike are looked at too */
};

static const struct table_chain *chain_or_none(const struct xtable *table, const char *name)
{
    const struct table_chain *chain = table_chain(table, name);
    return chain ? chain : &no_chain;
}

/* A built-in chain's policy; -n leaves its rules alone. */
static void set_policy(struct text *text, const struct xtable *live, const struct table_chain *to)
{
    const struct table_chain *now = table_chain(live, to->name);
    const char *policy =
        now ? now->policy : "ACCEPT"; /* a kernel without the table lets everything through */
    if (table_chain_is_built_in(to) && strcmp(policy, to->policy) != 0)
        text_addf(text, ":%s %s [0:0]\n", to->name, to->policy);
}

static bool is_looked_at(const struct manner *manner, const struct xtable *from, const struct table_chain *to)
{
    return manner->whole || !table_chain_equal(table_chain(from, to->name), to);
}

/* Chains first, since rules jump to them; a name that is taken is not declared, which would empty it. */
static void declare_new(struct text *text, const struct manner *manner, const struct xtable *live,
                        const struct xtable *from, const struct xtable *to)
{
    for (size_t i = 0; i < to->count; i++) {
        const struct table_chain *chain = &to->chains[i];
        if (!is_looked_at(manner, from, chain))
            continue;
        if (!table_chain_is_built_in(chain) && !table_chain(live, chain->name))
            text_addf(text, ":%s - [0:0]\n", chain->name);
        else
            set_policy(text, live, chain);
    }
}

static void edit_chains(struct text *text, const struct manner *manner, const struct xtable *live,
                        const struct xtable *from, const struct xtable *to)
{
    for (size_t i = 0; i < to->count; i++) {
        const char *name = to->chains[i].name;
        if (is_looked_at(manner, from, &to->chains[i]))
            manner->edit(text, name, chain_or_none(live, name), chain_or_none(from, name), &to->chains[i]);
    }
    for (size_t i = 0; i < from->count; i++)
        if (!table_chain(to, from->chains[i].name) && table_chain(live, from->chains[i].name))
            manner->edit(text, from->chains[i].name, table_chain(live, from->chains[i].name),
                         &from->chains[i], &no_chain);
}

static bool jumps_to(const char *rule, const char *name)
{
    size_t length = strlen(name);
    for (const char *place = rule; (place = strchr(place, '-')); place++)
        if ((strncmp(place, "-j ", 3) == 0 || strncmp(place, "-g ", 3) == 0) &&
            strncmp(place + 3, name, length) == 0 && strchr(" ", place[3 + length]))
            return true;
    return false;
}

/* Whether the live chain holds nothing but what goes with `from`. */
static bool is_only(const struct table_chain *live, const struct table_chain *from)
{
    size_t *there = table_chain_twins(live, from);
    bool only = true;
    for (size_t i = 0; i < live->count; i++)
        only = only && there[i] != LCS_NONE;
    free(there);
    return only;
}

/* Whether a rule that stays refers to the chain: one that is not of `from`, or that `to` has too. */
static bool is_needed(const struct xtable *live, const struct xtable *from, const struct xtable *to,
                      const char *name)
{
    for (size_t i = 0; i < live->count; i++) {
        const struct table_chain *chain = &live->chains[i];
        size_t *was = table_chain_twins(chain, chain_or_none(from, chain->name)),
               *stays = table_chain_twins(chain, chain_or_none(to, chain->name));
        bool needed = false;
        for (size_t k = 0; k < chain->count; k++)
            needed = needed ||
                     ((was[k] == LCS_NONE || stays[k] != LCS_NONE) && jumps_to(chain->rules[k].text, name));
        free(was);
        free(stays);
        if (needed)
            return true;
    }
    return false;
}

static void drop_gone(struct text *text, const struct xtable *live, const struct xtable *from,
                      const struct xtable *to)
{
    for (size_t i = 0; i < from->count; i++) {
        const struct table_chain *chain = &from->chains[i], *now = table_chain(live, chain->name);
        if (!table_chain_is_built_in(chain) && !table_chain(to, chain->name) && now && is_only(now, chain) &&
            !is_needed(live, from, to, chain->name))
            text_addf(text, "-X %s\n", chain->name);
    }
}

static void add_table(struct text *script, const char *name, struct text *body)
{
    if (body->length)
        text_addf(script, "*%s\n%sCOMMIT\n", name, text_get(body));
    text_release(body);
}

static void table_between(struct text *script, const struct manner *manner, const struct xtable *live,
                          const struct xtable *from, const struct xtable *to, const char *name)
{
    struct text body = {0};
    live = live ? live : &no_table;
    from = from ? from : &no_table;
    to = to ? to : &no_table;
    declare_new(&body, manner, live, from, to);
    edit_chains(&body, manner, live, from, to);
    drop_gone(&body, live, from, to);
    add_table(script, name, &body);
}

static char *write_script(const struct manner *manner, const struct tables *live, const struct tables *from,
                          const struct tables *to)
{
    struct text script = {0};
    for (size_t i = 0; i < to->count; i++) {
        const char *name = to->items[i].name;
        table_between(&script, manner, tables_find(live, name), tables_find(from, name), &to->items[i], name);
    }
    for (size_t i = 0; i < from->count; i++) {
        const char *name = from->items[i].name;
        if (!tables_find(to, name))
            table_between(&script, manner, tables_find(live, name), &from->items[i], NULL, name);
    }
    return text_take(&script);
}

char *script_between(const struct tables *live, const struct tables *from, const struct tables *to)
{
    static const struct manner manner = {edit_chain, false};
    return write_script(&manner, live, from, to);
}

char *script_towards(const struct tables *live, const struct tables *from, const struct tables *to)
{
    static const struct manner manner = {complete_chain, true};
    return write_script(&manner, live, from, to);
}

static void table_on(struct text *script, const struct xtable *live, const struct xtable *to)
{
    struct text body = {0};
    for (size_t i = 0; i < to->count; i++)
        text_addf(&body, ":%s %s [0:0]\n", to->chains[i].name, to->chains[i].policy);
    for (size_t i = 0; i < to->count; i++)
        for (size_t k = 0; k < to->chains[i].count; k++) {
            const char *rule = to->chains[i].rules[k].text;
            if (!table_chain_is_built_in(&to->chains[i]) ||
                !table_chain_has(table_chain(live, to->chains[i].name), rule))
                text_addf(&body, "%s\n", rule);
        }
    add_table(script, to->name, &body);
}

char *script_on(const struct tables *live, const struct tables *to)
{
    struct text script = {0};
    for (size_t i = 0; i < to->count; i++)
        table_on(&script, tables_find(live, to->items[i].name), &to->items[i]);
    return text_take(&script);
}

/* The chain is one of those that end with ufw, not one that stays and may refer to others. */
static bool goes_away(const struct xtable *live, const struct xtable *from, const char *name)
{
    for (size_t i = 0; i < live->count; i++) {
        const struct table_chain *chain = &live->chains[i], *ufws = table_chain(from, chain->name);
        if (ufws && !table_chain_is_built_in(ufws)) /* it is emptied: its jumps go with it */
            continue;
        for (size_t k = 0; k < chain->count; k++)
            if (jumps_to(chain->rules[k].text, name))
                return false;
    }
    return true;
}

char *script_off(const struct tables *live, const struct tables *from)
{
    const struct xtable *now = tables_find(live, "filter"), *was = tables_find(from, "filter");
    struct text script = {0}, body = {0};
    for (size_t i = 0; now && was && i < was->count; i++) {
        const struct table_chain *chain = &was->chains[i];
        if (table_chain_is_built_in(chain))
            text_addf(&body, ":%s ACCEPT [0:0]\n", chain->name);
        else if (table_chain(now, chain->name))
            text_addf(&body, ":%s - [0:0]\n", chain->name);
    }
    for (size_t i = 0; now && was && i < was->count; i++) {
        const struct table_chain *chain = &was->chains[i];
        if (!table_chain_is_built_in(chain) && table_chain(now, chain->name) &&
            goes_away(now, was, chain->name))
            text_addf(&body, "-X %s\n", chain->name);
    }
    add_table(&script, "filter", &body);
    return text_take(&script);
}
