/* The values of a site file: words, lists of words, maps of words and maps of lists. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "core/base/text.h"
#include "core/draft/reader.h"

/* The reader for what stands below `value`; the caller frees its path. */
static struct draft_reader draft_load_value_below(const struct draft_reader *reader, const struct yaml *value)
{
    struct draft_reader inner = *reader;
    inner.path = xasprintf("%s%s.", reader->path, value->key);
    return inner;
}

static bool draft_load_value_has_text(struct draft_reader *reader, const struct yaml *value)
{
    if (value->word[0])
        return true;
    if (value->key)
        draft_reader_error(reader, PROBLEM_NO_VALUE, value, "'%s' has no value; write one, or take it out",
                           value->key);
    else
        draft_reader_error(reader, PROBLEM_NO_VALUE, value,
                           "an entry of the list is empty; fill it in, or take it out");
    return false;
}

static void draft_load_value_read_word(struct draft_reader *reader, const struct yaml *value,
                                       struct word *word)
{
    if (value->kind != YAML_WORD) {
        draft_reader_error(reader, PROBLEM_WRONG_KIND, value, "'%s' must be a single word, not a %s",
                           value->key, value->kind == YAML_LIST ? "list" : "map");
        return;
    }
    if (!draft_load_value_has_text(reader, value))
        return;
    draft_set(word, value->word);
    word->line = value->line;
    word->column = value->column;
}

static void draft_load_value_add_word(struct draft_reader *reader, const struct yaml *value,
                                      struct words *words)
{
    if (!draft_load_value_has_text(reader, value))
        return;
    struct word *word = words_add(words, value->word);
    word->line = value->line;
    word->column = value->column;
}

static void read_items(struct draft_reader *reader, const struct yaml *list, struct words *words)
{
    struct draft_reader inner = draft_load_value_below(reader, list);
    for (const struct yaml *item = list->first; item; item = item->next)
        if (item->kind == YAML_WORD)
            draft_load_value_add_word(&inner, item, words);
        else
            draft_reader_error(&inner, PROBLEM_WRONG_KIND, item, "'%s' must be a list of single words",
                               list->key);
    free((char *)inner.path);
}

static void read_words(struct draft_reader *reader, const struct yaml *value, struct words *words)
{
    words->given = true;
    words->line = value->line;
    words->column = value->column;
    if (value->kind == YAML_WORD)
        draft_load_value_add_word(reader, value, words);
    else if (value->kind == YAML_MAP)
        draft_reader_error(reader, PROBLEM_WRONG_KIND, value, "'%s' must be a word or a list, not a map",
                           value->key);
    else
        read_items(reader, value, words);
}

/* `yes` and `true` mean `on` to whoever writes YAML; anything else stays as it is, for site_check to refuse.
 */
static const char *switch_word(const char *typed)
{
    static const char *const on[] = {"on", "yes", "true"}, *const off[] = {"off", "no", "false"};
    for (size_t i = 0; i < 3; i++) {
        if (strcasecmp(typed, on[i]) == 0)
            return on[0];
        if (strcasecmp(typed, off[i]) == 0)
            return off[0];
    }
    return typed;
}

static void normalise(struct word *word)
{
    struct word meant = {.line = word->line, .column = word->column};
    meant.text = xstrdup(switch_word(word->text));
    free(word->text);
    *word = meant;
}

static void key_word(const struct yaml *value, struct word *key)
{
    draft_set(key, value->key);
    key->line = value->key_line;
    key->column = value->key_column;
}

static void draft_load_value_read_settings(struct draft_reader *reader, const struct yaml *map,
                                           struct settings *settings, bool switches)
{
    if (map->kind != YAML_MAP) {
        draft_reader_error(reader, PROBLEM_WRONG_KIND, map, "'%s' must be a map; write '%s: {%s}'", map->key,
                           map->key, switches ? "SERVICE: on" : "SERVICE: PORT");
        return;
    }
    struct draft_reader inner = draft_load_value_below(reader, map);
    for (const struct yaml *value = map->first; value; value = value->next) {
        settings->items = xgrow(settings->items, settings->count, &settings->cap, sizeof(*settings->items));
        struct setting *setting = &settings->items[settings->count];
        *setting = (struct setting){0};
        draft_load_value_read_word(&inner, value, &setting->value);
        if (!setting->value.text)
            continue;
        settings->count++;
        key_word(value, &setting->key);
        if (switches)
            normalise(&setting->value);
    }
    free((char *)inner.path);
}

static bool is_true(const struct yaml *value)
{
    return value->kind == YAML_WORD && strcmp(switch_word(value->word), "on") == 0;
}

/* `{any: true}`, with or without `networks: [..]`. */
static void read_any(struct draft_reader *reader, const struct yaml *map, struct listing *zone)
{
    for (const struct yaml *value = map->first; value; value = value->next)
        if (strcmp(value->key, "any") == 0 && is_true(value))
            zone->any = true;
        else if (strcmp(value->key, "networks") == 0)
            read_words(reader, value, &zone->values);
        else
            draft_reader_error(reader, PROBLEM_UNKNOWN_KEY, value,
                               "a zone is a list of networks or '{any: true}'; '%.64s' does not belong there",
                               value->key);
}

static void read_listings(struct draft_reader *reader, const struct yaml *map, struct listings *listings,
                          bool zones)
{
    if (map->kind != YAML_MAP) {
        draft_reader_error(reader, PROBLEM_WRONG_KIND, map, "'%s' must be a map; write '%s: {%s: [..]}'",
                           map->key, map->key,
                           zones                               ? "INTERFACE"
                           : strcmp(map->key, "not-ours") == 0 ? "keep"
                                                               : "SERVICE");
        return;
    }
    struct draft_reader inner = draft_load_value_below(reader, map);
    for (const struct yaml *value = map->first; value; value = value->next) {
        listings->items = xgrow(listings->items, listings->count, &listings->cap, sizeof(*listings->items));
        struct listing *listing = &listings->items[listings->count++];
        *listing = (struct listing){0};
        key_word(value, &listing->key);
        if (zones && value->kind == YAML_MAP)
            read_any(&inner, value, listing);
        else
            read_words(&inner, value, &listing->values);
    }
    free((char *)inner.path);
}

void draft_read_member(struct draft_reader *reader, const struct yaml *value, void *member,
                       enum draft_kind kind)
{
    if (kind <= DRAFT_VERSION)
        draft_load_value_read_word(reader, value, member);
    else if (kind <= DRAFT_ADDRESS)
        read_words(reader, value, member);
    else if (kind <= DRAFT_SETTINGS)
        draft_load_value_read_settings(reader, value, member, kind == DRAFT_SWITCHES);
    else
        read_listings(reader, value, member, kind == DRAFT_ZONES);
}
