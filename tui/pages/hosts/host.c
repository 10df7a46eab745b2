#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/text.h"
#include "tui/pages/device.h"
#include "tui/pages/hosts/host.h"
#include "tui/pages/hosts/parts.h"

enum { GROUP_ROLE = 1, GROUP_SECURITY = 2 };

void host_open(struct wizard *wizard, size_t index)
{
    *host_index(wizard) = index;
    wizard_visit(wizard, PAGE_HOST);
}

/* The host of `hosts.NAME...`, in the draft; -1: none. */
static int host_of_path(const struct draft *draft, const char *path)
{
    if (strncmp(path, "hosts.", 6) != 0)
        return -1;
    for (size_t i = 0; i < draft->host_count; i++) {
        const char *name = draft->hosts[i].name.text;
        size_t length = name ? strlen(name) : 0;
        if (length && strncmp(path + 6, name, length) == 0 && (!path[6 + length] || path[6 + length] == '.'))
            return (int)i;
    }
    return -1;
}

static bool host_tells(struct wizard *wizard, const char *path)
{
    return host_of_path(&wizard->model.draft, path) == (int)*host_index(wizard);
}

bool host_open_path(struct wizard *wizard, const char *path)
{
    int index = host_of_path(&wizard->model.draft, path);
    if (index >= 0)
        host_open(wizard, (size_t)index);
    return index >= 0;
}

static void choose_role(struct wizard *wizard, const struct field *field)
{
    draft_set(&host_shown(wizard)->role, field->data);
    wizard_edited(wizard);
}

static int hosts_host_roles(struct wizard *wizard, struct sheet *sheet, int row,
                            const struct product *product)
{
    const struct draft_host *host = host_shown(wizard);
    int width = 21, columns = (sheet->cols - HOST_FIELD_COL) / width, at = 0;
    columns = columns < 1 ? 1 : columns;
    sheet_text(sheet, row, HOST_LABEL_COL, PAINT_NORMAL, "Role");
    for (int role = 0; role < ROLES_MOST; role++) {
        if (!product->roles[role].known)
            continue;
        const char *name = product->roles[role].name;
        sheet_field(sheet, (struct field){.kind = FIELD_RADIO,
                                          .group = GROUP_ROLE,
                                          .row = row + at / columns,
                                          .col = HOST_FIELD_COL + at % columns * width,
                                          .id = sheet_printf(sheet, "role.%s", name),
                                          .path = at ? NULL : host_path(wizard, sheet, "role"),
                                          .label = name,
                                          .on = text_equal(host->role.text, name),
                                          .data = name,
                                          .act = choose_role});
        at++;
    }
    return row + (at + columns - 1) / columns;
}

static void choose_security(struct wizard *wizard, const struct field *field)
{
    draft_set(&host_shown(wizard)->security, field->data);
    wizard_edited(wizard);
}

static int hosts_host_security(struct wizard *wizard, struct sheet *sheet, int row)
{
    static const char *const choices[] = {"enhanced", "standard"};
    static const char *const ids[] = {"security.enhanced", "security.standard"};
    struct draft_host *host = host_shown(wizard);
    sheet_text(sheet, row, HOST_LABEL_COL, PAINT_NORMAL, "Security");
    for (int i = 0; i < 2; i++)
        sheet_field(sheet, (struct field){.kind = FIELD_RADIO,
                                          .group = GROUP_SECURITY,
                                          .row = row,
                                          .col = HOST_FIELD_COL + i * 21,
                                          .id = ids[i],
                                          .path = i ? NULL : host_path(wizard, sheet, "security"),
                                          .label = choices[i],
                                          .on = text_equal(host->security.text, choices[i]),
                                          .data = choices[i],
                                          .act = choose_security});
    row += 1 + page_note_at(wizard, sheet, row, sheet->cols, HOST_FIELD_COL,
                            host_path(wizard, sheet, "security"));
    if (device_drift(wizard)->active)
        row += sheet_wrap(sheet, row, HOST_FIELD_COL, sheet->cols - HOST_FIELD_COL - 2, PAINT_NORMAL,
                          device_drift(wizard)->enhanced
                              ? "This device denies what goes out by default: enhanced."
                              : "This device lets out everything by default: standard.");
    return row;
}

