#include "core/catalog/catalog.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/text.h"
#include "core/catalog/load.h"
#include "core/embed/embed.h"
#include "core/yaml/yaml.h"

/* The id of the product that the file is about; NULL after an error. */
static const char *product_id(const struct yaml *root, struct loading *loading)
{
    const struct yaml *id = yaml_get(root, "product");
    const char *name = NULL;
    if (root->kind != YAML_MAP)
        load_error(loading, root, PROBLEM_WRONG_KIND, "the catalog must be a map; write 'key: value' lines");
    else if (!id)
        load_error(loading, root, PROBLEM_MISSING_KEY, "the catalog has no 'product'; add it");
    else if (id->kind != YAML_WORD)
        load_error(loading, id, PROBLEM_WRONG_KIND, "'product' of the catalog must be a single word");
    else
        read_name(loading, id, &name);
    return name;
}

static struct product *catalog_find(const struct catalog *catalog, const char *id)
{
    for (size_t i = 0; i < catalog->product_count; i++)
        if (text_equal(catalog->products[i].id, id))
            return &catalog->products[i];
    return NULL;
}

static void catalog_commit(struct catalog *catalog, struct product *known, const struct loading *loading)
{
    const struct product *scratch = loading->product;
    catalog->roles = loading->roles;
    if (known) {
        *known = *scratch;
        return;
    }
    catalog->products =
        xgrow(catalog->products, catalog->product_count, &catalog->product_cap, sizeof(*catalog->products));
    catalog->products[catalog->product_count++] = *scratch;
}

static int add_tree(struct catalog *catalog, const struct yaml *root, struct problems *problems)
{
    struct product scratch = {0};
    struct loading loading = {.arena = &catalog->arena,
                              .product = &scratch,
                              .problems = problems,
                              .errors_before = problems->errors,
                              .roles = catalog->roles};
    const char *id = product_id(root, &loading);
    if (id) {
        struct product *known = catalog_find(catalog, id);
        loading.extends = known != NULL;
        if (known)
            scratch = *known;
        scratch.id = id;
        product_read(&loading, root);
        if (problems->errors == loading.errors_before)
            catalog_commit(catalog, known, &loading);
    }
    return problems->errors == loading.errors_before ? 0 : -1;
}

int catalog_add(struct catalog *catalog, const char *file, const char *text, size_t length,
                struct problems *problems)
{
    const struct yaml *root = yaml_parse(file, text, length, &catalog->arena, problems);
    return root ? add_tree(catalog, root, problems) : -1;
}

int catalog_init(struct catalog *catalog, struct problems *problems)
{
    int result = 0;
    *catalog = (struct catalog){0};
    for (const struct embedded_tree *file = builtin_catalogs; file->name; file++)
        if (add_tree(catalog, file->root, problems) < 0)
            result = -1;
    return result;
}

void catalog_release(struct catalog *catalog)
{
    free(catalog->products);
    arena_release(&catalog->arena);
    *catalog = (struct catalog){0};
}

const struct product *catalog_product(const struct catalog *catalog, const char *id)
{
    return catalog_find(catalog, id);
}

const struct service *product_service(const struct product *product, const char *id)
{
    for (size_t i = 0; i < product->service_count; i++)
        if (text_equal(product->services[i].id, id))
            return &product->services[i];
    return NULL;
}

const struct topology *product_topology(const struct product *product, const char *id)
{
    for (size_t i = 0; i < product->topology_count; i++)
        if (text_equal(product->topologies[i].id, id))
            return &product->topologies[i];
    return NULL;
}

const struct advice *product_advice(const struct product *product, const char *code)
{
    for (size_t i = 0; i < product->advice_count; i++)
        if (text_equal(product->advices[i].code, code))
            return &product->advices[i];
    return NULL;
}

int catalog_role(const struct catalog *catalog, const char *name)
{
    for (size_t i = 0; i < catalog->roles.count; i++)
        if (text_equal(catalog->roles.names[i], name))
            return (int)i;
    return -1;
}

int product_role(const struct product *product, const char *name)
{
    for (int i = 0; i < ROLES_MOST; i++)
        if (product->roles[i].known && text_equal(product->roles[i].name, name))
            return i;
    return -1;
}

int product_role_with(const struct product *product, enum trait trait)
{
    for (int i = 0; i < ROLES_MOST; i++)
        if (product->with[trait] >> i & 1)
            return i;
    return -1;
}

unsigned product_app(const struct product *product, const char *app)
{
    for (size_t i = 0; i < product->app_count; i++)
        if (text_equal(product->apps[i], app))
            return 1u << i;
    return 0;
}

const char *product_app_title(const struct product *product, const char *app)
{
    for (size_t i = 0; i < product->app_title_count; i++)
        if (text_equal(product->app_titles[i].app, app))
            return product->app_titles[i].title;
    return app;
}

const struct field_fact *product_field(const struct product *product, const char *path)
{
    const char *last = strrchr(path, '.');
    for (size_t i = 0; i < product->field_fact_count; i++)
        if (text_equal(product->field_facts[i].field, last ? last + 1 : path))
            return &product->field_facts[i];
    return NULL;
}
