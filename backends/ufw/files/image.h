/* The image of what is desired: what the boot file and the history keep. It says what is ours and what we
 * took away, never somebody else's rules, so that loading it later keeps those that came since. */
#ifndef BACKENDS_UFW_FILES_IMAGE_H
#define BACKENDS_UFW_FILES_IMAGE_H

#include "backends/ufw/files/future.h"

/* `future`: what was taken away on this machine; NULL = nothing. The caller frees it. */
char *desired_pack(const struct desired *desired, const struct ufw_future *future);
/* -1: no such image; `desired` is then empty. Release it in either case. */
int desired_unpack(struct desired *desired, const char *data, size_t length);

/* What ufw was like before penstock first changed it: kept in a file, so that removing our rules leads back
 * to it. Without the file `desired` leaves the settings as they are. */
void origin_read(struct desired *desired, const struct machine *machine);
/* `image`: what is to be kept, with what was taken away for it, which comes back too. */
int origin_write(const struct machine *machine, const struct ufw_state *state, const struct desired *image,
                 struct failure *failure);
/* Whether a confirm could replace it: asked before a trial. */
int origin_may_write(const struct machine *machine, struct failure *failure);
/* The rules of somebody else that were taken away stand in the original: `desired` wants them back. */
void origin_recall(struct desired *desired, const struct machine *machine, const struct confirmed *confirmed);
/* The kernel's switches of forwarding before penstock first switched one on (kernel_forwarding); kept once.
 */
int origin_write_forwarding(const struct machine *machine, const char *switches, struct failure *failure);
int origin_forget(const struct machine *machine, struct failure *failure);

#endif
