/* What a technician must know before our rules go away: where the original is, what others did since, and what does
 * not come back. */
#ifndef BACKENDS_DESK_LEAVING_H
#define BACKENDS_DESK_LEAVING_H

#include "backends/desk/context.h"

/* `compiled`: of no plan, fitted to this machine. *leaving: what decides then. */
void leaving_tell(const struct desk_context *context, const struct backend *backend,
                  const struct compiled *compiled, struct leaving *leaving, struct problems *checks);

#endif
