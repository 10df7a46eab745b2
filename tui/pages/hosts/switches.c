/* The services that one host may have otherwise than the site: those that its own switch would change. */
#include <string.h>

#include "core/base/text.h"
#include "core/flow/standing.h"
#include "tui/pages/hosts/parts.h"

static enum service_standing here(struct wizard *wizard, const struct service *service)
{
    const struct draft_host *shown = host_shown(wizard);
    const struct flows *flows = model_flows(&wizard->model);
    const struct host *host =
        flows && shown && shown->name.text ? site_host(flows->site, shown->name.text) : NULL;
    return host ? standing_switched(flows, service, host) : STANDING_NOBODY;
}

/* The host's own word, and only where the site's does not say it already. */
static void switch_here(struct wizard *wizard, const struct field *field)
{
    const struct service *service = field->data;
    struct settings *own = &host_shown(wizard)->services;
    bool on = here(wizard, service) != STANDING_ON;
    settings_set(own, service->id, NULL);
    wizard_edited(wizard);
    if ((here(wizard, service) == STANDING_ON) == on)
        return;
    settings_set(own, service->id, on ? "on" : "off");
    wizard_edited(wizard);
}

int host_switches(struct wizard *wizard, struct sheet *sheet, int row, const struct role_fact *role)
{
    const struct product *product = page_host_product(wizard, host_shown(wizard));
    bool any = false;
    for (size_t i = 0; i < product->service_count && !role_has(role, TRAIT_DEVICE); i++) {
        const struct service *service = &product->services[i];
        if (!service->switchable || here(wizard, service) < STANDING_OFF)
            continue;
        if (!any)
            sheet_text(sheet, row, HOST_LABEL_COL, PAINT_NORMAL, "Services");
        any = true;
        char *id = sheet_printf(sheet, "services.%s", service->id);
        sheet_field(sheet, (struct field){.kind = FIELD_CHECK,
                                          .row = row++,
                                          .col = HOST_FIELD_COL,
                                          .id = id,
                                          .path = host_path(wizard, sheet, id),
                                          .label = service->title,
                                          .on = here(wizard, service) == STANDING_ON,
                                          .help = service->why,
                                          .data = service,
                                          .act = switch_here});
        row +=
            page_note_at(wizard, sheet, row - 1, sheet->cols, HOST_FIELD_COL, host_path(wizard, sheet, id));
    }
    return row;
}
