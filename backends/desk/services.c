#include "backends/desk/services.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "core/base/text.h"

static struct service_status services_row(const struct line *line)
{
    struct service_status row = {.flow = line->kind == LINE_RULE,
                                 .traffic = line->traffic,
                                 .open = line->traffic.verdict == VERDICT_ACCEPT,
                                 .listens = -1,
                                 .hits = line->packets};
    snprintf(row.service, sizeof(row.service), "%s", line->service);
    snprintf(row.group, sizeof(row.group), "%s", line->group);
    snprintf(row.peers, sizeof(row.peers), "%s", line->peers);
    return row;
}

void services_list(struct status_report *report)
{
    for (size_t i = 0; i < report->live.count; i++) {
        const struct line *line = &report->live.items[i];
        if (!line->service || (line->kind != LINE_RULE && line->kind != LINE_OTHER))
            continue;
        const struct service_status row = services_row(line);
        services_add(report, &row);
    }
}

/* Whether a host of this role and version could listen for the service. */
static bool services_could_listen(const struct host *host, const struct service *service)
{
    struct version version = site_version(host);
    if (!service->switchable || !service->managed || service->verdict != VERDICT_ACCEPT ||
        service->direction == DEVICE_OUT || ports_count(service->ports) == 0)
        return false;
    for (size_t i = 0; i < service->pattern_count; i++) {
        const struct pattern *pattern = &service->patterns[i];
        if ((pattern->listeners & 1u << host->role) && version_in(&version, &pattern->listener_version))
            return true;
    }
    return service->pattern_count == 0;
}

static bool services_lets_in(const struct service_status *row, const struct traffic *traffic)
{
    return row->flow && row->open && row->traffic.direction == DIRECTION_IN &&
           row->traffic.protocol == traffic->protocol && row->traffic.ports.count &&
           port_list_overlaps(&row->traffic.ports, &traffic->ports);
}

/* Whether a rule here is of the service, or lets in what would come to its port. */
static bool services_have(const struct status_report *report, const struct service_status *off)
{
    for (size_t i = 0; i < report->service_count; i++) {
        const struct service_status *row = &report->services[i];
        if (strcmp(row->service, off->service) == 0 || services_lets_in(row, &off->traffic))
            return true;
    }
    return false;
}

/* Whether somebody else's rule lets its port in: a vendor's, that a plan found to be what it wants. */
static bool services_seen_in(const struct seen *seen, const struct traffic *traffic)
{
    for (size_t i = 0; i < seen->count; i++) {
        const struct seen_rule *rule = &seen->rules[i];
        bool same = rule->protocol == PROTOCOL_ANY || rule->protocol == traffic->protocol;
        const struct port_list ports = port_list_of(rule->ports);
        if (!rule->out && !rule->ours && same && ports.count && port_list_overlaps(&ports, &traffic->ports))
            return true;
    }
    return false;
}

static struct service_status services_off_row(const struct host *host, const struct service *service)
{
    const struct ports at = site_ports(host, service->setting, service->ports);
    struct service_status row = {.flow = true,
                                 .off = true,
                                 .group = "input",
                                 .traffic = {.direction = DIRECTION_IN,
                                             .verdict = VERDICT_DROP,
                                             .protocol = service->protocol,
                                             .families = FAMILIES_ALL,
                                             .ports = port_list_of(at)},
                                 .listens = -1};
    snprintf(row.service, sizeof(row.service), "%s", service->id);
    return row;
}

void services_off(struct status_report *report, const struct host *host, const struct seen *seen)
{
    for (size_t i = 0; i < host->product->service_count; i++) {
        const struct service *service = &host->product->services[i];
        if (!services_could_listen(host, service))
            continue;
        struct service_status row = services_off_row(host, service);
        if (services_have(report, &row))
            continue;
        if (services_seen_in(seen, &row.traffic)) {
            row.off = false;
            row.open = row.foreign = true;
            row.traffic.verdict = VERDICT_ACCEPT;
            snprintf(row.peers, sizeof(row.peers), "a rule not ours");
        }
        services_add(report, &row);
    }
}

/* Whether a rule of anybody lets this through: one that is about all ports too. */
static bool services_let_through(const struct seen *seen, const struct traffic *traffic)
{
    for (size_t i = 0; i < seen->count; i++) {
        const struct seen_rule *rule = &seen->rules[i];
        const struct port_list ports = port_list_of(rule->ports);
        bool same = rule->protocol == PROTOCOL_ANY || rule->protocol == traffic->protocol;
        if (rule->out == (traffic->direction == DIRECTION_OUT) && !rule->interface && same &&
            port_list_overlaps(&ports, &traffic->ports))
            return true;
    }
    return false;
}

static bool services_tell(const struct status_report *report, const char *service, enum direction direction)
{
    for (size_t i = 0; i < report->service_count; i++)
        if (strcmp(report->services[i].service, service) == 0 &&
            report->services[i].traffic.direction == direction)
            return true;
    return false;
}

