/* Import: a site that says what a device's firewall does already. Pure: somebody else looked at the device.
 *
 * One rule that everything follows from: applying the imported site changes nothing. What a site cannot say
 * exactly (limits, logs, denies, profiles, source ports, destinations, other interfaces) stays a rule that is
 * not ours. */
#ifndef CORE_IMPORT_IMPORT_H
#define CORE_IMPORT_IMPORT_H

#include "core/draft/draft.h"
#include "core/plan/line.h"
#include "core/plan/plan.h"

/* One rule of one family that lets something in or out by a new connection. Strings are borrowed. */
struct seen_rule {
    bool out, ours;
    bool exact; /* a plain allow: a site can say it; else it is limited or logged besides */
    enum protocol protocol;
    struct ports ports; /* none = any */
    struct prefix from, to;
    const char *interface; /* where it comes in, or goes out; NULL = any */
    const char *text;      /* as it is shown with its twin of the other family */
    const char *key;       /* what a site's `not-ours` calls it alone; with its twin it is called as `text` */
};

/* The port that a service of the product really has, where a file of the machine says so. */
struct seen_port {
    const char *service;
    uint16_t port;
};

enum { SEEN_PORTS = 8 };

struct seen {
    struct seen_rule *rules; /* owned; what is denied, forwarded, or of several ports is left out */
    size_t count, cap;
    struct lines others; /* what lets in or out and is none of these: nothing that a site can say */
    bool active, ipv6;
    enum verdict incoming, outgoing, forward;
    enum logging log;
    struct seen_port ports[SEEN_PORTS];
    size_t port_count;
    const struct prefix *own; /* the machine's addresses; borrowed */
    size_t own_count;
    struct arena arena; /* of whoever looked */
};

void seen_release(struct seen *seen);

/* The draft of a site of one device called `name`. `draft` is initialised or zero. */
void import_draft(struct draft *draft, const struct seen *seen, const struct product *product,
                  const char *name);

/* Whether the rule lets the network reach a port that the device keeps to itself: it becomes nobody's flow and
 * stays as it is, not ours. */
bool import_reaches_internal(const struct product *product, const struct seen_rule *rule);

#endif
