/* What every firewall lets in beside the flows of a site. */
#include <stdio.h>

#include "backends/desk/services.h"
#include "backends/neighbours/judge.h"

enum { DHCP_CLIENT = 68 };

/* The answers of DHCP, and the request of an echo. */
enum service_stock { SERVICE_PING, SERVICE_DHCP };

static const struct {
    const char *name;
    enum protocol protocol;
    uint16_t port;
} stock[] = {
    [SERVICE_PING] = {"ping", PROTOCOL_ICMP, 0},
    [SERVICE_DHCP] = {"dhcp", PROTOCOL_UDP, DHCP_CLIENT},
};

static struct traffic stock_traffic(enum service_stock service, unsigned families)
{
    const struct ports port = {stock[service].port, stock[service].port};
    return (struct traffic){.direction = DIRECTION_IN,
                            .verdict = VERDICT_ACCEPT,
                            .protocol = stock[service].protocol,
                            .families = families,
                            .ports = port_list_of(port)};
}

static struct service_status stock_row(enum service_stock service, unsigned families, const char *group,
                                       const char *peers)
{
    struct service_status row = {
        .traffic = stock_traffic(service, families), .open = true, .foreign = true, .listens = -1};
    snprintf(row.service, sizeof(row.service), "%s", stock[service].name);
    snprintf(row.group, sizeof(row.group), "%s", group);
    snprintf(row.peers, sizeof(row.peers), "%s", peers);
    return row;
}

static bool stock_is_told(const struct status_report *report, const struct traffic *traffic)
{
    for (size_t i = 0; i < report->service_count; i++) {
        const struct traffic *told = &report->services[i].traffic;
        if (told->direction == traffic->direction && told->protocol == traffic->protocol &&
            told->families & traffic->families && port_list_equal(&told->ports, &traffic->ports))
            return true;
    }
    return false;
}

/* What is let in from one port alone is let in. */
static void stock_look(struct status_report *report, struct neighbours *neighbours,
                       enum service_stock service, unsigned families)
{
    struct service_status row = stock_row(service, families, "input", "a rule not ours");
    const struct judgement judgement = neighbours_judge(neighbours, &row.traffic, false);
    if (stock_is_told(report, &row.traffic))
        return;
    row.open = judgement.cover != COVER_NONE && judgement.sway->own;
    if (!row.open)
        row.traffic.verdict = VERDICT_DROP;
    services_add(report, &row);
}

static bool stock_has_chains(const struct neighbours *neighbours)
{
    for (size_t i = 0; i < neighbours->count; i++)
        if (neighbours->items[i].mixed)
            return true;
    return false;
}

void services_stock(struct status_report *report, struct neighbours *neighbours)
{
    if (!stock_has_chains(neighbours))
        return;
    stock_look(report, neighbours, SERVICE_PING, FAMILIES_4);
    stock_look(report, neighbours, SERVICE_PING, FAMILIES_6);
    stock_look(report, neighbours, SERVICE_DHCP, FAMILIES_4);
}
