/* One more row of a status, for whoever finds one. */
#include "backends/desk/services.h"

#include <string.h>

#include "core/base/text.h"

bool services_same(const struct service_status *a, const struct service_status *b)
{
    struct traffic traffic = a->traffic;
    traffic.families = b->traffic.families;
    return strcmp(a->service, b->service) == 0 && strcmp(a->group, b->group) == 0 &&
           strcmp(a->peers, b->peers) == 0 && traffic_equal(&traffic, &b->traffic);
}

void services_add(struct status_report *report, const struct service_status *row)
{
    struct service_status *last = report->service_count ? &report->services[report->service_count - 1] : NULL;
    if (last && services_same(last, row)) {
        for (unsigned i = 0; i < 2; i++)
            if (!(last->traffic.families & (1u << i)))
                last->traffic.peers[i] = row->traffic.peers[i];
            else if (row->traffic.families & (1u << i))
                last->traffic.peers[i] = (struct ranges){0};
        last->traffic.families |= row->traffic.families;
        last->hits += row->hits;
        return;
    }
    report->services =
        xgrow(report->services, report->service_count, &report->service_cap, sizeof(*report->services));
    report->services[report->service_count++] = *row;
}
