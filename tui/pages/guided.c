#include "tui/pages/guided.h"

#include <stdio.h>

#include "core/base/text.h"
#include "tui/pages/page.h"
#include "tui/wizard/build.h"
#include "tui/wizard/new_host.h"

static void guided_go(struct wizard *wizard, enum page_id page, const char *id, const char *words)
{
    wizard_go(wizard, page);
    wizard->guided = page;
    wizard->stale = true;
    wizard_build(wizard);
    if (id)
        form_focus(wizard_form(wizard), &wizard->sheet, id);
    wizard_say(wizard, PAINT_NORMAL, "%s Enter then goes to the review", words);
}

static void guided_add_host(struct wizard *wizard, enum trait trait)
{
    const struct product *product = model_product(&wizard->model);
    int role = product ? product_role_with(product, trait) : -1;
    char id[64];
    if (role < 0)
        return;
    wizard_go(wizard, PAGE_HOSTS);
    size_t index = new_host(wizard, &product->roles[role]);
    snprintf(id, sizeof(id), "host.%zu.address.0", index);
    guided_go(wizard, PAGE_HOSTS, id, "Type its addresses.");
}

static void add_clients(struct wizard *wizard, const struct field *field)
{
    (void)field;
    guided_add_host(wizard, TRAIT_CLIENT);
}

/* The smallest topology with more servers than there are; NULL: there is none. */
static const struct topology *next_topology(struct wizard *wizard)
{
    const struct product *product = model_product(&wizard->model);
    int main_role = product ? product_role_with(product, TRAIT_MAIN) : -1;
    size_t servers = main_role < 0 ? 0 : new_host_count(&wizard->model.draft, &product->roles[main_role]);
    const struct topology *next = NULL;
    for (size_t i = 0; product && i < product->topology_count; i++) {
        const struct topology *each = &product->topologies[i];
        if (each->servers > servers && (!next || each->servers < next->servers))
            next = each;
    }
    return servers ? next : NULL;
}

static void add_partner(struct wizard *wizard, const struct field *field)
{
    const struct topology *topology = next_topology(wizard);
    (void)field;
    if (!topology)
        return;
    wizard_go(wizard, PAGE_HOSTS);
    draft_set(&wizard->model.draft.redundancy, topology->id);
    guided_add_host(wizard, TRAIT_MAIN);
}

static void switch_service(struct wizard *wizard, const struct field *field)
{
    (void)field;
    guided_go(wizard, PAGE_SERVICES, NULL, "Space switches a service.");
}

static void guided_web_ports(struct wizard *wizard, const struct field *field)
{
    (void)field;
    wizard_visit(wizard, PAGE_WEB);
}

/* It only leads to the switch: taking a way in away is a deliberate act. */
static void ssh(struct wizard *wizard, const struct field *field)
{
    (void)field;
    guided_go(wizard, PAGE_SERVICES, "services.ssh", "Space switches SSH.");
}

static void change_admin(struct wizard *wizard, const struct field *field)
{
    bool none = wizard->model.draft.admin_count == 0;
    (void)field;
    guided_go(wizard, PAGE_SAFETY, none ? "admin.add" : "admin.0.from",
              none ? "Space adds a line." : "Who may log in?");
}

size_t guided_changes(struct wizard *wizard, struct guided *changes, size_t size)
{
    const struct product *product = model_product(&wizard->model);
    const struct guided all[] = {
        {"add.clients", "Add a client network", "its addresses, then the review", add_clients},
        {"add.partner", "Add a partner server", "one more main or standby server", add_partner},
        {"switch", "Switch a service on or off", "and its port, then the review", switch_service},
        {"web", "Move the web ports (HTTP / HTTPS)", "in nginx and the firewall", guided_web_ports},
        {"ssh", "Disable or enable SSH", "IPv4 and IPv6; the console stays", ssh},
        {"admin", "Change who may manage the hosts", "admin access, then the review", change_admin}};
    bool device = product && product_has(product, TRAIT_DEVICE);
    const bool fits[] = {product && product_has(product, TRAIT_CLIENT),
                         next_topology(wizard) != NULL,
                         true,
                         product && product_has(product, TRAIT_WEB_PORTS),
                         product && product_service(product, "ssh"),
                         !device};
    size_t count = 0;
    for (size_t i = 0; wizard->model.begun && product && i < sizeof(all) / sizeof(*all) && count < size; i++)
        if (fits[i])
            changes[count++] = all[i];
    return count;
}
