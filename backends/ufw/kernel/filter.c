#include "backends/ufw/kernel/filter.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/text.h"

static bool is_ufw(const char *chain)
{
    /* While it starts, ufw asks the kernel what it can in chains that it takes away again. */
    return (strncmp(chain, "ufw-", 4) == 0 || strncmp(chain, "ufw6-", 5) == 0) &&
           !strstr(chain, "-caps-test");
}

static bool is_built_in(const struct filter_chain *chain)
{
    return strcmp(chain->policy, "-") != 0;
}

const struct filter_chain *filter_chain(const struct filter *filter, const char *name)
{
    for (size_t i = 0; i < filter->count; i++)
        if (strcmp(filter->chains[i].name, name) == 0)
            return &filter->chains[i];
    return NULL;
}

static void ufw_filter_add_chain(struct filter *filter, const char *line)
{
    char name[64], policy[16];
    if (sscanf(line, ":%63s %15s", name, policy) != 2)
        return;
    filter->chains = xgrow(filter->chains, filter->count, &filter->cap, sizeof(*filter->chains));
    filter->chains[filter->count++] = (struct filter_chain){.name = xstrdup(name), .policy = xstrdup(policy)};
}

static void ufw_filter_add_rule(struct filter *filter, const char *line, size_t length)
{
    struct filter_rule rule = {0};
    char name[64];
    int skip = 0;
    if (sscanf(line, "[%" SCNu64 ":%" SCNu64 "] %n", &rule.packets, &rule.bytes, &skip) != 2)
        skip = 0;
    if (sscanf(line + skip, "-A %63s", name) != 1)
        return;
    struct filter_chain *chain = (struct filter_chain *)(uintptr_t)filter_chain(filter, name);
    if (!chain)
        return;
    rule.text = xstrndup(line + skip, length - (size_t)skip);
    chain->rules = xgrow(chain->rules, chain->count, &chain->cap, sizeof(*chain->rules));
    chain->rules[chain->count++] = rule;
}

void filter_parse(struct filter *filter, const char *save)
{
    bool inside = false;
    *filter = (struct filter){0};
    for (; *save; save += strcspn(save, "\n"), save += *save == '\n') {
        size_t length = strcspn(save, "\n");
        if (*save == '*')
            inside = strncmp(save, "*filter", 7) == 0;
        else if (inside && *save == ':')
            ufw_filter_add_chain(filter, save);
        else if (inside && (*save == '[' || *save == '-'))
            ufw_filter_add_rule(filter, save, length);
    }
}

void filter_release(struct filter *filter)
{
    for (size_t i = 0; i < filter->count; i++) {
        for (size_t k = 0; k < filter->chains[i].count; k++)
            free(filter->chains[i].rules[k].text);
        free(filter->chains[i].rules);
        free(filter->chains[i].name);
        free(filter->chains[i].policy);
    }
    free(filter->chains);
    *filter = (struct filter){0};
}

static bool ufw_filter_has_rule(const struct filter_chain *chain, const char *text)
{
    for (size_t i = 0; chain && i < chain->count; i++)
        if (strcmp(chain->rules[i].text, text) == 0)
            return true;
    return false;
}

/* Declaring a chain empties it; of a built-in one it sets the policy alone. */
static void declare(struct text *text, const struct filter *filter, const struct filter *but)
{
    for (size_t i = 0; i < filter->count; i++) {
        const struct filter_chain *chain = &filter->chains[i];
        if ((is_built_in(chain) || is_ufw(chain->name)) && !(but && filter_chain(but, chain->name)))
            text_addf(text, ":%s %s [0:0]\n", chain->name, chain->policy);
    }
}

static void ufw_filter_fill(struct text *text, const struct filter *filter)
{
    for (size_t i = 0; i < filter->count; i++)
        for (size_t k = 0; is_ufw(filter->chains[i].name) && k < filter->chains[i].count; k++)
            text_addf(text, "%s\n", filter->chains[i].rules[k].text);
}

/* The rules of built-in chains that `from` has and `other` has not, added (-A) or taken away (-D). */
static void built_in(struct text *text, const struct filter *from, const struct filter *other, char verb)
{
    for (size_t i = 0; i < from->count; i++) {
        const struct filter_chain *chain = &from->chains[i];
        for (size_t k = 0; is_built_in(chain) && k < chain->count; k++)
            if (!ufw_filter_has_rule(filter_chain(other, chain->name), chain->rules[k].text))
                text_addf(text, "-%c%s\n", verb, chain->rules[k].text + 2);
    }
}

char *filter_forward(const struct filter *now, const struct filter *to)
{
    struct text text = {0};
    text_add(&text, "*filter\n");
    declare(&text, to, NULL);
    declare(&text, now, to);
    ufw_filter_fill(&text, to);
    built_in(&text, to, now, 'A');
    text_add(&text, "COMMIT\n");
    return text_take(&text);
}

char *filter_back(const struct filter *now, const struct filter *to)
{
    struct text text = {0};
    text_add(&text, "*filter\n");
    declare(&text, now, NULL);
    declare(&text, to, now);
    ufw_filter_fill(&text, now);
    built_in(&text, to, now, 'D');
    for (size_t i = 0; i < to->count; i++)
        if (is_ufw(to->chains[i].name) && !filter_chain(now, to->chains[i].name))
            text_addf(&text, "-X %s\n", to->chains[i].name);
    text_add(&text, "COMMIT\n");
    return text_take(&text);
}

/* Whether a built-in chain jumps to it. */
static bool is_primary(const struct filter *filter, const char *name)
{
    char *jump = xasprintf(" -j %s", name);
    bool found = false;
    for (size_t i = 0; i < filter->count; i++)
        for (size_t k = 0; is_built_in(&filter->chains[i]) && k < filter->chains[i].count; k++) {
            const char *place = strstr(filter->chains[i].rules[k].text, jump);
            found = found || (place && place[strlen(jump)] == '\0');
        }
    free(jump);
    return found;
}

char *filter_off(const struct filter *now)
{
    struct text text = {0};
    text_add(&text, "*filter\n");
    for (size_t i = 0; i < now->count; i++)
        if (is_built_in(&now->chains[i]) || is_ufw(now->chains[i].name))
            text_addf(&text, ":%s %s [0:0]\n", now->chains[i].name,
                      is_built_in(&now->chains[i]) ? "ACCEPT" : "-");
    for (size_t i = 0; i < now->count; i++)
        if (is_ufw(now->chains[i].name) && !is_primary(now, now->chains[i].name))
            text_addf(&text, "-X %s\n", now->chains[i].name);
    text_add(&text, "COMMIT\n");
    return text_take(&text);
}

char *filter_print(const struct filter *filter)
{
    struct text text = {0};
    declare(&text, filter, NULL);
    ufw_filter_fill(&text, filter);
    return text_take(&text);
}
