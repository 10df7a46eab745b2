#include <string.h>

#include "core/base/text.h"
#include "tui/pages/hosts/host.h"
#include "tui/pages/page.h"
#include "tui/wizard/build.h"
#include "tui/wizard/new_host.h"

/* Where the columns of a host stand; on a narrow screen its addresses come under its name. */
struct hosts_columns {
    int name, name_width, role, address, address_width, version, version_width, more;
    bool narrow;
};

static struct hosts_columns hosts_columns_of(int cols)
{
    if (cols < 76)
        return (struct hosts_columns){3, 14,       22,  5, cols < 48 ? 18 : 24, cols < 48 ? 28 : 34,
                                      7, cols - 6, true};
    return (struct hosts_columns){3, 14, 22, 42, 20, 67, 5, 76, false};
}

static struct draft_host *hosts_host_of(struct wizard *wizard, const struct field *field)
{
    return &wizard->model.draft.hosts[field->host];
}

static void next_role(struct wizard *wizard, const struct field *field)
{
    struct draft_host *host = hosts_host_of(wizard, field);
    const struct product *product = page_host_product(wizard, host);
    const struct catalog *catalog = wizard->model.catalog;
    int most = (int)catalog->roles.count, at = host->role.text ? catalog_role(catalog, host->role.text) : -1;
    for (int i = 1; i <= most; i++) {
        int next = (at + i) % most;
        if (!product || product->roles[next].known) {
            draft_set(&host->role, catalog->roles.names[next]);
            break;
        }
    }
    wizard_edited(wizard);
}

static void open_host(struct wizard *wizard, const struct field *field)
{
    host_open(wizard, field->host);
}

static void hosts_add_host(struct wizard *wizard, const struct field *field)
{
    const struct product *product = model_product(&wizard->model);
    int role = product ? product_role_with(product, TRAIT_CLIENT) : -1;
    (void)field;
    for (int each = 0; product && role < 0 && each < ROLES_MOST; each++)
        if (product->roles[each].known)
            role = each;
    if (role < 0)
        return;
    size_t index = new_host(wizard, &product->roles[role]);
    wizard_build(wizard);
    form_focus(wizard_form(wizard), &wizard->sheet, sheet_printf(&wizard->sheet, "host.%zu.name", index));
}

static int addresses(struct wizard *wizard, struct sheet *sheet, int row, size_t index,
                     const struct hosts_columns *at)
{
    struct words *words = &wizard->model.draft.hosts[index].address;
    size_t lines = words->count ? words->count : 1;
    for (size_t i = 0; i < lines; i++) {
        struct field *field =
            sheet_field(sheet, (struct field){.kind = FIELD_TEXT,
                                              .row = row,
                                              .col = at->address,
                                              .width = at->address_width,
                                              .id = sheet_printf(sheet, "host.%zu.address.%zu", index, i),
                                              .path = page_host_path(wizard, sheet, index,
                                                                     sheet_printf(sheet, "address.%zu", i)),
                                              .value = i < words->count ? words->items[i].text : "",
                                              .list = true,
                                              .host = index,
                                              .index = i});
        row += 1 + page_note(wizard, sheet, field, at->address);
    }
    return row;
}

/* The first line of a host without addresses is there before it exists. */
static void set_address(struct wizard *wizard, const struct field *field, const char *text)
{
    struct words *words = &hosts_host_of(wizard, field)->address;
    while (words->count <= field->index)
        words_add(words, "");
    draft_set(&words->items[field->index], text);
    words->given = true;
}

