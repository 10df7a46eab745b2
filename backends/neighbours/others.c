#include "backends/neighbours/others.h"

#include <linux/netfilter.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/text.h"

struct other *others_add(struct others *others, unsigned family, const char *table, const char *name)
{
    others->items = xgrow(others->items, others->count, &others->cap, sizeof(*others->items));
    struct other *made = &others->items[others->count++];
    *made = (struct other){.family = family, .table = xstrdup(table), .name = xstrdup(name)};
    return made;
}

struct other *others_find(const struct others *others, unsigned family, const char *table, const char *name)
{
    for (size_t i = 0; i < others->count; i++) {
        struct other *other = &others->items[i];
        if (other->family == family && strcmp(other->table, table) == 0 && strcmp(other->name, name) == 0)
            return other;
    }
    return NULL;
}

unsigned other_families(const struct other *other)
{
    unsigned family = other->family & ~(unsigned)OF_LEGACY;
    return family == NFPROTO_IPV4 ? FAMILIES_4 : family == NFPROTO_IPV6 ? FAMILIES_6 : FAMILIES_ALL;
}

struct other_rule *other_add(struct other *other, const struct met *met, unsigned effect, const char *jump)
{
    other->rules = xgrow(other->rules, other->count, &other->cap, sizeof(*other->rules));
    struct other_rule *rule = &other->rules[other->count++];
    *rule = (struct other_rule){.met = *met, .effect = effect, .jump = jump ? xstrdup(jump) : NULL};
    return rule;
}

void others_release(struct others *others)
{
    for (size_t i = 0; i < others->count; i++) {
        struct other *other = &others->items[i];
        for (size_t k = 0; k < other->count; k++) {
            free(other->rules[k].jump);
            free(other->rules[k].set);
        }
        free(other->rules);
        free(other->table);
        free(other->name);
    }
    for (size_t i = 0; i < others->dormant_count; i++)
        free(others->dormant[i]);
    free(others->dormant);
    free(others->items);
    *others = (struct others){0};
}
