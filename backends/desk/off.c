#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "backends/desk/context.h"
#include "core/base/text.h"
#include "core/site/site.h"

/* The answers of the newest change that was kept, or is on trial, and has some: what is off is off by them.
 * The caller frees; NULL: none. */
static char *answers_here(struct desk_context *context, char host[static 64])
{
    struct past *items = NULL;
    size_t count = 0;
    char *text = NULL, *message = NULL;
    int outcome = desk_history(context, &items, &count, &message);
    for (size_t i = 0; outcome == OUTCOME_DONE && i < count && !text; i++)
        if (items[i].ending.how != ENDING_NONE && items[i].ending.how != ENDING_CONFIRMED)
            continue;
        else if (desk_history_text(context, items[i].name, HISTORY_ANSWERS, &text, &message) == OUTCOME_DONE)
            snprintf(host, 64, "%s", items[i].host);
        else
            outcome = message ? OUTCOME_MACHINE : OUTCOME_DONE;
    free(message);
    free(items);
    return text;
}

/* Whether a host of this role and version could listen for the service. */
static bool could_listen(const struct host *host, const struct service *service)
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

/* Whether a rule here is of the service, or lets in what would come to its port. */
static bool desk_off_has_rule(const struct status_report *report, const struct service_status *off)
{
    for (size_t i = 0; i < report->service_count; i++) {
        const struct service_status *row = &report->services[i];
        const char *why;
        struct ports ports, wanted;
        if (strcmp(row->service, off->service) == 0)
            return true;
        if (row->open && strcmp(row->group, "input") == 0 && strcmp(row->protocol, off->protocol) == 0 &&
            ports_parse(row->ports, &ports, &why) == 0 && ports_parse(off->ports, &wanted, &why) == 0 &&
            ports_overlap(ports, wanted))
            return true;
    }
    return false;
}

/* Whether somebody else's rule lets its port in: a vendor's, that a plan found to be what it wants. */
static bool let_in(const struct seen *seen, const struct service *service, struct ports ports)
{
    for (size_t i = 0; i < seen->count; i++) {
        const struct seen_rule *rule = &seen->rules[i];
        bool same = strcmp(rule->protocol, "any") == 0 ||
                    strcmp(rule->protocol, protocol_name(service->protocol)) == 0;
        if (!rule->out && !rule->ours && same && rule->ports.first && ports_overlap(rule->ports, ports))
            return true;
    }
    return false;
}

static void add_off(const struct host *host, const struct seen *seen, struct status_report *report,
                    size_t *cap)
{
    char ports[PORTS_TEXT];
    for (size_t i = 0; i < host->product->service_count; i++) {
        const struct service *service = &host->product->services[i];
        struct service_status row = {.off = true, .group = "input"};
        if (!could_listen(host, service))
            continue;
        struct ports at = site_ports(host, service->setting, service->ports);
        snprintf(row.service, sizeof(row.service), "%s", service->id);
        snprintf(row.protocol, sizeof(row.protocol), "%s", protocol_name(service->protocol));
        snprintf(row.ports, sizeof(row.ports), "%s", ports_format(at, ports));
        if (desk_off_has_rule(report, &row))
            continue;
        if (let_in(seen, service, at)) {
            row.off = false;
            row.open = true;
            snprintf(row.peers, sizeof(row.peers), "a rule not ours");
        }
        report->services = xgrow(report->services, report->service_count, cap, sizeof(*report->services));
        report->services[report->service_count++] = row;
    }
}

void desk_off(struct desk_context *context, const struct catalog *catalog, struct status_report *report,
              size_t *cap)
{
    char name[64] = "";
    char *text = answers_here(context, name);
    if (!text)
        return;
    struct draft draft;
    struct site site = {0};
    struct problems ignored = {0};
    struct seen seen = {0};
    struct failure unseen = {0};
    char *message = NULL;
    const struct backend *backend = desk_backend(context, NULL, &message);
    if (backend && backend->seen)
        backend->seen(&context->machine, &seen, &unseen);
    free(message);
    draft_init(&draft);
    if (draft_load(&draft, "answers", text, strlen(text), &ignored) == 0 &&
        site_check(&site, &draft, catalog, &ignored) == 0 && site_host(&site, name))
        add_off(site_host(&site, name), &seen, report, cap);
    seen_release(&seen);
    site_release(&site);
    draft_release(&draft);
    problems_release(&ignored);
    free(text);
}
