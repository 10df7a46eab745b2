#include "backends/ways/lockout.h"

#include <stdio.h>
#include <string.h>

static struct lockout lockout_of(const struct way *way, const struct fate *fate)
{
    struct lockout cut = {
        .from = way->from, .port = way->port, .mine = way->mine, .by = fate->by, .rule = fate->number};
    if (fate->by != DECIDER_POLICY)
        snprintf(cut.name, sizeof(cut.name), "%s",
                 fate->by == DECIDER_RULE ? fate->rule->flow->service : fate->builtin->title);
    return cut;
}

static int lockout_refuse(const struct lockout *cut, const char *host, struct failure *failure)
{
    char from[PREFIX_TEXT], by[96] = "the incoming policy";
    prefix_format(&cut->from, from);
    if (cut->by == DECIDER_RULE)
        snprintf(by, sizeof(by), "rule %zu (%s)", cut->rule, cut->name);
    else if (cut->by == DECIDER_BUILTIN)
        snprintf(by, sizeof(by), "the rule for %s", cut->name);
    return refuse(
        failure, REFUSAL_LOCKOUT,
        "a new SSH login from %s (%s) to port %u would be dropped by %s: add 'admin: [{service: ssh, port: "
        "%u, from: [%s]}]' to the site, or accept it with --accept-lockout %s",
        from, cut->mine ? "you, now" : "connected now", cut->port, by, cut->port, from, host);
}

static int lockout_refuse_name(const struct lockout *cut, const char *host, const char *accepted,
                               struct failure *failure)
{
    char from[PREFIX_TEXT];
    return refuse(failure, REFUSAL_LOCKOUT,
                  "'%s' is not the name of this host: a new SSH login from %s would be dropped; type "
                  "--accept-lockout %s to apply all the same",
                  accepted, prefix_format(&cut->from, from), host);
}

int lockout_prove(const struct ways *ways, const struct plan *plan, const char *accepted,
                  struct failure *failure)
{
    struct fate fate;
    const struct way *way = ways_cut(ways, plan, &fate);
    if (!way || (accepted && strcmp(accepted, plan->host->name) == 0))
        return 0;
    const struct lockout cut = lockout_of(way, &fate);
    failure->lockout = cut;
    return accepted ? lockout_refuse_name(&cut, plan->host->name, accepted, failure)
                    : lockout_refuse(&cut, plan->host->name, failure);
}
