/* What shall become of a rule that is somebody else's: `not-ours` of a host. A rule is named by its key (`struct
 * line`), which stands in the file. */
#ifndef CORE_DRAFT_CHOICE_H
#define CORE_DRAFT_CHOICE_H

#include "core/draft/draft.h"

enum choice { CHOICE_KEEP, CHOICE_REMOVE, CHOICE_COUNT };

extern const char *const choice_words[CHOICE_COUNT]; /* the keys of the file */

/* Whatever was chosen for it before. */
void draft_choose(struct draft_host *host, const char *rule, enum choice choice);
void draft_unchoose(struct draft_host *host, const char *rule);

#endif
