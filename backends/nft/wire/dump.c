#include "backends/nft/wire/dump.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/text.h"

void dump_release(struct dump *dump)
{
    for (size_t i = 0; i < dump->chain_count; i++) {
        free(dump->chains[i].name);
        free(dump->chains[i].rules.items);
    }
    for (size_t i = 0; i < dump->set_count; i++) {
        prefixset_release(&dump->sets[i]->set.ranges);
        free(dump->sets[i]->set.name);
        free(dump->sets[i]);
    }
    free(dump->chains);
    free(dump->sets);
    arena_release(&dump->arena);
    *dump = (struct dump){0};
}

const struct dump_chain *dump_chain(const struct dump *dump, const char *name)
{
    for (size_t i = 0; i < dump->chain_count; i++)
        if (strcmp(dump->chains[i].name, name) == 0)
            return &dump->chains[i];
    return NULL;
}

const struct nft_set *dump_set(const struct dump *dump, const char *name)
{
    for (size_t i = 0; i < dump->set_count; i++)
        if (strcmp(dump->sets[i]->set.name, name) == 0)
            return &dump->sets[i]->set;
    return NULL;
}
