#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/text.h"
#include "core/site/check/check.h"

struct spot spot_word(const struct owner *owner, const char *key, const struct word *word)
{
    return (struct spot){.owner = owner,
                         .key = key,
                         .item = -1,
                         .line = word ? word->line : 0,
                         .column = word ? word->column : 0};
}

struct spot spot_words(const struct owner *owner, const char *key, const struct words *words)
{
    return (struct spot){
        .owner = owner, .key = key, .item = -1, .line = words->line, .column = words->column};
}

struct spot spot_in(const struct owner *owner, const char *key, const char *sub, const struct word *word)
{
    struct spot spot = spot_word(owner, key, word);
    spot.sub = sub;
    return spot;
}

struct spot spot_item(struct spot list, size_t item, const struct word *word)
{
    list.item = (long)item;
    list.line = word->line;
    list.column = word->column;
    return list;
}

static void add_owner(struct text *field, const struct owner *owner)
{
    static const char *const lists[] = {"", "hosts", "admin", "extra"};
    if (owner->kind == OF_SITE)
        return;
    if (owner->name)
        text_addf(field, "%s.%s.", lists[owner->kind], owner->name);
    else
        text_addf(field, owner->kind == OF_ADMIN ? "%s.%zu." : "%s.#%zu.", lists[owner->kind], owner->index);
}

static char *field_of(const struct spot *spot)
{
    struct text field = {0};
    add_owner(&field, spot->owner);
    if (spot->key)
        text_addf(&field, "%s.", spot->key);
    if (spot->sub)
        text_addf(&field, "%s.", spot->sub);
    if (spot->item >= 0)
        text_addf(&field, "%ld.", spot->item);
    if (field.length)
        field.data[--field.length] = '\0';
    return text_take(&field);
}

/* The caller frees the place's field. */
static struct place site_spot_place(const struct check *check, const struct spot *spot, char **field)
{
    bool own = spot->line > 0;
    *field = field_of(spot);
    return (struct place){.file = check->site->file,
                          .line = own ? spot->line : spot->owner->line,
                          .column = own ? spot->column : spot->owner->column,
                          .field = *field};
}

struct place site_place(struct check *check, struct spot spot)
{
    char *field;
    struct place place = site_spot_place(check, &spot, &field);
    place.field = arena_strdup(&check->site->arena, field);
    free(field);
    return place;
}

struct place site_owner_place(struct check *check, const struct owner *owner)
{
    return site_place(check, (struct spot){.owner = owner, .item = -1});
}

void site_add(struct check *check, enum problem_code code, struct spot spot, const char *format, ...)
{
    char *field;
    struct place place = site_spot_place(check, &spot, &field);
    va_list args;
    va_start(args, format);
    char *message = xvasprintf(format, args);
    va_end(args);
    problem_add(check->problems, code, place, "%s", message);
    free(field);
    free(message);
}

void site_advise(struct check *check, const struct product *product, const char *word, struct spot spot,
                 const char *otherwise, const char *about, ...)
{
    const struct advice *advice = product_advice(product, word);
    char *field;
    struct place place = site_spot_place(check, &spot, &field);
    va_list args;
    va_start(args, about);
    char *subject = xvasprintf(about, args);
    va_end(args);
    problem_advise(check->problems, SEVERITY_WARNING, word, place, "%s: %s", subject,
                   advice ? advice->message : otherwise);
    free(field);
    free(subject);
}

char *site_listed(const char *const *words, size_t count)
{
    struct text list = {0};
    for (size_t i = 0; i < count; i++)
        text_addf(&list, "%s%s", i ? ", " : "", words[i]);
    return text_take(&list);
}

void site_unknown(struct check *check, struct spot spot, const char *what, const char *word,
                  const char *const *words, size_t count)
{
    enum { FEW = 12, SEARCHES = 200 };
    bool search = count <= FEW || check->searches++ < SEARCHES;
    const char *nearest = search ? text_nearest(word, words, count) : NULL;
    if (nearest) {
        site_add(check, PROBLEM_UNKNOWN_WORD, spot, "unknown %s '%.64s'; did you mean '%s'?", what, word,
                 nearest);
        return;
    }
    if (count == 0 || count > FEW) {
        site_add(check, PROBLEM_UNKNOWN_WORD, spot, "unknown %s '%.64s'; correct it, or take it out", what,
                 word);
        return;
    }
    char *list = site_listed(words, count);
    site_add(check, PROBLEM_UNKNOWN_WORD, spot, "unknown %s '%.64s'; write one of %s", what, word, list);
    free(list);
}

void site_prose(struct check *check, struct spot spot, const char *text, size_t most)
{
    char *safe = text_safe(text);
    if (strcmp(safe, text) != 0)
        site_add(check, PROBLEM_BAD_TEXT, spot,
                 "'%.64s' holds characters that a terminal could act on; type it again without them", text);
    else if (strlen(text) > most)
        site_add(check, PROBLEM_BAD_TEXT, spot, "'%.32s' and so on is %zu bytes long; make it %zu or less",
                 text, strlen(text), most);
    free(safe);
}