static void role_button(struct wizard *wizard, struct sheet *sheet, int row, size_t index, int col, int width)
{
    const struct draft_host *host = &wizard->model.draft.hosts[index];
    struct model *model = &wizard->model;
    bool own;
    const char *role = host->role.text ? host->role.text : "role?";
    model_site(model);
    const struct host *self = model_host(model, &own);
    bool you = self && (own || *model->host) && text_equal(self->name, host->name.text);
    sheet_field(sheet, (struct field){
                           .kind = FIELD_CYCLE,
                           .row = row,
                           .col = col,
                           .id = sheet_printf(sheet, "host.%zu.role", index),
                           .path = page_host_path(wizard, sheet, index, "role"),
                           .label = page_clip(sheet, you ? sheet_printf(sheet, "%s YOU", role) : role, width),
                           .host = index,
                           .act = next_role});
}

static int one_host(struct wizard *wizard, struct sheet *sheet, int row, size_t index)
{
    struct draft_host *host = &wizard->model.draft.hosts[index];
    struct hosts_columns at = hosts_columns_of(sheet->cols);
    struct field name = {.kind = FIELD_TEXT, .row = row, .col = at.name, .width = at.name_width};
    name.id = sheet_printf(sheet, "host.%zu.name", index);
    name.path = page_host_path(wizard, sheet, index, "name");
    name.word = &host->name;
    name.value = host->name.text;
    name.host = index;
    sheet_field(sheet, name);
    role_button(wizard, sheet, row, index, at.role, (at.narrow ? at.more : at.address) - at.role - 2);
    int first = at.narrow ? row + 1 : row;
    size_t before = sheet->field_count;
    int next = addresses(wizard, sheet, first, index, &at);
    for (size_t i = before; i < sheet->field_count; i++)
        sheet->fields[i].changed = set_address;
    struct field version = {.kind = FIELD_TEXT, .row = first, .col = at.version, .width = at.version_width};
    version.id = sheet_printf(sheet, "host.%zu.version", index);
    version.path = page_host_path(wizard, sheet, index, "version");
    version.word = &host->version;
    version.value = host->version.text;
    version.host = index;
    sheet_field(sheet, version);
    sheet_field(sheet, (struct field){.kind = FIELD_BUTTON,
                                      .row = row,
                                      .col = at.more,
                                      .id = sheet_printf(sheet, "host.%zu.more", index),
                                      .label = "more",
                                      .host = index,
                                      .act = open_host});
    return next;
}

/* Errors of a host that are not about an address: under its lines. */
static int host_notes(struct wizard *wizard, struct sheet *sheet, int row, size_t index)
{
    static const char *const keys[] = {"name",    "role",     "version",  "address", "links",
                                       "uses",    "apps",     "security", "zones",   "interface",
                                       "product", "services", "ports"};
    char *whole = page_host_path(wizard, sheet, index, "");
    whole[strlen(whole) - 1] = '\0';
    int used = page_note_at(wizard, sheet, row - 1, sheet->cols, 5, whole);
    for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
        const char *id = sheet_printf(sheet, "host.%zu.%s", index, keys[i]);
        bool list = strcmp(keys[i], "address") == 0;
        const struct problem *problem =
            page_problem(wizard, page_host_path(wizard, sheet, index, keys[i]), !list, id);
        if (problem && problem->severity == SEVERITY_ERROR)
            used += page_tell_below(wizard, sheet, row + used, 5, problem);
    }
    return row + used;
}

static int hosts_head(struct sheet *sheet)
{
    struct hosts_columns at = hosts_columns_of(sheet->cols);
    sheet_text(sheet, 0, 1, PAINT_HEADING, "Which machines take part?");
    if (sheet->cols >= 70)
        sheet_text(sheet, 0, 29, PAINT_NORMAL, "192.0.2.7  10.0.0.0/8  2001:db8::1");
    if (at.narrow)
        return 1;
    sheet_text(sheet, 1, at.name + 1, PAINT_NORMAL, "NAME");
    sheet_text(sheet, 1, at.role, PAINT_NORMAL, "ROLE");
    sheet_text(sheet, 1, at.address + 1, PAINT_NORMAL, "ADDRESSES");
    sheet_text(sheet, 1, at.version, PAINT_NORMAL, "VERSION");
    return 2;
}

