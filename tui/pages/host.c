#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/text.h"
#include "tui/pages/page.h"

enum { LABEL_COL = 3, FIELD_COL = 18, GROUP_ROLE = 1, GROUP_SECURITY = 2 };

/* The lists of names that a host may give: which they are is the catalog's word. */
enum names { NAMES_USES, NAMES_LINKS, NAMES_APPS };

static struct draft_host *the_host(struct wizard *wizard)
{
    struct draft *draft = &wizard->model.draft;
    return wizard->host_index < draft->host_count ? &draft->hosts[wizard->host_index] : NULL;
}

static char *path_of(struct wizard *wizard, struct sheet *sheet, const char *key)
{
    return page_host_path(wizard, sheet, wizard->host_index, key);
}

static void choose_role(struct wizard *wizard, const struct field *field)
{
    draft_set(&the_host(wizard)->role, role_name((enum role)field->index));
    wizard_edited(wizard);
}

static int roles(struct wizard *wizard, struct sheet *sheet, int row, const struct product *product)
{
    const struct draft_host *host = the_host(wizard);
    int width = 21, columns = (sheet->cols - FIELD_COL) / width, at = 0;
    columns = columns < 1 ? 1 : columns;
    sheet_text(sheet, row, LABEL_COL, PAINT_NORMAL, "Role");
    for (int role = 0; role < ROLE_COUNT; role++) {
        if (!product->roles[role].known)
            continue;
        const char *name = role_name((enum role)role);
        sheet_field(sheet, (struct field){.kind = FIELD_RADIO,
                                          .group = GROUP_ROLE,
                                          .row = row + at / columns,
                                          .col = FIELD_COL + at % columns * width,
                                          .id = sheet_printf(sheet, "role.%s", name),
                                          .path = at ? NULL : path_of(wizard, sheet, "role"),
                                          .label = name,
                                          .on = text_equal(host->role.text, name),
                                          .index = (size_t)role,
                                          .act = choose_role});
        at++;
    }
    return row + (at + columns - 1) / columns;
}

static struct words *words_of(struct draft_host *host, enum names names)
{
    return names == NAMES_USES ? &host->uses : names == NAMES_LINKS ? &host->links : &host->apps;
}

static bool has(const struct words *words, const char *name)
{
    for (size_t i = 0; i < words->count; i++)
        if (text_equal(words->items[i].text, name))
            return true;
    return false;
}

/* What the host uses, links to or runs if it says nothing, as far as the site can be read. */
static bool by_default(struct wizard *wizard, enum names names, const char *name)
{
    const struct site *site = model_site(&wizard->model);
    const struct draft_host *typed = the_host(wizard);
    const struct host *host = site && typed->name.text ? site_host(site, typed->name.text) : NULL;
    if (!host)
        return false;
    if (names == NAMES_APPS)
        return (host->apps & product_app(host->product, name)) != 0;
    const struct hosts *hosts = names == NAMES_USES ? &host->uses : &host->links;
    for (size_t i = 0; i < hosts->count; i++)
        if (strcmp(hosts->items[i]->name, name) == 0)
            return true;
    return false;
}

static bool is_on(struct wizard *wizard, enum names names, const char *name)
{
    const struct words *words = words_of(the_host(wizard), names);
    return words->given ? has(words, name) : by_default(wizard, names, name);
}

/* The names that the technician may tick, in the order of the file or the catalog. */
static const char *candidate(struct wizard *wizard, enum names names, size_t index, bool *end)
{
    const struct draft_host *host = the_host(wizard);
    const struct product *product = page_host_product(wizard, host);
    const struct draft *draft = &wizard->model.draft;
    enum role role = 0, other = 0;
    *end = true;
    if (names == NAMES_APPS) {
        *end = !product || index >= product->app_count;
        return *end ? NULL : product->apps[index];
    }
    if (index >= draft->host_count || !product || !host->role.text || role_parse(host->role.text, &role) < 0)
        return NULL;
    *end = false;
    const struct draft_host *peer = &draft->hosts[index];
    if (peer == host || !peer->name.text || !peer->role.text || role_parse(peer->role.text, &other) < 0)
        return NULL;
    role_set set = names == NAMES_LINKS ? 1u << ROLE_SERVER : product->roles[role].uses;
    return set & 1u << other ? peer->name.text : NULL;
}

/* The first tick writes down what was understood until now; from then on the list says it all. */
static void toggle(struct wizard *wizard, const struct field *field)
{
    enum names names = (enum names)field->index;
    struct words *words = words_of(the_host(wizard), names);
    struct words made = {0};
    bool end = false;
    for (size_t i = 0; !end; i++) {
        const char *name = candidate(wizard, names, i, &end);
        if (name && is_on(wizard, names, name) != (strcmp(name, field->data) == 0))
            words_add(&made, name);
    }
    while (words->count)
        words_remove(words, words->count - 1);
    for (size_t i = 0; i < made.count; i++)
        words_add(words, made.items[i].text);
    while (made.count)
        words_remove(&made, made.count - 1);
    free(made.items);
    words->given = true;
    wizard_edited(wizard);
}

