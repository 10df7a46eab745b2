/* Going back to the origin, beside what others did since: their doing stays, and is named. */
#ifndef BACKENDS_UFW_FILES_LEAVE_H
#define BACKENDS_UFW_FILES_LEAVE_H

#include "backends/backend.h"
#include "backends/ufw/files/state.h"

/* `desired` is the origin, with what it wants back; settings that are no longer what the confirmed plan made them, and
 * rules that somebody has typed the contrary of, it no longer wants. */
void leave_settle(struct desired *desired, const struct confirmed *confirmed, const struct ufw_state *state,
                  struct problems *notes);

/* Of a plan that is fitted to the machine: what others set since the confirmed one, and it is content with. */
void leave_note_theirs(struct desired *desired, const struct confirmed *confirmed,
                       const struct ufw_state *state);

#endif
