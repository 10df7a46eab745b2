/* A host's own words: name, product, role; and who may have which of the others. */
#include <stdlib.h>
#include <string.h>

#include "core/base/text.h"
#include "core/site/check/check.h"

static void site_host_check_name(struct check *check, size_t index)
{
    struct host *host = &check->site->hosts[index];
    const struct word *word = &check->draft->hosts[index].name;
    struct spot spot = spot_word(&check->owners[index], "name", word);
    struct prefix address;
    const char *why;
    host->name = "";
    if (!word->text)
        site_add(check, PROBLEM_MISSING, spot, "'name' is missing; give the host a name of its own");
    else if (!text_is_name(word->text))
        site_add(
            check, PROBLEM_BAD_NAME, spot,
            "'%.64s' is no name; write up to 63 letters, digits, '.', '_' and '-', a letter or digit first",
            word->text);
    else if (strcmp(word->text, "anywhere") == 0 || prefix_parse(word->text, &address, &why) == 0)
        site_add(check, PROBLEM_BAD_NAME, spot,
                 "'%s' means something else in 'extra'; give the host another name", word->text);
    else
        host->name = arena_strdup(&check->site->arena, word->text);
}

static const struct product *product_of(struct check *check, size_t index)
{
    const struct word *word = &check->draft->hosts[index].product;
    if (!word->text)
        return check->site->product;
    const struct product *product = catalog_product(check->catalog, word->text);
    if (product)
        return product;
    const char **ids = arena_array(&check->scratch, check->catalog->product_count, sizeof(*ids));
    for (size_t i = 0; i < check->catalog->product_count; i++)
        ids[i] = check->catalog->products[i].id;
    site_unknown(check, spot_word(&check->owners[index], "product", word), "product", word->text, ids,
                 check->catalog->product_count);
    return NULL;
}

static void unknown_role(struct check *check, struct spot spot, const struct product *product,
                         const char *text)
{
    const struct catalog *catalog = check->catalog;
    const char *names[ROLES_MOST];
    size_t count = 0;
    for (size_t i = 0; i < catalog->roles.count; i++)
        if (!product || product->roles[i].known)
            names[count++] = catalog->roles.names[i];
    if (!product || catalog_role(catalog, text) < 0) {
        site_unknown(check, spot, "role", text, names, count);
        return;
    }
    char *list = site_listed(names, count);
    site_add(check, PROBLEM_UNFIT, spot, "%s has no role '%s'; write one of %s", product->title, text, list);
    free(list);
}

/* Whether the role is known and the product, if that is known, has it. */
static bool check_role(struct check *check, size_t index)
{
    struct host *host = &check->site->hosts[index];
    const struct word *word = &check->draft->hosts[index].role;
    struct spot spot = spot_word(&check->owners[index], "role", word);
    if (!word->text) {
        site_add(check, PROBLEM_MISSING, spot,
                 "'role' is missing; say what the host is, such as 'role: server'");
        return false;
    }
    int role =
        host->product ? product_role(host->product, word->text) : catalog_role(check->catalog, word->text);
    host->role = role < 0 ? 0 : (unsigned)role;
    if (role >= 0)
        return true;
    unknown_role(check, spot, host->product, word->text);
    return false;
}

static void add_product(struct check *check, const struct product *product)
{
    for (size_t i = 0; i < check->product_count; i++)
        if (check->products[i] == product)
            return;
    check->products[check->product_count++] = product;
}

static void site_host_check_host(struct check *check, size_t index)
{
    struct host *host = &check->site->hosts[index];
    host->product = product_of(check, index);
    check->sound[index] = check_role(check, index) && host->product;
    check->all_sound &= check->sound[index];
    host->place = site_owner_place(check, &check->owners[index]);
    if (host->product)
        add_product(check, host->product);
    if (!check->sound[index])
        return;
    check_host_traits(check, index);
    check_host_choices(check, index);
    check_host_version(check, index);
}

static void name_host(struct check *check, size_t index)
{
    const struct draft_host *draft = &check->draft->hosts[index];
    bool fit = draft->name.text && text_is_name(draft->name.text);
    check->owners[index] = (struct owner){.kind = OF_HOST,
                                          .index = index,
                                          .name = fit ? draft->name.text : NULL,
                                          .line = draft->line,
                                          .column = draft->column};
    check->site->hosts[index].index = index;
    site_host_check_name(check, index);
}

void check_hosts(struct check *check)
{
    const struct draft *draft = check->draft;
    struct site *site = check->site;
    site->host_count = draft->host_count;
    site->hosts = arena_array(&site->arena, draft->host_count, sizeof(*site->hosts));
    check->owners = arena_array(&check->scratch, draft->host_count, sizeof(*check->owners));
    check->sound = arena_array(&check->scratch, draft->host_count, sizeof(*check->sound));
    check->products =
        arena_array(&check->scratch, check->catalog->product_count + 1, sizeof(*check->products));
    if (site->product)
        add_product(check, site->product);
    for (size_t i = 0; i < draft->host_count; i++)
        name_host(check, i);
    check_names(check);
    for (size_t i = 0; i < draft->host_count; i++)
        site_host_check_host(check, i);
    if (draft->host_count == 0)
        site_add(check, PROBLEM_NO_HOSTS, spot_word(&check->top, "hosts", NULL),
                 "the site has no hosts; add one under 'hosts'");
}
