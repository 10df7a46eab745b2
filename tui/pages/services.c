#include <stdlib.h>
#include <string.h>

#include "core/base/text.h"
#include "tui/pages/page.h"
#include "tui/pages/ticked.h"

enum { CHECK_COL = 3, TITLE_COL = 7, PORT_WIDTH = 11, GROUP_OS = 1 };

/* 0 = there is no such column. */
struct services_columns {
    int dir, port, proto, from, where;
};

static bool is_device(const struct service *service)
{
    return service->pattern_count && service->patterns[0].relation == RELATION_DEVICE;
}

/* Only the services of a device have a direction and a far end of their own. */
static struct services_columns services_columns_of(int cols, bool device)
{
    if (cols < 76)
        return (struct services_columns){0, cols - PORT_WIDTH - 3, 0, 0, 0};
    return device ? (struct services_columns){36, 42, 56, 62, 0}
                  : (struct services_columns){0, 44, 58, 0, 63};
}

static const struct service *services_service_of(const struct field *field)
{
    return field->data;
}

/* Closing a way in deserves a word at once, whatever the product: the words are the catalog's. */
static void warn_closed(struct wizard *wizard, const struct service *service)
{
    if (service->warn_off)
        wizard_say(wizard, PAINT_WARNING, "? %s off: %s", service->title, service->warn_off);
}

static void services_toggle(struct wizard *wizard, const struct field *field)
{
    const struct service *service = services_service_of(field);
    bool on = !ticked(wizard, service);
    char *said = ticked_set(wizard, service, on);
    if (said)
        wizard_say(wizard, PAINT_WARNING, "? %s: %s", service->title, said);
    else if (!on)
        warn_closed(wizard, service);
    free(said);
}

static void services_set_port(struct wizard *wizard, const struct field *field, const char *text)
{
    page_set_port(wizard, services_service_of(field), text);
}

static void services_set_from(struct wizard *wizard, const struct field *field, const char *text)
{
    const struct service *service = services_service_of(field);
    struct listings *listings = &wizard->model.draft.allow_from;
    struct listing *listing = listings_get(listings, service->id, *text != '\0');
    if (listing)
        page_split(&listing->values, text);
}

static bool has_state(const struct service *service, enum default_state state)
{
    for (size_t i = 0; i < service->pattern_count; i++)
        if (service->patterns[i].state == state)
            return true;
    return false;
}

static const char *services_direction(const struct service *service)
{
    static const char *const words[] = {"in", "out", "both"};
    return is_device(service) ? words[service->direction] : "";
}

/* The vendor's pages have the values of this port in hexadecimal digits. */
static const char *services_title_of(struct wizard *wizard, struct sheet *sheet,
                                     const struct service *service)
{
    const struct product *product = model_product(&wizard->model);
    const char *said = service->setting ? settings_get(&wizard->model.draft.ports, service->setting) : NULL;
    struct ports ports = service->ports;
    const char *why;
    if (!product || !text_equal(product->safe_ports_setting, service->id))
        return service->title;
    if (said && ports_parse_hex(said, &ports) == 0)
        return sheet_printf(sheet, "%s (%u)", service->title, ports.first);
    if (said && ports_parse(said, &ports, &why) != 0)
        return service->title;
    return sheet_printf(sheet, "%s (hex %X)", service->title, ports.first);
}

static int state(struct wizard *wizard, struct sheet *sheet, int row, const struct service *service)
{
    char *id = sheet_printf(sheet, "services.%s", service->id);
    struct services_columns at = services_columns_of(sheet->cols, is_device(service));
    const char *title = page_clip(sheet, services_title_of(wizard, sheet, service),
                                  (at.dir ? at.dir : at.port) - TITLE_COL - 2);
    if (service->switchable) {
        sheet_field(sheet, (struct field){.kind = FIELD_CHECK,
                                          .row = row,
                                          .col = CHECK_COL,
                                          .id = id,
                                          .path = id,
                                          .label = title,
                                          .on = ticked(wizard, service),
                                          .help = service->why,
                                          .data = service,
                                          .act = services_toggle});
        return row;
    }
    sheet_text(sheet, row, TITLE_COL, PAINT_NORMAL, title);
    return row;
}

static const struct field *services_port(struct wizard *wizard, struct sheet *sheet, int row,
                                         const struct service *service)
{
    struct services_columns at = services_columns_of(sheet->cols, is_device(service));
    char usual[PORTS_TEXT];
    /* A setting that another service owns is shown there. */
    bool own = service->setting && strcmp(service->setting, service->id) == 0;
    if (!own) {
        sheet_text(sheet, row, at.port + 1, PAINT_NORMAL, ports_format(service->ports, usual));
        return NULL;
    }
    const char *said = settings_get(&wizard->model.draft.ports, service->setting);
    char *id = sheet_printf(sheet, "ports.%s", service->setting);
    return sheet_field(sheet, (struct field){.kind = FIELD_TEXT,
                                             .row = row,
                                             .col = at.port,
                                             .width = PORT_WIDTH,
                                             .id = id,
                                             .path = id,
                                             .value = said ? said : ports_format(service->ports, usual),
                                             .data = service,
                                             .changed = services_set_port});
}

