/* Whether the range of ports on a machine is wide enough for all that runs on it at once. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/advice/advising.h"
#include "core/base/text.h"
#include "core/site/advise.h"

/* A web server is itself the application of each of its sessions. */
static unsigned needed_ports(const struct host *host)
{
    unsigned apps = (unsigned)__builtin_popcount(host->apps & host->product->app_ports);
    return host->sessions * (apps ? apps : 1);
}

static bool is_of_range(const struct flow *flow, const struct product *product, const struct advice *advice)
{
    return flow->pattern && flow->to.host && flow->to.host->product == product && advice->service_count &&
           text_equal(flow->pattern->setting, advice->services[0]);
}

static void tell_fitting(const struct site *site, const struct flow *flow, const struct advice *advice,
                         struct problems *problems)
{
    enum { LAST_PORT = 65535 };
    unsigned needed = needed_ports(flow->to.host), first = flow->ports.first;
    if (first + needed - 1 > LAST_PORT)
        first = LAST_PORT + 1 - needed;
    char about[80];
    snprintf(about, sizeof(about), "%u at once; %u-%u fits", needed, first, first + needed - 1);
    advise_about(problems, site, flow->to.host, advice->code, about);
}

void advice_sessions(const struct flows *flows, const struct product *product, const struct advice *advice,
                     bool *due, struct problems *problems)
{
    memset(due, 0, flows->site->host_count * sizeof(*due));
    for (size_t i = 0; i < flows->count; i++) {
        const struct flow *flow = &flows->items[i];
        if (!is_of_range(flow, product, advice) || due[flow->to.host->index] ||
            needed_ports(flow->to.host) <= ports_count(flow->ports))
            continue;
        due[flow->to.host->index] = true;
        tell_fitting(flows->site, flow, advice, problems);
    }
}
