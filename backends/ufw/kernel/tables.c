#include "backends/ufw/kernel/tables.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/lcs.h"
#include "core/base/text.h"

static struct xtable *tables_enter(struct tables *tables, const char *name, size_t length)
{
    tables->items = xgrow(tables->items, tables->count, &tables->cap, sizeof(*tables->items));
    struct xtable *table = &tables->items[tables->count++];
    *table = (struct xtable){.name = xstrndup(name, length)};
    return table;
}

static struct table_chain *chain_of(const struct xtable *table, const char *name, size_t length)
{
    for (size_t i = table->count; i-- > 0;) /* rules of one chain stand together, the last ones last */
        if (strncmp(table->chains[i].name, name, length) == 0 && !table->chains[i].name[length])
            return &table->chains[i];
    return NULL;
}

/* `:INPUT DROP [0:0]` */
static void tables_read_chain(struct xtable *table, const char *line)
{
    size_t name = strcspn(line + 1, " \n"), policy = 0;
    const char *rest = line + 1 + name;
    if (*rest == ' ')
        policy = strcspn(++rest, " \n");
    table->chains = xgrow(table->chains, table->count, &table->cap, sizeof(*table->chains));
    table->chains[table->count++] = (struct table_chain){
        .name = xstrndup(line + 1, name), .policy = policy ? xstrndup(rest, policy) : xstrdup("-")};
}

/* `[1:60] -A INPUT ...`, the counters may be missing. */
static void tables_read_rule(struct xtable *table, const char *line, size_t length)
{
    struct table_rule rule = {0};
    int skip = 0;
    if (sscanf(line, "[%" SCNu64 ":%" SCNu64 "] %n", &rule.packets, &rule.bytes, &skip) != 2)
        skip = 0;
    line += skip;
    length -= (size_t)skip;
    if (strncmp(line, "-A ", 3) != 0)
        return;
    struct table_chain *chain = chain_of(table, line + 3, strcspn(line + 3, " \n"));
    if (!chain)
        return;
    rule.text = xstrndup(line, length);
    chain->rules = xgrow(chain->rules, chain->count, &chain->cap, sizeof(*chain->rules));
    chain->rules[chain->count++] = rule;
}

/* "# Table `NAME' is incompatible, use 'nft' tool." */
static void tables_read_remark(struct tables *tables, const char *line, size_t length)
{
    static const char begin[] = "# Table `", says[] = "' is incompatible";
    const char *name = line + sizeof(begin) - 1, *end;
    if (strncmp(line, begin, sizeof(begin) - 1) != 0 || !(end = memchr(name, '\'', length)) ||
        strncmp(end, says, sizeof(says) - 1) != 0)
        return;
    tables_enter(tables, name, (size_t)(end - name))->opaque = true;
}

void tables_parse(struct tables *tables, const char *save)
{
    struct xtable *table = NULL;
    *tables = (struct tables){0};
    for (; *save; save += strcspn(save, "\n"), save += *save == '\n') {
        size_t length = strcspn(save, "\n");
        if (*save == '#')
            tables_read_remark(tables, save, length);
        else if (*save == '*')
            table = tables_enter(tables, save + 1, length - 1);
        else if (table && *save == ':')
            tables_read_chain(table, save);
        else if (table && (*save == '[' || *save == '-'))
            tables_read_rule(table, save, length);
        else if (*save == 'C')
            table = NULL;
    }
}

const struct xtable *tables_find(const struct tables *tables, const char *name)
{
    for (size_t i = 0; i < tables->count; i++)
        if (strcmp(tables->items[i].name, name) == 0)
            return &tables->items[i];
    return NULL;
}

const struct table_chain *table_chain(const struct xtable *table, const char *name)
{
    return table ? chain_of(table, name, strlen(name)) : NULL;
}

bool table_chain_is_built_in(const struct table_chain *chain)
{
    return strcmp(chain->policy, "-") != 0;
}

bool table_chain_equal(const struct table_chain *a, const struct table_chain *b)
{
    if (!a || !b)
        return a == b;
    bool same = a->count == b->count && strcmp(a->policy, b->policy) == 0;
    for (size_t i = 0; same && i < a->count; i++)
        same = strcmp(a->rules[i].text, b->rules[i].text) == 0;
    return same;
}

bool table_chain_has(const struct table_chain *chain, const char *rule)
{
    for (size_t i = 0; chain && i < chain->count; i++)
        if (strcmp(chain->rules[i].text, rule) == 0)
            return true;
    return false;
}

static int tables_by_text(const void *a, const void *b)
{
    const struct table_rule *x = a, *y = b;
    return strcmp(x->text, y->text);
}

static const void **tables_places(const struct table_chain *chain)
{
    size_t count = chain ? chain->count : 0;
    const void **places = xcalloc(count + 1, sizeof(*places));
    for (size_t i = 0; i < count; i++)
        places[i] = &chain->rules[i];
    return places;
}

size_t *table_chain_twins(const struct table_chain *a, const struct table_chain *b)
{
    const void **rows = tables_places(a), **columns = tables_places(b);
    size_t *twins = xcalloc(a->count + 1, sizeof(*twins));
    lcs_pair(rows, a->count, columns, b ? b->count : 0, tables_by_text, twins);
    free(rows);
    free(columns);
    return twins;
}

static void table_release(struct xtable *table)
{
    for (size_t i = 0; i < table->count; i++) {
        for (size_t k = 0; k < table->chains[i].count; k++)
            free(table->chains[i].rules[k].text);
        free(table->chains[i].rules);
        free(table->chains[i].name);
        free(table->chains[i].policy);
    }
    free(table->chains);
    free(table->name);
}

void tables_release(struct tables *tables)
{
    for (size_t i = 0; i < tables->count; i++)
        table_release(&tables->items[i]);
    free(tables->items);
    *tables = (struct tables){0};
}
