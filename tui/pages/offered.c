#include "tui/pages/offered.h"

#include "core/base/text.h"
#include "tui/pages/page.h"

/* The first host of one of the roles, or nobody. */
static void name_end(const struct wizard *wizard, struct word *end, role_set roles)
{
    const struct draft *draft = &wizard->model.draft;
    for (size_t i = 0; i < draft->host_count && !end->text; i++) {
        const char *name = draft->hosts[i].role.text;
        int role = name ? catalog_role(wizard->model.catalog, name) : -1;
        if (role >= 0 && roles & role_bit((unsigned)role))
            draft_set(end, draft->hosts[i].name.text);
    }
}

static void add_offered(struct wizard *wizard, const struct field *field)
{
    const struct suggestion *offered = field->data;
    struct draft_extra *extra = draft_extra_add(&wizard->model.draft);
    char ports[PORTS_TEXT];
    draft_set(&extra->name, offered->name);
    draft_set(&extra->protocol, protocol_name(offered->protocol));
    draft_set(&extra->ports, ports_format(offered->ports, ports));
    draft_set(&extra->why, offered->title);
    name_end(wizard, &extra->from, offered->from);
    name_end(wizard, &extra->to, offered->to);
    wizard_edited(wizard);
    wizard_say(wizard, PAINT_OK, "%s is added above: see to both of its ends", offered->title);
}

static bool is_there_already(const struct wizard *wizard, const struct suggestion *offered)
{
    const struct draft *draft = &wizard->model.draft;
    for (size_t i = 0; i < draft->extra_count; i++)
        if (text_equal(draft->extras[i].name.text, offered->name))
            return true;
    return false;
}

void offered_build(struct wizard *wizard, struct sheet *sheet, int row, int col)
{
    const struct product *product = model_product(&wizard->model);
    char traffic[TRAFFIC_TEXT];
    if (product && product->suggestion_count)
        sheet_text(sheet, row++, col, PAINT_NORMAL, "Often needed, by name:");
    for (size_t i = 0; product && i < product->suggestion_count; i++) {
        const struct suggestion *offered = &product->suggestions[i];
        if (is_there_already(wizard, offered))
            continue;
        bool bare = !offered->ports.first && offered->protocol != PROTOCOL_ICMP;
        const char *words =
            bare ? "port to be given" : traffic_text(offered->protocol, offered->ports, traffic);
        char *label = sheet_printf(sheet, "[+] %s (%s)", offered->title, words);
        sheet_field(sheet, (struct field){.kind = FIELD_BUTTON,
                                          .row = row++,
                                          .col = col,
                                          .id = sheet_printf(sheet, "offered.%s", offered->name),
                                          .label = page_clip(sheet, label, sheet->cols - col - 2),
                                          .help = offered->title,
                                          .enter = "add",
                                          .data = offered,
                                          .act = add_offered});
    }
}
