/* Building a slot. The order of things new is the order of the text, so that both list alike. */
#include <string.h>

#include "backends/nft/slots/slots.h"
#include "backends/nft/wire/encode.h"

char nft_stage_free(const struct standing *standing)
{
    return standing->confirmed ? layout_other(standing->confirmed) : 'a';
}

void nft_stage_clear(struct batch *batch, const struct dump *dump, char slot)
{
    const char prefix[] = {slot, '_', '\0'};
    for (size_t i = 0; i < dump->chain_count; i++)
        if (strncmp(dump->chains[i].name, prefix, 2) == 0 && dump->chains[i].rules.count)
            encode_flush(batch, dump->chains[i].name);
    for (size_t i = 0; i < dump->set_count; i++)
        if (strncmp(dump->sets[i]->set.name, prefix, 2) == 0)
            encode_set_gone(batch, dump->sets[i]->set.name);
}

/* A base chain of somebody else in our table decides beside us; nothing can jump there. */
static void put_strange_bases_gone(struct batch *batch, const struct dump *dump)
{
    for (size_t i = 0; i < dump->chain_count; i++)
        if (dump->chains[i].base && dump_chain_strange(&dump->chains[i])) {
            encode_flush(batch, dump->chains[i].name);
            encode_chain_gone(batch, dump->chains[i].name);
        }
}

void nft_stage_purge(struct batch *batch, const struct dump *dump)
{
    for (size_t i = 0; i < dump->chain_count; i++)
        if (dump_chain_strange(&dump->chains[i]))
            encode_flush(batch, dump->chains[i].name);
    for (size_t i = 0; i < dump->set_count; i++)
        if (dump_set_strange(dump->sets[i]))
            encode_set_gone(batch, dump->sets[i]->set.name);
    for (size_t i = 0; i < dump->chain_count; i++)
        if (dump_chain_strange(&dump->chains[i]))
            encode_chain_gone(batch, dump->chains[i].name);
}

/* A hook that the new rules do not use lets everything pass once they decide. */
static void put_unused(struct batch *batch, const struct standing *standing, unsigned hooks, char slot)
{
    for (enum hook hook = HOOK_INPUT; hook < HOOK_COUNT; hook++)
        if (standing->hooks & ~hooks & (1u << hook))
            encode_open(batch, hook, slot);
}

/* A base chain for a hook that had none: what decides there now lets everything pass. Its policy must not
 * drop yet: the kernel calls it before its rules are committed. */
static void put_new(struct batch *batch, const struct standing *standing, unsigned hooks, char confirmed)
{
    for (enum hook hook = HOOK_INPUT; hook < HOOK_COUNT; hook++)
        if (hooks & ~standing->hooks & (1u << hook))
            encode_open(batch, hook, confirmed);
    for (enum hook hook = HOOK_INPUT; hook < HOOK_COUNT; hook++)
        if (hooks & ~standing->hooks & (1u << hook)) {
            encode_base(batch, hook, false);
            encode_switch(batch, hook, confirmed);
        }
}

void nft_stage_batch(struct batch *batch, const struct dump *dump, unsigned hooks,
                     void (*fill)(void *context, struct batch *batch, char slot), void *context)
{
    struct standing standing = dump_standing(dump);
    char slot = nft_stage_free(&standing);
    if (dump->present) {
        put_strange_bases_gone(batch, dump);
        nft_stage_clear(batch, dump, slot);
    } else
        encode_table(batch);
    fill(context, batch, slot);
    put_unused(batch, &standing, hooks, slot);
    put_new(batch, &standing, hooks, layout_other(slot));
}