static int hosts_host_device(struct wizard *wizard, struct sheet *sheet, int row,
                             const struct role_fact *role)
{
    struct draft_host *host = host_shown(wizard);
    if (role_has(role, TRAIT_SECURITY))
        row = hosts_host_security(wizard, sheet, row);
    return row + page_text(wizard, sheet, row, "Interface",
                           (struct field){.col = HOST_FIELD_COL,
                                          .width = 15,
                                          .id = "interface",
                                          .path = host_path(wizard, sheet, "interface"),
                                          .word = &host->interface});
}

static void hosts_host_set_addresses(struct wizard *wizard, const struct field *field, const char *text)
{
    (void)field;
    page_split(&host_shown(wizard)->address, text);
}

static int texts(struct wizard *wizard, struct sheet *sheet, int row)
{
    struct draft_host *host = host_shown(wizard);
    row += page_text(wizard, sheet, row, "Name",
                     (struct field){.col = HOST_FIELD_COL,
                                    .width = 24,
                                    .id = "name",
                                    .path = host_path(wizard, sheet, "name"),
                                    .word = &host->name});
    row += page_text(wizard, sheet, row, "Addresses",
                     (struct field){.col = HOST_FIELD_COL,
                                    .width = 56,
                                    .id = "addresses",
                                    .path = host_path(wizard, sheet, "address"),
                                    .value = page_joined(sheet, &host->address),
                                    .changed = hosts_host_set_addresses});
    return row + page_text(wizard, sheet, row, "Version",
                           (struct field){.col = HOST_FIELD_COL,
                                          .width = 10,
                                          .id = "version",
                                          .path = host_path(wizard, sheet, "version"),
                                          .word = &host->version});
}

/* A server or standby connects to others only as a client: by the applications that run on it. */
static bool hosts_host_connects(struct wizard *wizard, const struct role_fact *role)
{
    return !role_has(role, TRAIT_APPLICATIONS) || host_shown(wizard)->apps.count ||
           host_shown(wizard)->uses.given;
}

static int hosts_host_sessions(struct wizard *wizard, struct sheet *sheet, int row)
{
    return row + page_text(wizard, sheet, row, "People at once",
                           (struct field){.col = HOST_FIELD_COL,
                                          .width = 5,
                                          .id = "sessions",
                                          .path = host_path(wizard, sheet, "sessions"),
                                          .word = &host_shown(wizard)->sessions});
}

/* What only hosts of some roles have. */
static void hosts_host_by_role(struct wizard *wizard, struct sheet *sheet, int row,
                               const struct role_fact *role)
{
    if (role_has(role, TRAIT_GATEWAY)) {
        host_zones(wizard, sheet, row);
        return;
    }
    if (role_has(role, TRAIT_DEVICE)) {
        hosts_host_device(wizard, sheet, row, role);
        return;
    }
    if (role_has(role, TRAIT_STANDBY))
        row = host_ticks(wizard, sheet, row, NAMES_LINKS, "Partner of", "links") + 1;
    if (role_has(role, TRAIT_CLIENT) || role_has(role, TRAIT_APPLICATIONS))
        row = host_ticks(wizard, sheet, row, NAMES_APPS, "Applications", "apps") + 1;
    if (hosts_host_connects(wizard, role))
        row = host_ticks(wizard, sheet, row, NAMES_USES, "Connects to", "uses") + 1;
    if (hosts_host_connects(wizard, role) &&
        (role_has(role, TRAIT_CLIENT) || !role_has(role, TRAIT_WORKSTATION)))
        row = hosts_host_sessions(wizard, sheet, row) + 1;
    host_switches(wizard, sheet, row, role);
}

static void hosts_host_build(struct wizard *wizard, struct sheet *sheet)
{
    struct draft_host *host = host_shown(wizard);
    const struct product *product = host ? page_host_product(wizard, host) : NULL;
    if (!host)
        return;
    sheet_textf(sheet, 0, 1, PAINT_HEADING, "Everything of %s",
                host->name.text ? host->name.text : "this host");
    int row = texts(wizard, sheet, 2);
    if (!product)
        return;
    row = hosts_host_roles(wizard, sheet, row, product) + 1;
    int role = host->role.text ? product_role(product, host->role.text) : -1;
    if (role >= 0)
        hosts_host_by_role(wizard, sheet, row, &product->roles[role]);
}

const struct page page_host = {
    .title = "Host",
    .cards = true,
    .state_size = sizeof(size_t),
    .tells = host_tells,
    .build = hosts_host_build,
    .actions = {ACTION_SAVE, ACTION_ERROR, ACTION_NONE},
    .enter_does = ENTER_DONE,
    .about =
        "Everything that the site says of one host. What is ticked without your doing is what is usual for "
        "its role; the first change of a tick writes the list down.",
};
