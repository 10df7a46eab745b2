/* Small text files of ours: a title with a version, one `key value` a line in a fixed order, `end`. Strict: a
 * file that differs in anything is refused, as a root tool must not guess what it once wrote. */
#ifndef BACKENDS_MACHINE_RECORD_H
#define BACKENDS_MACHINE_RECORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Where a value lies; each field is one of these. */
struct record_field {
    const char *key;
    char **text; /* owned by its struct; NULL is written as an empty one */
    int64_t *number;
    char *buffer; /* a text in a place of `size` bytes; what is longer is cut */
    size_t size;
    unsigned *choice; /* an enum, written as its word of `words`, which end with NULL */
    const char *const *words;
};

/* clang-format off */
#define RECORD_TEXT(KEY, PLACE) {.key = (KEY), .text = &(PLACE)}
#define RECORD_NUMBER(KEY, PLACE) {.key = (KEY), .number = &(PLACE)}
#define RECORD_BUFFER(KEY, PLACE) {.key = (KEY), .buffer = (PLACE), .size = sizeof(PLACE)}
#define RECORD_CHOICE(KEY, PLACE, WORDS) {.key = (KEY), .choice = &(PLACE), .words = (WORDS)}
/* clang-format on */

/* The caller frees it. Texts are made safe (text_safe), so that each stays on its line. */
char *record_pack(const char *title, const struct record_field *fields, size_t count);
/* Fills every field, each text with a new one. 0: *used bytes were the record (the rest of `data` is the
 * caller's), unless `used` is NULL, then all must be. -1: *line is the first bad line, all texts are freed
 * and NULL. */
int record_parse(const char *title, const struct record_field *fields, size_t count, const char *data,
                 size_t length, size_t *used, int *line);
/* Whether `data` begins with the title of a later version of the same kind of file. */
bool record_is_newer(const char *title, const char *data, size_t length);
void record_release(const struct record_field *fields, size_t count);

#endif