static void hosts_build(struct wizard *wizard, struct sheet *sheet)
{
    int row = hosts_head(sheet);
    sheet->head = row;
    for (size_t i = 0; i < wizard->model.draft.host_count; i++)
        row = host_notes(wizard, sheet, one_host(wizard, sheet, row, i), i);
    sheet_field(sheet, (struct field){.kind = FIELD_BUTTON,
                                      .row = row++,
                                      .col = 3,
                                      .id = "add",
                                      .path = "hosts",
                                      .enter = "add",
                                      .label = "[+ add a host]",
                                      .act = hosts_add_host});
    page_note_at(wizard, sheet, row - 1, sheet->cols, 3, "hosts");
}

static bool hosts_add_address(struct wizard *wizard, const struct field *focus)
{
    struct words *words = &hosts_host_of(wizard, focus)->address;
    while (words->count <= focus->index)
        words_add(words, "");
    words_add(words, "");
    words->given = true;
    size_t at = words->count - 1;
    char *id = sheet_printf(&wizard->sheet, "host.%zu.address.%zu", focus->host, at);
    wizard_edited(wizard);
    form_focus(wizard_form(wizard), &wizard->sheet, id);
    return true;
}

static bool remove_address(struct wizard *wizard, const struct field *focus)
{
    struct words *words = &hosts_host_of(wizard, focus)->address;
    if (focus->index >= words->count)
        return true;
    model_keep(&wizard->model);
    const char *text = words->items[focus->index].text;
    if (text && *text)
        wizard_say(wizard, PAINT_NORMAL, "%s is removed: F7 brings it back", text);
    words_remove(words, focus->index);
    words->given = words->count > 0;
    wizard_form(wizard)->typing = false;
    if (focus->index >= words->count && focus->index > 0)
        form_focus(wizard_form(wizard), &wizard->sheet,
                   sheet_printf(&wizard->sheet, "host.%zu.address.%zu", focus->host, focus->index - 1));
    wizard_edited(wizard);
    return true;
}

static bool remove_host(struct wizard *wizard, const struct field *focus)
{
    model_keep(&wizard->model);
    const char *name = hosts_host_of(wizard, focus)->name.text;
    wizard_say(wizard, PAINT_NORMAL, "%s is removed: F7 brings it back", name ? name : "the host");
    draft_host_remove(&wizard->model.draft, focus->host);
    wizard_edited(wizard);
    return true;
}

static bool hosts_act(struct wizard *wizard, enum action action)
{
    const struct field *focus = wizard_focus(wizard);
    if (!focus)
        return false;
    bool host = focus->act != hosts_add_host;
    if (action == ACTION_ADD && focus->list)
        return hosts_add_address(wizard, focus);
    if (action == ACTION_REMOVE && focus->list)
        return remove_address(wizard, focus);
    if (action == ACTION_REMOVE && host && focus->kind != FIELD_TEXT)
        return remove_host(wizard, focus);
    if (action == ACTION_ADD && focus->kind != FIELD_TEXT) {
        hosts_add_host(wizard, focus);
        return true;
    }
    if (action == ACTION_EDIT && host) {
        open_host(wizard, focus);
        return true;
    }
    return false;
}

const struct page page_hosts = {
    .title = "Hosts",
    .step = true,
    .paths = "hosts",
    .closer = host_open_path,
    .cards = true,
    .build = hosts_build,
    .act = hosts_act,
    .actions = {ACTION_ADD, ACTION_REMOVE, ACTION_SAVE, ACTION_NONE},
    .enter_does = ENTER_CONTINUE,
    .about =
        "One line for each machine, or group of like machines: a name, what it is, its addresses or "
        "networks, and its version where it differs from the site's. On an address, + adds one more line "
        "and - takes the line away; on a role, - takes the host away and Space goes to the next role; "
        "F7 brings back what was taken away. 'more' opens everything else about a host: which servers it "
        "uses, its applications, zones, security.",
};
