/* Reading values of a site file into the members of a draft. For core/draft/load*.c alone. */
#ifndef CORE_DRAFT_READER_H
#define CORE_DRAFT_READER_H

#include "core/draft/record.h"
#include "core/yaml/yaml.h"

struct draft_reader {
    struct draft *draft;
    struct problems *problems;
    const char
        *path; /* the field of the map that is being read, with a dot behind it: `hosts.srv-a.`; or "" */
    const char *what; /* the same in words: `a host` */
};

/* Reads the value of a key that has no member: DRAFT_FORMAT and later. */
typedef void draft_read_own(struct draft_reader *reader, const struct yaml *value, enum draft_kind kind);

/* Reads each key of `map` into `record` by `fields`; unknown keys and wrong kinds are errors. `own` may be NULL where
 * no row of `fields` needs it. */
void draft_read_record(struct draft_reader *reader, const struct yaml *map, void *record,
                       const struct draft_field *fields, draft_read_own *own);
/* Reads one member whose kind is DRAFT_WORD to DRAFT_ZONES (load_value.c). */
void draft_read_member(struct draft_reader *reader, const struct yaml *value, void *member,
                       enum draft_kind kind);
/* The lists of maps (load_list.c). */
void draft_read_hosts(struct draft_reader *reader, const struct yaml *list);
void draft_read_admins(struct draft_reader *reader, const struct yaml *list);
void draft_read_extras(struct draft_reader *reader, const struct yaml *list);

/* An error at `value`, whose key (in a map) ends the field. */
void draft_reader_error(struct draft_reader *reader, enum problem_code code, const struct yaml *value,
                        const char *format, ...) __attribute__((format(printf, 4, 5)));

#endif
