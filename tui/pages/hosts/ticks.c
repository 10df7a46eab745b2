/* The lists of names that a host may give, as boxes to tick. */
#include <stdlib.h>
#include <string.h>

#include "core/base/text.h"
#include "tui/pages/hosts/parts.h"

static struct words *hosts_ticks_words_of(struct draft_host *host, enum names names)
{
    return names == NAMES_USES ? &host->uses : names == NAMES_LINKS ? &host->links : &host->apps;
}

static bool hosts_ticks_has(const struct words *words, const char *name)
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
    const struct draft_host *typed = host_shown(wizard);
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

static bool hosts_ticks_is_on(struct wizard *wizard, enum names names, const char *name)
{
    const struct words *words = hosts_ticks_words_of(host_shown(wizard), names);
    return words->given ? hosts_ticks_has(words, name) : by_default(wizard, names, name);
}

/* What an application is called, and whether servers call it back. */
static const char *label_of(struct wizard *wizard, struct sheet *sheet, enum names names, const char *name)
{
    const struct product *product = page_host_product(wizard, host_shown(wizard));
    if (names != NAMES_APPS || !product)
        return name;
    const char *title = product_app_title(product, name);
    return product->app_ports & product_app(product, name) ? sheet_printf(sheet, "%s: advise port", title)
                                                           : title;
}

/* The names that the technician may tick, in the order of the file or the catalog. */
static const char *candidate(struct wizard *wizard, enum names names, size_t index, bool *end)
{
    const struct draft_host *host = host_shown(wizard);
    const struct product *product = page_host_product(wizard, host);
    const struct draft *draft = &wizard->model.draft;
    *end = true;
    if (names == NAMES_APPS) {
        *end = !product || index >= product->app_count;
        return *end ? NULL : product->apps[index];
    }
    int role = product && host->role.text ? product_role(product, host->role.text) : -1;
    if (index >= draft->host_count || role < 0)
        return NULL;
    *end = false;
    const struct draft_host *peer = &draft->hosts[index];
    int other = peer->role.text ? catalog_role(wizard->model.catalog, peer->role.text) : -1;
    if (peer == host || !peer->name.text || other < 0)
        return NULL;
    role_set set = names == NAMES_LINKS ? product->with[TRAIT_MAIN] : product->roles[role].uses;
    return set & role_bit((unsigned)other) ? peer->name.text : NULL;
}

/* The first tick writes down what was understood until now; from then on the list says it all. */
static void hosts_ticks_toggle(struct wizard *wizard, const struct field *field)
{
    enum names names = (enum names)field->index;
    struct words *words = hosts_ticks_words_of(host_shown(wizard), names);
    struct words made = {0};
    bool end = false;
    for (size_t i = 0; !end; i++) {
        const char *name = candidate(wizard, names, i, &end);
        if (name && hosts_ticks_is_on(wizard, names, name) != (strcmp(name, field->data) == 0))
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
    struct words *words = hosts_ticks_words_of(host_shown(wizard), (enum names)field->index);
    while (words->count)
        words_remove(words, words->count - 1);
    words->given = false;
    wizard_edited(wizard);
}

/* The box, the longest name and a gap; the focus mark stands in the gap. */
static int column_width(struct wizard *wizard, struct sheet *sheet, enum names names)
{
    enum { LEAST = 21, BOX_AND_GAP = 7 };
    size_t longest = 0;
    bool end = false;
    for (size_t i = 0; !end; i++) {
        const char *name = candidate(wizard, names, i, &end);
        size_t length = name ? text_columns(label_of(wizard, sheet, names, name)) : 0;
        longest = length > longest ? length : longest;
    }
    int width = (int)longest + BOX_AND_GAP;
    return width < LEAST ? LEAST : width;
}

int host_ticks(struct wizard *wizard, struct sheet *sheet, int row, enum names names, const char *label,
               const char *key)
{
    int width = column_width(wizard, sheet, names), columns = (sheet->cols - HOST_FIELD_COL) / width, at = 0;
    bool end = false;
    columns = columns < 1 ? 1 : columns;
    for (size_t i = 0; !end; i++) {
        const char *name = candidate(wizard, names, i, &end);
        if (!name)
            continue;
        if (at == 0)
            sheet_text(sheet, row, HOST_LABEL_COL, PAINT_NORMAL, label);
        struct field field = {.kind = FIELD_CHECK, .row = row + at / columns};
        field.label = page_clip(sheet, label_of(wizard, sheet, names, name),
                                sheet->cols - HOST_FIELD_COL - at % columns * width - 4);
        field.col = HOST_FIELD_COL + at % columns * width;
        field.id = sheet_printf(sheet, "%s.%s", key, name);
        field.path = at ? NULL : host_path(wizard, sheet, key);
        field.on = hosts_ticks_is_on(wizard, names, name);
        field.index = names;
        field.act = hosts_ticks_toggle;
        field.data = sheet_printf(sheet, "%s", name);
        sheet_field(sheet, field);
        at++;
    }
    row += (at + columns - 1) / columns;
    if (at && hosts_ticks_words_of(host_shown(wizard), names)->given)
        sheet_field(sheet, (struct field){.kind = FIELD_BUTTON,
                                          .row = row++,
                                          .col = HOST_FIELD_COL,
                                          .id = sheet_printf(sheet, "%s.default", key),
                                          .enter = "reset",
                                          .label = "[back to what is usual]",
                                          .index = names,
                                          .act = to_default});
    return row +
           page_note_at(wizard, sheet, row - 1, sheet->cols, HOST_FIELD_COL, host_path(wizard, sheet, key));
}
