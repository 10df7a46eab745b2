#include "tui/pages/flows/cause.h"

#include <stdlib.h>

#include "core/base/text.h"
#include "tui/wizard/error.h"
#include "tui/wizard/go.h"

static const char *host_name(const struct flow *flow)
{
    const struct host *host = flow->from.host ? flow->from.host : flow->to.host;
    return host ? host->name : "";
}

static bool is_extra(const struct site *site, const struct flow *flow)
{
    for (size_t i = 0; i < site->extra_count; i++)
        if (text_equal(site->extras[i].name, flow->service))
            return true;
    return false;
}

static size_t flows_cause_admin_of(const struct site *site, const struct flow *flow)
{
    for (size_t i = 0; i < site->admin_count; i++)
        if (text_equal(site->admins[i].service, flow->service) &&
            ports_equal(site->admins[i].port, flow->ports))
            return i;
    return 0;
}

/* The field as problems call it; the caller frees it. */
static char *path_of(struct wizard *wizard, const struct flow *flow)
{
    const struct site *site = model_site(&wizard->model);
    const struct service *service = flow->catalog;
    if (!service && is_extra(site, flow))
        return xasprintf("extra.%s", flow->service);
    if (!service)
        return xasprintf("admin.%zu", flows_cause_admin_of(site, flow));
    if (service->switchable)
        return xasprintf("services.%s", service->id);
    if (service->setting)
        return xasprintf("ports.%s", service->setting);
    return xasprintf("hosts.%s", host_name(flow));
}

void cause_show(struct wizard *wizard, const struct flow *flow)
{
    char *path = path_of(wizard, flow);
    char *words = xasprintf("%s follows from the answers here", flow->service);
    struct problem problem = {.severity = SEVERITY_NOTE, .field = path, .message = words};
    wizard_show(wizard, &problem);
    wizard_say(wizard, PAINT_NORMAL, "%s", words);
    free(words);
    free(path);
}

int cause_step(struct wizard *wizard, const struct flow *flow)
{
    char *path = path_of(wizard, flow);
    int count, step = wizard_step(wizard, wizard_page_of_path(wizard, path), &count);
    free(path);
    return step;
}
