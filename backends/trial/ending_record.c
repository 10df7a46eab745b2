#include "backends/trial/ending_record.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/text.h"

void ending_fields_of(struct ending_words *words, struct record_field *fields)
{
    const struct record_field all[ENDING_FIELDS] = {{"ending", &words->how, NULL},
                                                    {"ended-by", &words->by, NULL},
                                                    {"ended-from", &words->from, NULL},
                                                    {"note", &words->note, NULL}};
    memcpy(fields, all, sizeof(all));
}

void ending_to_words(const struct ending *ending, struct ending_words *words)
{
    *words = (struct ending_words){xstrdup(ending_word(ending->how)), xstrdup(ending->by),
                                   xstrdup(ending->from), xstrdup(ending->note)};
}

int ending_of_words(struct ending_words *words, struct ending *ending)
{
    *ending = (struct ending){0};
    int done = ending_parse(words->how, &ending->how);
    snprintf(ending->by, sizeof(ending->by), "%s", words->by);
    snprintf(ending->from, sizeof(ending->from), "%s", words->from);
    snprintf(ending->note, sizeof(ending->note), "%s", words->note);
    ending_words_release(words);
    return done;
}

void ending_words_release(struct ending_words *words)
{
    free(words->how);
    free(words->by);
    free(words->from);
    free(words->note);
    *words = (struct ending_words){0};
}