static void to_default(struct wizard *wizard, const struct field *field)
{
    struct words *words = words_of(the_host(wizard), (enum names)field->index);
    while (words->count)
        words_remove(words, words->count - 1);
    words->given = false;
    wizard_edited(wizard);
}

static int ticks(struct wizard *wizard, struct sheet *sheet, int row, enum names names, const char *label,
                 const char *key)
{
    int width = 21, columns = (sheet->cols - FIELD_COL) / width, at = 0;
    bool end = false;
    columns = columns < 1 ? 1 : columns;
    for (size_t i = 0; !end; i++) {
        const char *name = candidate(wizard, names, i, &end);
        if (!name)
            continue;
        if (at == 0)
            sheet_text(sheet, row, LABEL_COL, PAINT_NORMAL, label);
        struct field field = {.kind = FIELD_CHECK, .row = row + at / columns, .label = name};
        field.col = FIELD_COL + at % columns * width;
        field.id = sheet_printf(sheet, "%s.%s", key, name);
        field.path = at ? NULL : path_of(wizard, sheet, key);
        field.on = is_on(wizard, names, name);
        field.index = names;
        field.act = toggle;
        struct field *added = sheet_field(sheet, field);
        added->data = added->label;
        at++;
    }
    row += (at + columns - 1) / columns;
    if (at && words_of(the_host(wizard), names)->given)
        sheet_field(sheet, (struct field){.kind = FIELD_BUTTON,
                                          .row = row++,
                                          .col = FIELD_COL,
                                          .id = sheet_printf(sheet, "%s.default", key),
                                          .label = "[back to what is usual]",
                                          .index = names,
                                          .act = to_default});
    return row + page_note_at(wizard, sheet, row - 1, sheet->cols, FIELD_COL, path_of(wizard, sheet, key));
}

static void choose_security(struct wizard *wizard, const struct field *field)
{
    draft_set(&the_host(wizard)->security, field->data);
    wizard_edited(wizard);
}

static int device(struct wizard *wizard, struct sheet *sheet, int row)
{
    static const char *const choices[] = {"enhanced", "standard"};
    struct draft_host *host = the_host(wizard);
    sheet_text(sheet, row, LABEL_COL, PAINT_NORMAL, "Security");
    for (int i = 0; i < 2; i++)
        sheet_field(sheet, (struct field){.kind = FIELD_RADIO,
                                          .group = GROUP_SECURITY,
                                          .row = row,
                                          .col = FIELD_COL + i * 21,
                                          .id = choices[i],
                                          .path = i ? NULL : path_of(wizard, sheet, "security"),
                                          .label = choices[i],
                                          .on = text_equal(host->security.text, choices[i]),
                                          .data = choices[i],
                                          .act = choose_security});
    row += 1 + page_note_at(wizard, sheet, row, sheet->cols, FIELD_COL, path_of(wizard, sheet, "security"));
    if (wizard->web.active)
        row += sheet_wrap(sheet, row, FIELD_COL, sheet->cols - FIELD_COL - 2, PAINT_NORMAL,
                          wizard->web.enhanced ? "This device denies what goes out by default: enhanced."
                                               : "This device lets out everything by default: standard.");
    return row + page_text(wizard, sheet, row, "Interface",
                           (struct field){.col = FIELD_COL,
                                          .width = 15,
                                          .id = "interface",
                                          .path = path_of(wizard, sheet, "interface"),
                                          .word = &host->interface});
}

static void set_zone(struct wizard *wizard, const struct field *field, const char *text)
{
    page_split(&the_host(wizard)->zones.items[field->index].values, text);
}

static void toggle_any(struct wizard *wizard, const struct field *field)
{
    struct listing *zone = &the_host(wizard)->zones.items[field->index];
    zone->any = !zone->any;
    wizard_edited(wizard);
}

static void add_zone(struct wizard *wizard, const struct field *field)
{
    char name[16];
    (void)field;
    snprintf(name, sizeof(name), "eth%zu", the_host(wizard)->zones.count);
    listings_get(&the_host(wizard)->zones, name, true);
    wizard_edited(wizard);
}

