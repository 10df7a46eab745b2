#include "core/draft/record.h"

#include <stdlib.h>

#include "core/base/text.h"

static void word_copy(struct word *to, const struct word *from)
{
    *to = *from;
    to->text = from->text ? xstrdup(from->text) : NULL;
}

static void settings_release(struct settings *settings)
{
    for (size_t i = 0; i < settings->count; i++) {
        free(settings->items[i].key.text);
        free(settings->items[i].value.text);
    }
    free(settings->items);
    *settings = (struct settings){0};
}

static void settings_copy(struct settings *to, const struct settings *from)
{
    for (size_t i = 0; i < from->count; i++) {
        to->items = xgrow(to->items, to->count, &to->cap, sizeof(*to->items));
        struct setting *setting = &to->items[to->count++];
        word_copy(&setting->key, &from->items[i].key);
        word_copy(&setting->value, &from->items[i].value);
    }
}

static bool settings_equal(const struct settings *a, const struct settings *b)
{
    if (a->count != b->count)
        return false;
    for (size_t i = 0; i < a->count; i++)
        if (!text_equal(a->items[i].key.text, b->items[i].key.text) ||
            !text_equal(a->items[i].value.text, b->items[i].value.text))
            return false;
    return true;
}

static void listings_release(struct listings *listings)
{
    for (size_t i = 0; i < listings->count; i++) {
        free(listings->items[i].key.text);
        words_release(&listings->items[i].values);
    }
    free(listings->items);
    *listings = (struct listings){0};
}

static void listings_copy(struct listings *to, const struct listings *from)
{
    for (size_t i = 0; i < from->count; i++) {
        to->items = xgrow(to->items, to->count, &to->cap, sizeof(*to->items));
        struct listing *listing = &to->items[to->count++];
        *listing = (struct listing){.any = from->items[i].any};
        word_copy(&listing->key, &from->items[i].key);
        words_copy(&listing->values, &from->items[i].values);
    }
}

static bool listings_equal(const struct listings *a, const struct listings *b)
{
    if (a->count != b->count)
        return false;
    for (size_t i = 0; i < a->count; i++)
        if (!text_equal(a->items[i].key.text, b->items[i].key.text) || a->items[i].any != b->items[i].any ||
            !items_equal(&a->items[i].values, &b->items[i].values))
            return false;
    return true;
}

static void member_release(void *member, enum draft_kind kind)
{
    if (kind <= DRAFT_VERSION)
        draft_set(member, NULL);
    else if (kind <= DRAFT_ADDRESS)
        words_release(member);
    else if (kind <= DRAFT_SETTINGS)
        settings_release(member);
    else if (kind <= DRAFT_ZONES)
        listings_release(member);
}

static void member_copy(void *to, const void *from, enum draft_kind kind)
{
    if (kind <= DRAFT_VERSION)
        word_copy(to, from);
    else if (kind <= DRAFT_ADDRESS)
        words_copy(to, from);
    else if (kind <= DRAFT_SETTINGS)
        settings_copy(to, from);
    else if (kind <= DRAFT_ZONES)
        listings_copy(to, from);
}

static bool member_equal(const void *a, const void *b, enum draft_kind kind)
{
    if (kind <= DRAFT_VERSION)
        return text_equal(((const struct word *)a)->text, ((const struct word *)b)->text);
    if (kind <= DRAFT_ADDRESS)
        return items_equal(a, b) && ((const struct words *)a)->given == ((const struct words *)b)->given;
    if (kind <= DRAFT_SETTINGS)
        return settings_equal(a, b);
    return kind > DRAFT_ZONES || listings_equal(a, b);
}

void fields_release(void *record, const struct draft_field *fields)
{
    for (const struct draft_field *field = fields; field->key; field++)
        member_release(fields_at(record, field), field->kind);
}

void fields_copy(void *to, const void *from, const struct draft_field *fields)
{
    for (const struct draft_field *field = fields; field->key; field++)
        member_copy(fields_at(to, field), fields_of(from, field), field->kind);
}

bool fields_equal(const void *a, const void *b, const struct draft_field *fields)
{
    for (const struct draft_field *field = fields; field->key; field++)
        if (!member_equal(fields_of(a, field), fields_of(b, field), field->kind))
            return false;
    return true;
}
