/* Where a fact is from: `source: {ID: place}` names entries of `sources`, a single word is said as it is. */
#include <stdlib.h>
#include <string.h>

#include "core/base/text.h"
#include "core/catalog/load.h"

static void read_source_entry(struct loading *loading, const struct yaml *map, const char *id,
                              struct source_page *page)
{
    static const struct catalog_field fields[] = {
        {"title", WORD, read_text, offsetof(struct source_page, title), true},
        {"kind", WORD, read_text, offsetof(struct source_page, kind), false},
        {"publisher", WORD, read_text, offsetof(struct source_page, publisher), true},
        {"date", WORD, read_text, offsetof(struct source_page, date), true},
        {"url", WORD, read_text, offsetof(struct source_page, url), false},
        {0},
    };
    char *what = xasprintf("source '%.60s'", id);
    *page = (struct source_page){.id = id, .kind = "Vendor page"};
    fields_read(loading, map, what, fields, page);
    free(what);
}

static struct source_page *source_place(struct product *product, const char *id)
{
    for (size_t i = 0; i < product->source_count; i++)
        if (text_equal(product->sources[i].id, id))
            return &product->sources[i];
    return &product->sources[product->source_count++];
}

/* Those of an earlier file stay; the same id replaces one. */
void read_sources(struct loading *loading, const struct yaml *map, void *at)
{
    struct product *product = at;
    struct source_page *all = arena_array(loading->arena, product->source_count + map->count, sizeof(*all));
    if (product->source_count)
        memcpy(all, product->sources, product->source_count * sizeof(*all));
    product->sources = all;
    for (const struct yaml *value = map->first; value && !load_enough(loading); value = value->next)
        read_source_entry(loading, value, value->key, source_place(product, value->key));
}

static const struct source_page *source_named(struct loading *loading, const struct yaml *place)
{
    enum { MOST = 64 };
    const struct product *product = loading->product;
    const char *ids[MOST];
    size_t count = product->source_count < MOST ? product->source_count : MOST;
    struct yaml key = {.file = place->file, .line = place->key_line, .column = place->key_column};
    key.word = place->key;
    for (size_t i = 0; i < count; i++)
        ids[i] = product->sources[i].id;
    int index = load_word(loading, &key, "one of the catalog's sources", ids, count);
    return index < 0 ? NULL : &product->sources[index];
}

void read_source(struct loading *loading, const struct yaml *value, void *at)
{
    struct text text = {0};
    if (value->kind == YAML_WORD) {
        read_text(loading, value, at);
        return;
    }
    for (const struct yaml *place = value->first; place; place = place->next) {
        const struct source_page *page = source_named(loading, place);
        if (place->kind != YAML_WORD)
            load_error(loading, place, PROBLEM_WRONG_KIND, "the place in a source must be a single word");
        else if (page)
            text_addf(&text, "%s%s: %s, %s", place == value->first ? "" : "; ", page->kind, page->title,
                      place->word);
    }
    *(const char **)at = arena_strdup(loading->arena, text_get(&text));
    text_release(&text);
}

void source_doubted(struct loading *loading, const char **source, enum certainty certainty, const char *doubt)
{
    static const char *const words[] = {"But", "Disputed", "Inferred"};
    if (doubt && *source)
        *source = arena_printf(loading->arena, "%s. %s: %s", *source, words[certainty], doubt);
}
