/* The zones of a gateway: an interface each, and the networks behind it. */
#include <stdio.h>

#include "tui/pages/hosts/parts.h"

static void set_zone(struct wizard *wizard, const struct field *field, const char *text)
{
    page_split(&host_shown(wizard)->zones.items[field->index].values, text);
}

static void toggle_any(struct wizard *wizard, const struct field *field)
{
    struct listing *zone = &host_shown(wizard)->zones.items[field->index];
    zone->any = !zone->any;
    wizard_edited(wizard);
}

static void add_zone(struct wizard *wizard, const struct field *field)
{
    char name[16];
    (void)field;
    snprintf(name, sizeof(name), "eth%zu", host_shown(wizard)->zones.count);
    listings_get(&host_shown(wizard)->zones, name, true);
    wizard_edited(wizard);
}

static int zone(struct wizard *wizard, struct sheet *sheet, int row, size_t index)
{
    struct listing *listing = &host_shown(wizard)->zones.items[index];
    const char *key = listing->key.text ? listing->key.text : "";
    char *path = host_path(wizard, sheet, sheet_printf(sheet, "zones.%s", key));
    sheet_field(sheet, (struct field){.kind = FIELD_TEXT,
                                      .row = row,
                                      .col = HOST_LABEL_COL + 2,
                                      .width = 10,
                                      .id = sheet_printf(sheet, "zone.%zu", index),
                                      .value = key,
                                      .word = &listing->key});
    sheet_field(sheet, (struct field){.kind = FIELD_CHECK,
                                      .row = row,
                                      .col = HOST_FIELD_COL + 1,
                                      .id = sheet_printf(sheet, "zone.%zu.any", index),
                                      .label = "all else",
                                      .on = listing->any,
                                      .index = index,
                                      .act = toggle_any});
    if (listing->any)
        return row + 1;
    struct field networks = {.kind = FIELD_TEXT, .row = row, .col = HOST_FIELD_COL + 16, .changed = set_zone};
    networks.width = sheet->cols - networks.col - 3;
    networks.id = sheet_printf(sheet, "zone.%zu.networks", index);
    networks.path = path;
    networks.value = page_joined(sheet, &listing->values);
    networks.index = index;
    return row + 1 + page_note(wizard, sheet, sheet_field(sheet, networks), HOST_LABEL_COL + 2);
}

int host_zones(struct wizard *wizard, struct sheet *sheet, int row)
{
    sheet_text(sheet, row++, HOST_LABEL_COL, PAINT_NORMAL,
               "Zones: the interface, and the networks behind it");
    for (size_t i = 0; i < host_shown(wizard)->zones.count; i++)
        row = zone(wizard, sheet, row, i);
    sheet_field(sheet, (struct field){.kind = FIELD_BUTTON,
                                      .row = row,
                                      .col = HOST_LABEL_COL + 2,
                                      .id = "zone.add",
                                      .path = host_path(wizard, sheet, "zones"),
                                      .enter = "add",
                                      .label = "[+ add a zone]",
                                      .act = add_zone});
    return row + 1 +
           page_note_at(wizard, sheet, row, sheet->cols, HOST_LABEL_COL, host_path(wizard, sheet, "zones"));
}