/* On a narrow screen it has a line of its own. */
static const struct field *services_from(struct wizard *wizard, struct sheet *sheet, int row,
                                         const struct service *service)
{
    struct services_columns at = services_columns_of(sheet->cols, is_device(service));
    struct listing *listing = listings_get(&wizard->model.draft.allow_from, service->id, false);
    if (!is_device(service) || !ticked(wizard, service))
        return NULL;
    int col = at.from ? at.from : TITLE_COL;
    char *id = sheet_printf(sheet, "allow-from.%s", service->id);
    return sheet_field(sheet, (struct field){.kind = FIELD_TEXT,
                                             .row = at.from ? row : row + 1,
                                             .col = col,
                                             .width = sheet->cols - col - 3,
                                             .id = id,
                                             .path = id,
                                             .value = listing ? page_joined(sheet, &listing->values) : "",
                                             .data = service,
                                             .changed = services_set_from});
}

/* Where else a port must be set once it differs: said beside it, not only in the help. */
static int set_there(struct wizard *wizard, struct sheet *sheet, int row, const struct service *service)
{
    bool own = service->setting && strcmp(service->setting, service->id) == 0 && !service->port_file;
    const char *said = own ? settings_get(&wizard->model.draft.ports, service->setting) : NULL, *why;
    struct ports ports;
    if (!said || (ports_parse(said, &ports, &why) == 0 && ports_equal(ports, service->ports)))
        return 0;
    char *where = page_where_set(wizard, service);
    int used = where ? sheet_wrap(sheet, row, TITLE_COL, sheet->cols - TITLE_COL - 2, PAINT_NORMAL,
                                  sheet_printf(sheet, "-> set it there too: %s", where))
                     : 0;
    free(where);
    return used;
}

/* What the device's own security does to a service, whatever the firewall says. */
static int barred(struct wizard *wizard, struct sheet *sheet, int row, const struct service *service)
{
    const struct site *site = model_site(&wizard->model);
    bool enhanced = false;
    for (size_t i = 0; site && i < site->host_count; i++)
        enhanced |= site->hosts[i].security == SECURITY_ENHANCED;
    if (!service->not_enhanced || !enhanced)
        return 0;
    return sheet_wrap(sheet, row, TITLE_COL, sheet->cols - TITLE_COL - 2, PAINT_MUTED, service->not_enhanced);
}

static int services_one(struct wizard *wizard, struct sheet *sheet, int row, const struct service *service)
{
    struct services_columns at = services_columns_of(sheet->cols, is_device(service));
    state(wizard, sheet, row, service);
    if (at.dir)
        sheet_text(sheet, row, at.dir, PAINT_NORMAL, services_direction(service));
    if (at.proto)
        sheet_text(sheet, row, at.proto, PAINT_NORMAL, protocol_name(service->protocol));
    if (at.where)
        sheet_text(sheet, row, at.where, PAINT_NORMAL,
                   page_clip(sheet, ticked_where(wizard, sheet, service), sheet->cols - at.where - 1));
    const struct field *field = services_port(wizard, sheet, row, service);
    int used = field ? page_note(wizard, sheet,
                                 &(struct field){.id = field->id,
                                                 .path = field->path,
                                                 .row = row,
                                                 .col = sheet->cols,
                                                 .kind = FIELD_ROW,
                                                 .label = ""},
                                 TITLE_COL)
                     : 0;
    field = services_from(wizard, sheet, row + (at.from ? 0 : used), service);
    if (field) {
        struct field last = *field;
        used += at.from ? 0 : 1;
        last.row = row + used;
        used += page_note(wizard, sheet, &last, TITLE_COL);
    }
    if (service->switchable)
        used += page_note_at(wizard, sheet, row + used, sheet->cols, TITLE_COL,
                             sheet_printf(sheet, "services.%s", service->id));
    used += set_there(wizard, sheet, row + 1 + used, service);
    used += barred(wizard, sheet, row + 1 + used, service);
    return row + 1 + used;
}

static void choose_os(struct wizard *wizard, const struct field *field)
{
    draft_set(&wizard->model.draft.server_os, field->on ? NULL : "legacy");
    if (field->index == 0)
        draft_set(&wizard->model.draft.server_os, NULL);
    wizard_edited(wizard);
}

