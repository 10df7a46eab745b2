/* What is open on this machine and would not come back: every connection, and every UDP socket that waits, is asked of
 * the plan as if it had to be opened anew. */
#ifndef BACKENDS_DESK_ANEW_H
#define BACKENDS_DESK_ANEW_H

#include "backends/desk/closing.h"

/* One warning about the connections, one about the sockets; each names the first few, with who holds them. */
void anew_note(const struct closing *closing, const struct ways_look *look, struct problems *checks);

#endif
