/* The history: one folder a trial, `2026-11-20T160207`, with the images before and after it, the change, and
 * how it ended. The newest 50 are kept. */
#ifndef BACKENDS_TRIAL_HISTORY_H
#define BACKENDS_TRIAL_HISTORY_H

#include "backends/trial/image.h"
#include "backends/trial/journal.h"

struct history_entry {
    char *name;                               /* of its folder */
    char *site, *host, *backend, *who, *from; /* who applied, over what */
    char *summary;                            /* "+3 -2" */
    struct ending ending;
    int64_t started_ms, ended_ms; /* CLOCK_REALTIME */
};

/* Makes a new entry with its images and the change's text; *name is the caller's to free. Nothing of it is
 * synced: a prepared journal needs none of it to go back. */
int history_begin(const struct machine *machine, const struct journal *journal, const struct image *old,
                  const struct image *fresh, const char *change, char **name, struct failure *failure);
/* Its image `old`, `new`, or `trial` where what is tried is another one. */
int history_image(const struct machine *machine, const char *entry, const char *which, struct image *image,
                  struct failure *failure);
int history_put_image(const struct machine *machine, const char *entry, const char *which,
                      const struct image *image, struct failure *failure);
/* Adds a text to it. */
int history_put(const struct machine *machine, const char *entry, const char *file, const char *text,
                struct failure *failure);
/* The entry's new image is on disk after this: wanted before a journal that goes forward. */
int history_sync(const struct machine *machine, const char *entry, struct failure *failure);
/* Writes how the journal's trial went into its entry, and drops entries beyond the newest 50. */
int history_note(const struct machine *machine, const struct journal *journal, struct failure *failure);
/* Newest first; an entry that cannot be read is left out. */
int history_list(const struct machine *machine, struct history_entry **entries, size_t *count,
                 struct failure *failure);
void history_list_release(struct history_entry *entries, size_t count);
/* `old`, `new`, `change`, `ways` or `answers` of an entry; the caller frees it. */
char *history_path(const char *entry, const char *file);

#endif
