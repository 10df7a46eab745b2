#include <string.h>

#include "core/base/text.h"
#include "core/catalog/load.h"

/* Pointers of several types lie at these offsets: copied as bytes, never through a pointer of another type.
 */
static void *items_of(const struct loading *loading, const struct section *section)
{
    void *items;
    memcpy(&items, (char *)loading->product + section->items, sizeof(items));
    return items;
}

static const char *id_of(const void *record)
{
    const char *id;
    memcpy(&id, record, sizeof(id));
    return id;
}

/* Where a record goes: over the one of the same id, else behind the `count` there are. */
static size_t place_of(const struct section *section, const char *items, size_t count, const void *record)
{
    if (!section->keyed || !id_of(record))
        return count;
    for (size_t i = 0; i < count; i++)
        if (text_equal(id_of(items + i * section->size), id_of(record)))
            return i;
    return count;
}

void section_read(struct loading *loading, const struct section *section, const struct yaml *list)
{
    size_t old, count;
    memcpy(&old, (char *)loading->product + section->count, sizeof(old));
    if (old + list->count > section->most) {
        load_error(loading, list, PROBLEM_TOO_MANY, "more than %zu entries in '%s'; take some out",
                   section->most, section->key);
        return;
    }
    char *items = arena_array(loading->arena, old + list->count, section->size);
    if (old)
        memcpy(items, items_of(loading, section), old * section->size);
    bool *fresh = arena_array(loading->arena, old + list->count, sizeof(bool));
    count = old;
    for (const struct yaml *item = list->first; item && !load_enough(loading); item = item->next) {
        void *record = arena_alloc(loading->arena, section->size);
        section->read(loading, item, record);
        size_t at = place_of(section, items, count, record);
        if (at < count && fresh[at])
            load_error(loading, item, PROBLEM_GIVEN_TWICE, "'%s' is given twice in '%s'; keep one of them",
                       id_of(record), section->key);
        memcpy(items + at * section->size, record, section->size);
        fresh[at] = true;
        count += at == count;
    }
    memcpy((char *)loading->product + section->items, &items, sizeof(items));
    memcpy((char *)loading->product + section->count, &count, sizeof(count));
}