/* A service may have another range where the servers run an old operating system. */
static int legacy(struct wizard *wizard, struct sheet *sheet, int row, const struct product *product)
{
    static const char *const words[] = {"Windows Vista, 2008 or later", "older"};
    bool needed = false;
    for (size_t i = 0; i < product->service_count; i++)
        for (size_t j = 0; j < product->services[i].pattern_count; j++)
            needed = needed || (product->services[i].patterns[j].legacy_ports.first != 0 &&
                                ticked(wizard, &product->services[i]));
    if (!needed)
        return row;
    bool old = text_equal(wizard->model.draft.server_os.text, "legacy");
    sheet_text(sheet, row, CHECK_COL, PAINT_NORMAL, "System of the servers");
    for (int i = 0; i < 2; i++)
        sheet_field(sheet, (struct field){.kind = FIELD_RADIO,
                                          .group = GROUP_OS,
                                          .row = row + 1,
                                          .col = TITLE_COL + i * 34,
                                          .id = i ? "os.legacy" : "os.current",
                                          .path = i ? NULL : "server-os",
                                          .label = words[i],
                                          .on = old == (i == 1),
                                          .index = (size_t)i,
                                          .act = choose_os});
    return row + 2;
}

static bool is_known(const struct version *version, const struct version_range *range)
{
    return !version->known || version_in(version, range);
}

/* What a device keeps to itself: shown, so that nobody misses it, and never a rule. */
static int guarded(struct wizard *wizard, struct sheet *sheet, int row, const struct product *product)
{
    struct version version = {0};
    const char *said = wizard->model.draft.version.text, *why;
    char ports[PORTS_TEXT];
    if (!product->internal_count)
        return row;
    if (said)
        version_parse(said, product->scheme, &version, &why);
    sheet_heading(sheet, row++, "Never a rule: the device's own");
    for (size_t i = 0; i < product->service_count; i++)
        if (!product->services[i].managed)
            row += sheet_wrap(
                sheet, row, TITLE_COL, sheet->cols - TITLE_COL - 2, PAINT_NORMAL,
                sheet_printf(sheet, "%s: %s", product->services[i].title, product->services[i].help));
    for (size_t i = 0; i < product->internal_count; i++) {
        const struct internal *internal = &product->internals[i];
        if (is_known(&version, &internal->version))
            sheet_textf(sheet, row++, TITLE_COL, PAINT_NORMAL, "%s %s  %s", protocol_name(internal->protocol),
                        internal->ports.first ? ports_format(internal->ports, ports) : "changing",
                        internal->title);
    }
    return row;
}

static void services_head(struct sheet *sheet, const struct product *product)
{
    struct services_columns at =
        services_columns_of(sheet->cols, product && product->service_count && is_device(product->services));
    sheet_text(sheet, 0, 1, PAINT_HEADING, "Which services does the site need?");
    sheet_text(sheet, 1, TITLE_COL, PAINT_NORMAL, "SERVICE");
    if (at.dir)
        sheet_text(sheet, 1, at.dir, PAINT_NORMAL, "DIR");
    sheet_text(sheet, 1, at.port + 1, PAINT_NORMAL, "PORT");
    if (at.from)
        sheet_text(sheet, 1, at.from + 1, PAINT_NORMAL, "FROM / TO");
    if (at.where)
        sheet_text(sheet, 1, at.where, PAINT_NORMAL, "OPEN AT");
    sheet->head = 2;
}

static void services_build(struct wizard *wizard, struct sheet *sheet)
{
    const struct product *product = model_product(&wizard->model);
    services_head(sheet, product);
    int row = 2;
    for (size_t i = 0; product && i < product->service_count; i++) {
        const struct service *service = &product->services[i];
        bool always = service->pattern_count == 0 || has_state(service, DEFAULT_ON) || service->switchable ||
                      service->default_on;
        if (service->verdict == VERDICT_ACCEPT && always && service->managed)
            row = services_one(wizard, sheet, row, service);
    }
    if (product)
        row = legacy(wizard, sheet, row + 1, product);
    if (product)
        guarded(wizard, sheet, row, product);
    else
        sheet_text(sheet, 2, CHECK_COL, PAINT_NORMAL, "Choose the product first.");
}

static bool services_act(struct wizard *wizard, enum action action)
{
    const struct field *focus = wizard_focus(wizard);
    const struct service *service = focus ? focus->data : NULL;
    if (action != ACTION_DEFAULT || !service)
        return false;
    settings_set(&wizard->model.draft.services, service->id, NULL);
    if (service->setting)
        settings_set(&wizard->model.draft.ports, service->setting, NULL);
    wizard_edited(wizard);
    wizard_say(wizard, PAINT_OK, "%s is as the catalog says", service->title);
    return true;
}

const struct page page_services = {
    .title = "Services",
    .step = true,
    .paths = "services ports allow-from server-os",
    .cards = true,
    .build = services_build,
    .act = services_act,
    .actions = {ACTION_DEFAULT, ACTION_SAVE, ACTION_ERROR, ACTION_NONE},
    .enter_does = ENTER_CONTINUE,
    .about =
        "Services that are ticked get their rules where the hosts need them. A port may be changed where the "
        "product lets it be changed; it then moves in every host's rules at once. d puts a service back to "
        "the catalog's values. An empty FROM means anywhere.",
};
