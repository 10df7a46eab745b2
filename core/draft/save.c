#include <string.h>

#include "core/base/text.h"
#include "core/draft/record.h"
#include "core/yaml/yaml.h"

/* One map that is being written: block (a key a line) or flow (`{a: b, c: d}`). */
struct draft_writer {
    struct text *out;
    bool flow, any; /* any: a key was written */
};

static void draft_save_start(struct draft_writer *writer, const char *key)
{
    if (writer->flow)
        text_add(writer->out, writer->any ? ", " : "{");
    writer->any = true;
    yaml_write_word(writer->out, key);
    text_add(writer->out, ": ");
}

static void draft_save_end(struct draft_writer *writer)
{
    if (!writer->flow)
        text_add(writer->out, "\n");
}

static void close_map(struct draft_writer *writer)
{
    text_add(writer->out, writer->any ? "}" : "{}");
}

/* A version in quotes even where YAML needs none, as people write it; other words as YAML needs. */
static void write_version(struct text *out, const char *word)
{
    bool plain = word[strspn(word, "0123456789Rr. ")] == '\0';
    if (plain)
        text_addf(out, "\"%s\"", word);
    else
        yaml_write_word(out, word);
}

static void write_list(struct text *out, const struct words *words)
{
    const char *separator = "";
    text_add(out, "[");
    for (size_t i = 0; i < words->count; i++) {
        if (!words->items[i].text)
            continue;
        text_add(out, separator);
        yaml_write_word(out, words->items[i].text);
        separator = ", ";
    }
    text_add(out, "]");
}

static void save_word(struct draft_writer *writer, const char *key, const struct word *word, bool version)
{
    if (!word->text)
        return;
    draft_save_start(writer, key);
    if (version)
        write_version(writer->out, word->text);
    else
        yaml_write_word(writer->out, word->text);
    draft_save_end(writer);
}

static void save_words(struct draft_writer *writer, const char *key, const struct words *words, bool bare)
{
    if (!words->given)
        return;
    draft_save_start(writer, key);
    if (bare && words->count == 1 && words->items[0].text)
        yaml_write_word(writer->out, words->items[0].text);
    else
        write_list(writer->out, words);
    draft_save_end(writer);
}

static void save_settings(struct draft_writer *writer, const char *key, const struct settings *settings)
{
    if (settings->count == 0)
        return;
    draft_save_start(writer, key);
    struct draft_writer inner = {.out = writer->out, .flow = true};
    for (size_t i = 0; i < settings->count; i++)
        if (settings->items[i].key.text)
            save_word(&inner, settings->items[i].key.text, &settings->items[i].value, false);
    close_map(&inner);
    draft_save_end(writer);
}

static void write_zone(struct text *out, const struct listing *zone)
{
    if (!zone->any) {
        write_list(out, &zone->values);
        return;
    }
    text_add(out, "{any: true");
    if (zone->values.count) {
        text_add(out, ", networks: ");
        write_list(out, &zone->values);
    }
    text_add(out, "}");
}

static void save_listings(struct draft_writer *writer, const char *key, const struct listings *listings)
{
    if (listings->count == 0)
        return;
    draft_save_start(writer, key);
    struct draft_writer inner = {.out = writer->out, .flow = true};
    for (size_t i = 0; i < listings->count; i++) {
        if (!listings->items[i].key.text)
            continue;
        draft_save_start(&inner, listings->items[i].key.text);
        write_zone(inner.out, &listings->items[i]);
    }
    close_map(&inner);
    draft_save_end(writer);
}

static void save_record(struct draft_writer *writer, const void *record, const struct draft_field *fields);

static void write_flow(struct text *out, const void *record, const struct draft_field *fields)
{
    struct draft_writer writer = {.out = out, .flow = true};
    save_record(&writer, record, fields);
    close_map(&writer);
}

/* `key:` and one line for each of `count` records of `size` bytes. */
static void save_lines(struct draft_writer *writer, const char *key, const void *records, size_t count,
                       size_t size, const struct draft_field *fields)
{
    if (count == 0)
        return;
    text_addf(writer->out, "%s:\n", key);
    for (size_t i = 0; i < count; i++) {
        text_add(writer->out, "  - ");
        write_flow(writer->out, (const char *)records + i * size, fields);
        text_add(writer->out, "\n");
    }
}

static void save_admins(struct draft_writer *writer, const struct draft *draft)
{
    if (draft->admin_count != 1) {
        save_lines(writer, "admin", draft->admins, draft->admin_count, sizeof(*draft->admins),
                   draft_admin_fields);
        return;
    }
    text_add(writer->out, "admin: [");
    write_flow(writer->out, draft->admins, draft_admin_fields);
    text_add(writer->out, "]\n");
}

static void save_policy(struct draft_writer *writer, const struct draft *draft)
{
    struct text inner = {0};
    struct draft_writer flow = {.out = &inner, .flow = true};
    save_record(&flow, draft, draft_policy_fields);
    if (flow.any)
        text_addf(writer->out, "policy: %s}\n", text_get(&inner));
    text_release(&inner);
}

/* The kinds that only the draft itself has. */
static void save_part(struct draft_writer *writer, const struct draft *draft, const struct draft_field *field)
{
    if (field->kind == DRAFT_FORMAT)
        text_addf(writer->out, "%s: 1\n", field->key);
    else if (field->kind == DRAFT_POLICY)
        save_policy(writer, draft);
    else if (field->kind == DRAFT_HOSTS)
        save_lines(writer, field->key, draft->hosts, draft->host_count, sizeof(*draft->hosts),
                   draft_host_fields);
    else if (field->kind == DRAFT_ADMINS)
        save_admins(writer, draft);
    else
        save_lines(writer, field->key, draft->extras, draft->extra_count, sizeof(*draft->extras),
                   draft_extra_fields);
}

static void save_record(struct draft_writer *writer, const void *record, const struct draft_field *fields)
{
    for (const struct draft_field *field = fields; field->key; field++) {
        const void *member = fields_of(record, field);
        if (field->kind <= DRAFT_VERSION)
            save_word(writer, field->key, member, field->kind == DRAFT_VERSION);
        else if (field->kind <= DRAFT_ADDRESS)
            save_words(writer, field->key, member, field->kind == DRAFT_ADDRESS);
        else if (field->kind <= DRAFT_SETTINGS)
            save_settings(writer, field->key, member);
        else if (field->kind <= DRAFT_ZONES)
            save_listings(writer, field->key, member);
        else
            save_part(writer, record, field);
    }
}

char *draft_save(const struct draft *draft)
{
    struct text out = {0};
    struct draft_writer writer = {.out = &out};
    if (draft->comment)
        text_add(&out, draft->comment);
    save_record(&writer, draft, draft_site_fields);
    return text_take(&out);
}
