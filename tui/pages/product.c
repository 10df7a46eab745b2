#include "core/base/text.h"
#include "tui/pages/page.h"
#include "tui/wizard/new_host.h"

enum { LABEL_COL = 3, FIELD_COL = 16, GROUP_PRODUCT = 1, GROUP_VERSION = 2 };

/* A product whose hosts stand alone starts with one of them. */
static void propose_host(struct wizard *wizard, const struct product *product)
{
    if (product->topology_count || wizard->model.draft.host_count)
        return;
    for (size_t i = 0; i < ROLES_MOST; i++)
        if (product->roles[i].known && !role_has(&product->roles[i], TRAIT_GATEWAY)) {
            new_host(wizard, &product->roles[i]);
            return;
        }
}

static void choose_product(struct wizard *wizard, const struct field *field)
{
    const struct product *product = field->data;
    struct draft *draft = &wizard->model.draft;
    if (text_equal(draft->product.text, product->id))
        return;
    draft_set(&draft->product, product->id);
    draft_set(&draft->version, NULL);
    propose_host(wizard, product);
    wizard_edited(wizard);
}

static void choose_version(struct wizard *wizard, const struct field *field)
{
    draft_set(&wizard->model.draft.version, field->data);
    wizard_edited(wizard);
}

static int products(struct wizard *wizard, struct sheet *sheet, int row)
{
    const struct catalog *catalog = wizard->model.catalog;
    sheet_text(sheet, row, LABEL_COL, PAINT_NORMAL, "Product");
    for (size_t i = 0; i < catalog->product_count; i++) {
        const struct product *product = &catalog->products[i];
        sheet_field(sheet, (struct field){.kind = FIELD_RADIO,
                                          .group = GROUP_PRODUCT,
                                          .row = row + (int)i,
                                          .col = FIELD_COL,
                                          .id = product->id,
                                          .path = i ? NULL : "product",
                                          .label = product->title,
                                          .on = text_equal(wizard->model.draft.product.text, product->id),
                                          .data = product,
                                          .act = choose_product});
    }
    row += (int)catalog->product_count;
    const struct problem *problem = page_problem(wizard, "product", false, NULL);
    if (problem)
        row += page_tell_below(wizard, sheet, row, FIELD_COL, problem);
    return row;
}

static void version_choice(struct wizard *wizard, struct sheet *sheet, int row, int col, const char *version,
                           const char *label)
{
    sheet_field(sheet, (struct field){.kind = FIELD_RADIO,
                                      .group = GROUP_VERSION,
                                      .row = row,
                                      .col = col,
                                      .id = sheet_printf(sheet, "version.%s", version),
                                      .label = label,
                                      .on = text_equal(wizard->model.draft.version.text, version),
                                      .data = version,
                                      .act = choose_version});
}

static int versions(struct wizard *wizard, struct sheet *sheet, int row, const struct product *product)
{
    int width = 20, columns = (sheet->cols - FIELD_COL) / width;
    columns = columns < 1 ? 1 : columns > 3 ? 3 : columns;
    int count = (int)product->version_choice_count, lines = (count + 1 + columns - 1) / columns;
    sheet_text(sheet, row, LABEL_COL, PAINT_NORMAL, "Version");
    for (int i = 0; i <= count; i++) {
        int at = row + i / columns, col = FIELD_COL + i % columns * width;
        if (i < count)
            version_choice(wizard, sheet, at, col, product->version_choices[i], product->version_choices[i]);
        else
            version_choice(wizard, sheet, at, col, "unknown", "not known");
    }
    row += lines;
    return row + page_text(wizard, sheet, row, "or type it",
                           (struct field){.col = FIELD_COL,
                                          .width = 16,
                                          .id = "version",
                                          .path = "version",
                                          .word = &wizard->model.draft.version});
}

static void product_build(struct wizard *wizard, struct sheet *sheet)
{
    const struct product *product = model_product(&wizard->model);
    sheet_text(sheet, 0, 1, PAINT_HEADING, "What runs at this site?");
    int row = 2 + page_text(wizard, sheet, 2, "Site name",
                            (struct field){.col = FIELD_COL,
                                           .width = 40,
                                           .id = "site",
                                           .path = "site",
                                           .word = &wizard->model.draft.name});
    row = products(wizard, sheet, row + 1) + 1;
    if (product)
        row = versions(wizard, sheet, row, product) + 1;
    sheet_wrap(
        sheet, row, LABEL_COL, sheet->cols - LABEL_COL - 1, PAINT_MUTED,
        "The version of the servers; a host may have its own. Nothing is changed on this machine before "
        "the last step, Apply.");
}

const struct page page_product = {
    .title = "Product",
    .step = true,
    .paths = "site product version name",
    .cards = true,
    .build = product_build,
    .actions = {ACTION_SAVE, ACTION_ERROR, ACTION_NONE},
    .enter_does = ENTER_CONTINUE,
    .about =
        "The product decides which services there are, the version which of them open which ports. A host "
        "with another version says so on the page of the hosts. A version that is not known is treated as "
        "the oldest, and said so.",
};
