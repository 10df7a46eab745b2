#include <stdlib.h>
#include <string.h>

#include "core/base/text.h"
#include "core/draft/record.h"

void draft_set(struct word *word, const char *text)
{
    char *kept = text && text[0] ? xstrdup(text) : NULL; /* first: `text` may be the word's own */
    free(word->text);
    *word = (struct word){.text = kept};
}

struct word *words_add(struct words *words, const char *text)
{
    words->items = xgrow(words->items, words->count, &words->cap, sizeof(*words->items));
    words->given = true;
    struct word *word = &words->items[words->count++];
    *word = (struct word){.text = text ? xstrdup(text) : NULL};
    return word;
}

void words_remove(struct words *words, size_t index)
{
    if (index >= words->count)
        return;
    free(words->items[index].text);
    words->count--;
    memmove(&words->items[index], &words->items[index + 1], (words->count - index) * sizeof(*words->items));
}

void words_release(struct words *words)
{
    for (size_t i = 0; i < words->count; i++)
        free(words->items[i].text);
    free(words->items);
    *words = (struct words){0};
}

void words_copy(struct words *to, const struct words *from)
{
    for (size_t i = 0; i < from->count; i++) {
        struct word *word = words_add(to, from->items[i].text);
        word->line = from->items[i].line;
        word->column = from->items[i].column;
    }
    to->given = from->given;
    to->line = from->line;
    to->column = from->column;
}

bool items_equal(const struct words *a, const struct words *b)
{
    if (a->count != b->count)
        return false;
    for (size_t i = 0; i < a->count; i++)
        if (!text_equal(a->items[i].text, b->items[i].text))
            return false;
    return true;
}

const struct setting *settings_find(const struct settings *settings, const char *key)
{
    for (size_t i = 0; i < settings->count; i++)
        if (text_equal(settings->items[i].key.text, key))
            return &settings->items[i];
    return NULL;
}

const char *settings_get(const struct settings *settings, const char *key)
{
    const struct setting *setting = settings_find(settings, key);
    return setting ? setting->value.text : NULL;
}

static void settings_remove(struct settings *settings, struct setting *setting)
{
    free(setting->key.text);
    free(setting->value.text);
    settings->count--;
    size_t index = (size_t)(setting - settings->items);
    memmove(setting, setting + 1, (settings->count - index) * sizeof(*setting));
}

void settings_set(struct settings *settings, const char *key, const char *value)
{
    const struct setting *found = settings_find(settings, key);
    struct setting *setting = found ? &settings->items[found - settings->items] : NULL;
    if (!value || !value[0]) {
        if (setting)
            settings_remove(settings, setting);
        return;
    }
    if (!setting) {
        settings->items = xgrow(settings->items, settings->count, &settings->cap, sizeof(*settings->items));
        setting = &settings->items[settings->count++];
        *setting = (struct setting){.key.text = xstrdup(key)};
    }
    draft_set(&setting->value, value);
}

struct listing *listings_get(struct listings *listings, const char *key, bool add)
{
    for (size_t i = 0; i < listings->count; i++)
        if (text_equal(listings->items[i].key.text, key))
            return &listings->items[i];
    if (!add)
        return NULL;
    listings->items = xgrow(listings->items, listings->count, &listings->cap, sizeof(*listings->items));
    struct listing *listing = &listings->items[listings->count++];
    *listing = (struct listing){.key.text = xstrdup(key)};
    return listing;
}