static void services_add_always(struct status_report *report, const struct host *host,
                                const struct service *service, enum direction direction,
                                const struct seen *seen)
{
    struct service_status row = services_off_row(host, service);
    bool out = direction == DIRECTION_OUT;
    row.off = false;
    row.traffic.direction = direction;
    row.open =
        services_let_through(seen, &row.traffic) || (out ? seen->outgoing : seen->incoming) == VERDICT_ACCEPT;
    row.traffic.verdict = row.open ? VERDICT_ACCEPT : VERDICT_DROP;
    snprintf(row.group, sizeof(row.group), "%s", out ? "output" : "input");
    snprintf(row.peers, sizeof(row.peers), row.open ? "a rule not ours" : "no rule");
    services_add(report, &row);
}

void services_always(struct status_report *report, const struct host *host, const struct seen *seen)
{
    bool device = seen->active && host_is(host, TRAIT_WEB_PORTS);
    for (size_t i = 0; device && i < host->product->service_count; i++) {
        const struct service *service = &host->product->services[i];
        if (service->switchable || !service->managed || service->verdict != VERDICT_ACCEPT ||
            ports_count(service->ports) == 0)
            continue;
        for (enum direction way = DIRECTION_IN; way <= DIRECTION_OUT; way++) {
            bool has = service->direction == DEVICE_BOTH ||
                       (service->direction == DEVICE_OUT) == (way == DIRECTION_OUT);
            if (has && !services_tell(report, service->id, way))
                services_add_always(report, host, service, way, seen);
        }
    }
}

/* The catalog's name of what a rule lets through; else the rule as it is shown. */
static const char *services_name_of(const struct catalog *catalog, const struct seen_rule *rule)
{
    for (size_t p = 0; p < catalog->product_count; p++) {
        const struct product *product = &catalog->products[p];
        for (size_t i = 0; product_has(product, TRAIT_WEB_PORTS) && i < product->service_count; i++) {
            const struct service *service = &product->services[i];
            bool way = service->direction == DEVICE_BOTH || (service->direction == DEVICE_OUT) == rule->out;
            if (way && ports_count(rule->ports) && service->protocol == rule->protocol &&
                service->ports.first == rule->ports.first && service->ports.last == rule->ports.last)
                return service->id;
        }
    }
    return rule->text;
}

static void services_add_seen(struct status_report *report, struct service_status *row)
{
    snprintf(row->group, sizeof(row->group), "%s",
             row->traffic.direction == DIRECTION_OUT ? "output" : "input");
    row->flow = row->open = row->foreign = true;
    row->listens = -1;
    for (size_t k = 0; k < report->service_count; k++)
        if (services_same(&report->services[k], row))
            return;
    services_add(report, row);
}

/* For whom it is, where it is not for everybody. */
static void services_put_end(struct service_status *row, const struct seen_rule *rule)
{
    const struct prefix *end = rule->out ? &rule->to : &rule->from;
    char text[PREFIX_TEXT];
    if (end->length) {
        row->traffic.families = end->family == FAMILY_4 ? FAMILIES_4 : FAMILIES_6;
        row->traffic.peers[end->family == FAMILY_6] = ranges_of(end);
    }
    if (rule->interface)
        snprintf(row->traffic.interface, sizeof(row->traffic.interface), "%s", rule->interface);
    snprintf(row->peers, sizeof(row->peers), "%s%s%s%sa rule not ours",
             end->length ? prefix_format(end, text) : "", rule->interface ? " on " : "",
             rule->interface ? rule->interface : "", end->length || rule->interface ? ", " : "");
}

void services_seen(struct status_report *report, const struct seen *seen, const struct catalog *catalog)
{
    for (size_t i = 0; seen->active && i < seen->count; i++) {
        const struct seen_rule *rule = &seen->rules[i];
        struct service_status row = {.traffic = {.direction = rule->out ? DIRECTION_OUT : DIRECTION_IN,
                                                 .protocol = rule->protocol,
                                                 .families = FAMILIES_ALL,
                                                 .ports = port_list_of(rule->ports)}};
        snprintf(row.service, sizeof(row.service), "%s", services_name_of(catalog, rule));
        services_put_end(&row, rule);
        services_add_seen(report, &row);
    }
    for (size_t i = 0; seen->active && i < seen->others.count; i++) {
        const struct line *line = &seen->others.items[i];
        struct service_status row = {.traffic = line->traffic, .peers = "a rule not ours"};
        snprintf(row.service, sizeof(row.service), "%s", line->text);
        services_add_seen(report, &row);
    }
}

static bool services_hears(const struct traffic *traffic, const struct listener *listener)
{
    const struct port_list port = port_list_of((struct ports){listener->port, listener->port});
    bool same = traffic->protocol == PROTOCOL_ANY || traffic->protocol == listener->protocol;
    return same && port_list_overlaps(&traffic->ports, &port);
}

void services_listen(struct status_report *report, const struct listener *listeners, size_t count)
{
    for (size_t i = 0; i < report->service_count; i++) {
        struct service_status *row = &report->services[i];
        if (!row->flow || (!row->open && !row->off) || row->traffic.direction != DIRECTION_IN ||
            !row->traffic.ports.count)
            continue;
        row->listens = 0;
        for (size_t k = 0; k < count && !row->listens; k++)
            if (services_hears(&row->traffic, &listeners[k])) {
                row->listens = 1;
                snprintf(row->process, sizeof(row->process), "%s", listeners[k].process);
            }
    }
}
