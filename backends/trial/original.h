/* The original: what this machine was like before penstock first changed it, kept for good below STATE_ORIGINAL as
 * plain files under their own names, with a list of the owner, mode, time and hash of each. It is made beside and put
 * into its place in one step, so that what is there is whole.
 *
 * Whoever begins anew, after a remove, finds another machine: that is kept then, and the earlier original beside it
 * under its time. One under which nothing was ever confirmed is replaced. */
#ifndef BACKENDS_TRIAL_ORIGINAL_H
#define BACKENDS_TRIAL_ORIGINAL_H

#include "backends/efforts.h"
#include "backends/machine/machine.h"

/* A word of a participant, kept beside the files under its name. */
struct original_word {
    const char *name, *word;
};

struct original {
    const char *const *paths; /* those that are not there too: by saying so */
    size_t count;
    const struct original_word *words;
    size_t word_count;
};

bool original_there(const struct machine *machine);
/* Nothing where the original that is there says the same. */
int original_keep(const struct machine *machine, const struct original *original, struct failure *failure);
/* Something was confirmed: it counts from now on. */
void original_used(const struct machine *machine);
/* NULL where there is none; the caller frees it. */
char *original_word(const struct machine *machine, const char *name);
/* Our rules go away: companions go back to what they were found with. Fills `efforts` as efforts_prepare does. */
int original_go_home(struct efforts *efforts, const struct machine *machine, struct failure *failure);
/* The list of the one in `folder`, and when it was written (CLOCK_REALTIME); NULL: there is none. The caller frees
 * it. */
char *original_list(const struct machine *machine, const char *folder, int64_t *kept_ms);
/* Names of earlier ones below STATE_FOLDER, oldest first; machine_list_release. */
void original_earlier(const struct machine *machine, char ***names, size_t *count);

#endif
