#include "backends/ufw/kernel/filter.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/text.h"

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
