#include "backends/ways/lockout.h"

#include <stdio.h>
#include <string.h>

int lockout_prove(const struct ways *ways, const struct plan *plan, const char *accepted,
                  struct failure *failure)
{
    char from[PREFIX_TEXT], by[96] = "the incoming policy";
    struct fate fate;
    const struct way *way = ways_cut(ways, plan, &fate);
    if (!way)
        return 0;
    if (accepted && strcmp(accepted, plan->host->name) == 0)
        return 0;
    prefix_format(&way->from, from);
    if (accepted)
        return refuse(failure, REFUSAL_LOCKOUT,
                      "'%s' is not the name of this host: a new SSH login from %s would be dropped; type "
                      "--accept-lockout %s to apply all the same",
                      accepted, from, plan->host->name);
    if (fate.number)
        snprintf(by, sizeof(by), "rule %zu (%.64s)", fate.number, fate.rule->flow->service);
    else if (fate.builtin)
        snprintf(by, sizeof(by), "the rule for %.64s", fate.what);
    return refuse(
        failure, REFUSAL_LOCKOUT,
        "a new SSH login from %s (%s) to port %u would be dropped by %s: add 'admin: [{service: ssh, port: "
        "%u, from: [%s]}]' to the site, or accept it with --accept-lockout %s",
        from, way->mine ? "you, now" : "connected now", way->port, by, way->port, from, plan->host->name);
}
