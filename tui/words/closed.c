#include "tui/words/closed.h"

#include <stdlib.h>

#include "core/base/text.h"
#include "core/flow/standing.h"

char *closed_words(const struct flows *flows, const struct packet *packet, const struct fate *fate,
                   const char **service)
{
    bool many = false;
    if (fate->verdict == VERDICT_ACCEPT || fate->rule || fate->builtin || !packet->port)
        return NULL;
    const struct host *host = site_find_self(flows->site, &packet->to, 1, &many);
    const struct service *found = host ? standing_at_port(flows, host, packet->protocol, packet->port) : NULL;
    if (!found)
        return NULL;
    *service = found->id;
    if (standing_of(flows, host->product, found, host) == STANDING_ON)
        return xasprintf("'%s' (%s) is open at '%s' for others, not for this one", found->id, found->title,
                         host->name);
    char *why = standing_words(flows, host->product, found, host, 0);
    char *words =
        xasprintf("'%s' (%s) has this port at '%s', but %s", found->id, found->title, host->name, why);
    free(why);
    return words;
}
