/* Whether the ways in would stay open: a note for each, for the review. */
#ifndef BACKENDS_DESK_WAYIN_H
#define BACKENDS_DESK_WAYIN_H

#include "backends/machine/machine.h"
#include "core/plan/plan.h"

void wayin_note(const struct machine *machine, const struct plan *plan, struct problems *checks);

#endif
