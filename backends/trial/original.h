/* The original: what this machine was like before penstock first changed it, kept for good below STATE_ORIGINAL as
 * plain files under their own names, with a list of the owner, mode, time and hash of each. The list is written last:
 * without it the keeping was interrupted before anything was changed, and begins again. */
#ifndef BACKENDS_TRIAL_ORIGINAL_H
#define BACKENDS_TRIAL_ORIGINAL_H

#include "backends/machine/machine.h"

bool original_there(const struct machine *machine);
/* Keeps these files, those that are not there too by saying so. Nothing where there is an original. */
int original_keep(const struct machine *machine, const char *const paths[], size_t count,
                  struct failure *failure);
/* A word of a participant about it, kept beside under its name; read gives NULL where there is none. */
int original_put_word(const struct machine *machine, const char *name, const char *word,
                      struct failure *failure);
char *original_word(const struct machine *machine, const char *name);
/* The list, and when it was written (CLOCK_REALTIME); NULL: there is none. The caller frees it. */
char *original_list(const struct machine *machine, int64_t *kept_ms);

#endif
