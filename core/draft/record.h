/* The keys of a site file, as tables: one row a key, with the member of the draft that holds it. Loading,
 * saving, copying, comparing and releasing all walk these rows, so that no key can be known to one and
 * forgotten by another. */
#ifndef CORE_DRAFT_RECORD_H
#define CORE_DRAFT_RECORD_H

#include "core/draft/draft.h"

enum draft_kind {
    DRAFT_WORD,     /* struct word */
    DRAFT_VERSION,  /* struct word, written in quotes so that `4.10` is nobody's number */
    DRAFT_WORDS,    /* struct words, written as a list */
    DRAFT_ADDRESS,  /* struct words, one alone is written as a word */
    DRAFT_SWITCHES, /* struct settings of `on` and `off` */
    DRAFT_SETTINGS, /* struct settings */
    DRAFT_ALLOWED,  /* struct listings */
    DRAFT_ZONES,    /* struct listings that may say `{any: true}` */
    DRAFT_FORMAT,   /* `penstock: 1`; no member */
    DRAFT_POLICY,   /* a map of its own whose members are the draft's */
    DRAFT_HOSTS,
    DRAFT_ADMINS,
    DRAFT_EXTRAS
};

struct draft_field {
    const char *key; /* NULL ends a table */
    enum draft_kind kind;
    size_t offset;
};

/* In the order in which they are saved. */
extern const struct draft_field draft_site_fields[], draft_policy_fields[], draft_host_fields[],
    draft_admin_fields[], draft_extra_fields[];

/* A record is a struct draft_host, _admin, _extra, or the draft itself; rows of kind DRAFT_FORMAT and later
 * are passed over. */
void fields_release(void *record, const struct draft_field *fields);
/* `to` is zero. */
void fields_copy(void *to, const void *from, const struct draft_field *fields);
bool fields_equal(const void *a, const void *b, const struct draft_field *fields);

/* The member of `field`; the caller casts by kind. */
static inline void *fields_at(void *record, const struct draft_field *field)
{
    return (char *)record + field->offset;
}
static inline const void *fields_of(const void *record, const struct draft_field *field)
{
    return (const char *)record + field->offset;
}

void words_release(struct words *words);
void words_copy(struct words *to, const struct words *from);
bool items_equal(const struct words *a,
                 const struct words *b); /* the words alone, not whether they were given */

#endif
