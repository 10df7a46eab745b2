/* What a change closes of what is in use on this machine. */
#ifndef BACKENDS_DESK_CLOSING_H
#define BACKENDS_DESK_CLOSING_H

#include "backends/ways/look.h"
#include "core/base/problem.h"
#include "core/plan/line.h"
#include "core/plan/plan.h"

/* Everything is borrowed. */
struct closing {
    const struct lines *live, *planned;
    const struct beside *beside;
    const struct plan *plan;         /* NULL: our rules go away, or it tells of its ports alone */
    const struct port_list *left;    /* tcp: who listens there moves along; NULL = none */
    bool active;                     /* a firewall decides now; else everything passes */
    enum verdict incoming, outgoing; /* its policies */
    bool active_then;
    enum verdict incoming_then, outgoing_then;
};

/* One warning for each port, with who listens there; loopback aside. Connections with them where there is no plan. */
void closing_note(const struct closing *closing, const struct ways_look *look, struct problems *checks);
/* Whether somebody else's rule that stays lets it through, whatever the plan says. */
bool closing_kept(const struct closing *closing, const struct traffic *traffic);

#endif
