/* The ends of a rule, family by family. */
#include "backends/ufw/rules/desired.h"

uint8_t ufw_family(size_t index)
{
    return index == UFW_4 ? FAMILY_4 : FAMILY_6;
}

const struct prefix *ufw_ends(const struct prefixes *list, uint8_t family, size_t *count, struct arena *arena)
{
    struct prefix *ends = arena_array(arena, list->count + 1, sizeof(*ends));
    *count = 0;
    if (list->count == 0)
        ends[(*count)++] = (struct prefix){.family = family};
    for (size_t i = 0; i < list->count; i++)
        if (list->items[i].family == family)
            ends[(*count)++] = list->items[i];
    return ends;
}
