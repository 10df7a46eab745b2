/* What to do about the rows of a status. */
#include <inttypes.h>

#include "backends/desk/services.h"
#include "core/base/text.h"

static bool services_silent(const struct service_status *row)
{
    return row->open && !*row->decider && row->listens == 0;
}

static bool services_same_port(const struct service_status *a, const struct service_status *b)
{
    return services_silent(a) && services_silent(b) && a->traffic.protocol == b->traffic.protocol &&
           port_list_equal(&a->traffic.ports, &b->traffic.ports);
}

/* One line for a port, whoever of the services uses it. */
static void services_note_silent(struct status_report *report, size_t first)
{
    const struct service_status *row = &report->services[first];
    char ports[PORT_LIST_TEXT];
    struct text names = {0};
    size_t count = 0;
    for (size_t i = 0; i < first; i++)
        if (services_same_port(&report->services[i], row))
            return;
    for (size_t i = first; i < report->service_count; i++)
        if (services_same_port(&report->services[i], row))
            text_addf(&names, "%s'%s'", count++ ? ", " : "", report->services[i].service);
    problem_add(&report->notes, PROBLEM_NOBODY_LISTENS, (struct place){0},
                "%s %s open on %s %s but nothing listens; start %s, or switch %s off", text_get(&names),
                count > 1 ? "are" : "is", protocol_name(row->traffic.protocol),
                port_list_format(&row->traffic.ports, ports), count > 1 ? "them" : "it",
                count > 1 ? "them" : "it");
    text_release(&names);
}

void services_note(struct status_report *report)
{
    for (size_t i = 0; i < report->service_count; i++)
        if (services_silent(&report->services[i]))
            services_note_silent(report, i);
    for (size_t i = 0; i < report->service_count; i++) {
        const struct service_status *row = &report->services[i];
        if (row->flow && !row->open && row->hits && row->traffic.direction == DIRECTION_IN)
            problem_add(&report->notes, PROBLEM_REFUSED, (struct place){0},
                        "'%s' (%s) was refused %" PRIu64
                        " times; find out what it wants, the kernel's log names the ports",
                        row->service, row->peers, row->hits);
    }
}
