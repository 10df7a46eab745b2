/* The end of a trial as fields of a record: journal and history keep it alike. */
#ifndef BACKENDS_TRIAL_ENDING_RECORD_H
#define BACKENDS_TRIAL_ENDING_RECORD_H

#include "backends/machine/record.h"
#include "core/desk/ending.h"

enum { ENDING_FIELDS = 4 };

struct ending_words {
    char *how, *by, *from, *note;
};

/* Fills the next ENDING_FIELDS of `fields`. */
void ending_fields_of(struct ending_words *words, struct record_field *fields);
/* Release them. */
void ending_to_words(const struct ending *ending, struct ending_words *words);
/* Releases the words. -1: a word that this penstock does not know. */
int ending_of_words(struct ending_words *words, struct ending *ending);
void ending_words_release(struct ending_words *words);

#endif