static int zone(struct wizard *wizard, struct sheet *sheet, int row, size_t index)
{
    struct listing *listing = &the_host(wizard)->zones.items[index];
    const char *key = listing->key.text ? listing->key.text : "";
    char *path = path_of(wizard, sheet, sheet_printf(sheet, "zones.%s", key));
    sheet_field(sheet, (struct field){.kind = FIELD_TEXT,
                                      .row = row,
                                      .col = LABEL_COL + 2,
                                      .width = 10,
                                      .id = sheet_printf(sheet, "zone.%zu", index),
                                      .value = key,
                                      .word = &listing->key});
    sheet_field(sheet, (struct field){.kind = FIELD_CHECK,
                                      .row = row,
                                      .col = FIELD_COL + 1,
                                      .id = sheet_printf(sheet, "zone.%zu.any", index),
                                      .label = "all else",
                                      .on = listing->any,
                                      .index = index,
                                      .act = toggle_any});
    if (listing->any)
        return row + 1;
    struct field networks = {.kind = FIELD_TEXT, .row = row, .col = FIELD_COL + 16, .changed = set_zone};
    networks.width = sheet->cols - networks.col - 3;
    networks.id = sheet_printf(sheet, "zone.%zu.networks", index);
    networks.path = path;
    networks.value = page_joined(sheet, &listing->values);
    networks.index = index;
    return row + 1 + page_note(wizard, sheet, sheet_field(sheet, networks), LABEL_COL + 2);
}

static int zones(struct wizard *wizard, struct sheet *sheet, int row)
{
    sheet_text(sheet, row++, LABEL_COL, PAINT_NORMAL, "Zones: the interface, and the networks behind it");
    for (size_t i = 0; i < the_host(wizard)->zones.count; i++)
        row = zone(wizard, sheet, row, i);
    sheet_field(sheet, (struct field){.kind = FIELD_BUTTON,
                                      .row = row,
                                      .col = LABEL_COL + 2,
                                      .id = "zone.add",
                                      .path = path_of(wizard, sheet, "zones"),
                                      .label = "[+ add a zone]",
                                      .act = add_zone});
    return row + 1 +
           page_note_at(wizard, sheet, row, sheet->cols, LABEL_COL, path_of(wizard, sheet, "zones"));
}

static void set_addresses(struct wizard *wizard, const struct field *field, const char *text)
{
    (void)field;
    page_split(&the_host(wizard)->address, text);
}

static int texts(struct wizard *wizard, struct sheet *sheet, int row)
{
    struct draft_host *host = the_host(wizard);
    row += page_text(wizard, sheet, row, "Name",
                     (struct field){.col = FIELD_COL,
                                    .width = 24,
                                    .id = "name",
                                    .path = path_of(wizard, sheet, "name"),
                                    .word = &host->name});
    row += page_text(wizard, sheet, row, "Addresses",
                     (struct field){.col = FIELD_COL,
                                    .width = 56,
                                    .id = "addresses",
                                    .path = path_of(wizard, sheet, "address"),
                                    .value = page_joined(sheet, &host->address),
                                    .changed = set_addresses});
    return row + page_text(wizard, sheet, row, "Version",
                           (struct field){.col = FIELD_COL,
                                          .width = 10,
                                          .id = "version",
                                          .path = path_of(wizard, sheet, "version"),
                                          .word = &host->version});
}

static void build(struct wizard *wizard, struct sheet *sheet)
{
    struct draft_host *host = the_host(wizard);
    const struct product *product = host ? page_host_product(wizard, host) : NULL;
    enum role role = ROLE_CLIENT;
    if (!host)
        return;
    if (host->role.text)
        role_parse(host->role.text, &role);
    sheet_textf(sheet, 0, 1, PAINT_HEADING, "Everything of %s",
                host->name.text ? host->name.text : "this host");
    int row = texts(wizard, sheet, 2);
    if (!product)
        return;
    row = roles(wizard, sheet, row, product) + 1;
    if (role == ROLE_GATEWAY) {
        zones(wizard, sheet, row);
    } else if (role == ROLE_SMARTSERVER) {
        device(wizard, sheet, row);
    } else {
        if (role == ROLE_PERMANENT_STANDBY)
            row = ticks(wizard, sheet, row, NAMES_LINKS, "Links to", "links") + 1;
        row = ticks(wizard, sheet, row, NAMES_USES, "Connects to", "uses") + 1;
        if (role == ROLE_CLIENT || role == ROLE_SERVER)
            ticks(wizard, sheet, row, NAMES_APPS, "Applications", "apps");
    }
}

const struct page page_host = {
    .name = "host",
    .title = "Host",
    .cards = true,
    .build = build,
    .actions = {ACTION_SAVE, ACTION_ERROR, ACTION_NONE},
    .enter_word = "done",
    .about =
        "Everything that the site says of one host. What is ticked without your doing is what is usual for "
        "its role; the first change of a tick writes the list down.",
};
