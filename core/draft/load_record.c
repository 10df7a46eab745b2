/* One map of a site file into one record, key by key. */
#include <string.h>

#include "core/base/text.h"
#include "core/draft/reader.h"

static void draft_load_record_unknown_key(struct draft_reader *reader, const struct yaml *value,
                                          const struct draft_field *fields)
{
    enum { MOST = 32 };
    const char *names[MOST];
    size_t count = 0;
    for (; fields[count].key && count < MOST; count++)
        names[count] = fields[count].key;
    const char *nearest = text_nearest(value->key, names, count);
    struct place place = yaml_key_place(value);
    if (nearest)
        problem_add(reader->problems, PROBLEM_UNKNOWN_KEY, place,
                    "unknown key '%.64s' in %s; did you mean '%s'?", value->key, reader->what, nearest);
    else
        problem_add(reader->problems, PROBLEM_UNKNOWN_KEY, place,
                    "unknown key '%.64s' in %s; take it out or correct it", value->key, reader->what);
}

void draft_read_record(struct draft_reader *reader, const struct yaml *map, void *record,
                       const struct draft_field *fields, draft_read_own *own)
{
    for (const struct yaml *value = map->first; value; value = value->next) {
        const struct draft_field *field = fields;
        while (field->key && strcmp(field->key, value->key) != 0)
            field++;
        if (!field->key)
            draft_load_record_unknown_key(reader, value, fields);
        else if (field->kind >= DRAFT_FORMAT)
            own(reader, value, field->kind);
        else
            draft_read_member(reader, value, fields_at(record, field), field->kind);
    }
}
