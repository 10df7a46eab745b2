#include <stdio.h>

#include "core/base/text.h"
#include "tui/pages/page.h"
#include "tui/wizard/new_host.h"

enum { FIELD_COL = 5, COUNT_COL = 42, GROUP_TOPOLOGY = 1, GROUP_SELF = 2 };

static bool topology_present(struct model *model)
{
    const struct product *product = model_product(model);
    return product && product->topology_count;
}

/* Servers that the topology needs are added; nothing is ever taken away here. */
static void topology_choose(struct wizard *wizard, const struct field *field)
{
    const struct topology *topology = field->data;
    struct draft *draft = &wizard->model.draft;
    draft_set(&draft->redundancy, topology->id);
    const struct product *product = model_product(&wizard->model);
    int main_role = product ? product_role_with(product, TRAIT_MAIN) : -1;
    while (main_role >= 0 && new_host_count(draft, &product->roles[main_role]) < topology->servers)
        new_host(wizard, &product->roles[main_role]);
    wizard_edited(wizard);
}

static void topology_add_host(struct wizard *wizard, const struct field *field)
{
    size_t index = new_host(wizard, field->data);
    wizard_say(wizard, PAINT_OK, "%s is added: its addresses are asked for on the next page",
               wizard->model.draft.hosts[index].name.text);
}

static void choose_self(struct wizard *wizard, const struct field *field)
{
    const struct draft_host *host = &wizard->model.draft.hosts[field->host];
    snprintf(wizard->model.host, sizeof(wizard->model.host), "%s", host->name.text);
    wizard_edited(wizard);
}

static int topologies(struct wizard *wizard, struct sheet *sheet, int row, const struct product *product)
{
    if (product->topology_count)
        sheet_text(sheet, row++, 1, PAINT_HEADING, "How many servers share the work?");
    for (size_t i = 0; i < product->topology_count; i++) {
        const struct topology *topology = &product->topologies[i];
        sheet_field(sheet, (struct field){.kind = FIELD_RADIO,
                                          .group = GROUP_TOPOLOGY,
                                          .row = row++,
                                          .col = FIELD_COL,
                                          .id = topology->id,
                                          .path = i ? NULL : "redundancy",
                                          .label = topology->title,
                                          .on = text_equal(wizard->model.draft.redundancy.text, topology->id),
                                          .data = topology,
                                          .act = topology_choose});
    }
    const struct problem *problem = page_problem(wizard, "redundancy", false, NULL);
    if (problem)
        row += page_tell_below(wizard, sheet, row, FIELD_COL, problem);
    return row;
}

static int topology_roles(struct wizard *wizard, struct sheet *sheet, int row, const struct product *product)
{
    sheet_text(sheet, row++, 1, PAINT_HEADING, "Which hosts take part?");
    for (int role = 0; role < ROLES_MOST; role++) {
        const struct role_fact *fact = &product->roles[role];
        if (!fact->known)
            continue;
        sheet_field(sheet, (struct field){.kind = FIELD_BUTTON,
                                          .row = row,
                                          .col = FIELD_COL,
                                          .id = sheet_printf(sheet, "add.%s", fact->name),
                                          .label = sheet_printf(sheet, "[+] %s", fact->title),
                                          .help = fact->help,
                                          .enter = "add",
                                          .data = fact,
                                          .act = topology_add_host});
        size_t count = new_host_count(&wizard->model.draft, fact);
        if (count)
            sheet_textf(sheet, row, sheet->cols >= 60 ? COUNT_COL : 32, PAINT_NORMAL, "%zu", count);
        row++;
    }
    return row;
}

static int selves(struct wizard *wizard, struct sheet *sheet, int row)
{
    struct model *model = &wizard->model;
    bool own;
    model_site(model);
    const struct host *self = model_host(model, &own);
    sheet_text(sheet, row++, 1, PAINT_HEADING, "Which of them is this machine?");
    for (size_t i = 0; i < model->draft.host_count; i++) {
        const char *name = model->draft.hosts[i].name.text;
        if (!name)
            continue;
        bool on =
            self && (own || *model->host) ? text_equal(name, self->name) : text_equal(name, model->host);
        sheet_field(sheet, (struct field){
                               .kind = FIELD_RADIO,
                               .group = GROUP_SELF,
                               .row = row++,
                               .col = FIELD_COL,
                               .id = sheet_printf(sheet, "self.%zu", i),
                               .label = on && own ? sheet_printf(sheet, "%s   by its address", name) : name,
                               .on = on,
                               .host = i,
                               .act = choose_self});
    }
    return row;
}

static void topology_build(struct wizard *wizard, struct sheet *sheet)
{
    const struct product *product = model_product(&wizard->model);
    if (!product)
        return;
    int row = topologies(wizard, sheet, 0, product);
    row = topology_roles(wizard, sheet, row + 1, product);
    if (wizard->model.draft.host_count)
        selves(wizard, sheet, row + 1);
}

/* The role of the line that adds hosts of it; NULL: another line has the focus. */
static const struct role_fact *role_of_line(const struct wizard *wizard)
{
    const struct field *focus = form_field(&wizard->forms[wizard->page], &wizard->sheet);
    return focus && focus->act == topology_add_host ? focus->data : NULL;
}

/* What was added last goes first. */
static void topology_remove(struct wizard *wizard, const struct role_fact *fact)
{
    struct draft *draft = &wizard->model.draft;
    for (size_t i = draft->host_count; i-- > 0;) {
        if (!text_equal(draft->hosts[i].role.text, fact->name))
            continue;
        model_keep(&wizard->model);
        wizard_say(wizard, PAINT_NORMAL, "%s is taken away: F7 brings it back",
                   draft->hosts[i].name.text ? draft->hosts[i].name.text : fact->title);
        draft_host_remove(draft, i);
        wizard_edited(wizard);
        return;
    }
    wizard_say(wizard, PAINT_NORMAL, "There is no %s to take away", fact->title);
}

static bool topology_act(struct wizard *wizard, enum action action)
{
    const struct role_fact *fact = role_of_line(wizard);
    if (!fact || (action != ACTION_ADD && action != ACTION_REMOVE))
        return false;
    if (action == ACTION_ADD)
        topology_add_host(wizard, wizard_focus(wizard));
    else
        topology_remove(wizard, fact);
    return true;
}

const struct page page_topology = {
    .title = "Topology",
    .step = true,
    .paths = "redundancy",
    .present = topology_present,
    .cards = true,
    .build = topology_build,
    .act = topology_act,
    .actions = {ACTION_REMOVE, ACTION_SAVE, ACTION_ERROR, ACTION_NONE},
    .enter_does = ENTER_CONTINUE,
    .about =
        "Choose how many servers the system has: the servers are then there to be filled in. Add the other "
        "machines that talk to them. One host may stand for a group of like machines: it then has a list "
        "of addresses or a network. The rules never depend on which server is main today.",
};
