/* Services of the product being read, by their ids. */
#include "core/base/text.h"
#include "core/catalog/load.h"

struct service *load_service(struct loading *loading, const char *id)
{
    struct product *product = loading->product;
    for (size_t i = 0; i < product->service_count; i++)
        if (text_equal(product->services[i].id, id))
            return &product->services[i];
    return NULL;
}

struct service *load_service_word(struct loading *loading, const struct yaml *value)
{
    const char *ids[MOST_SERVICES];
    size_t count = 0;
    if (value->kind != YAML_WORD) {
        load_error(loading, value, PROBLEM_WRONG_KIND, "a service must be a single word");
        return NULL;
    }
    for (size_t i = 0; i < loading->product->service_count && count < MOST_SERVICES; i++)
        if (loading->product->services[i].id)
            ids[count++] = loading->product->services[i].id;
    int index = load_word(loading, value, "a service of this product", ids, count);
    return index < 0 ? NULL : load_service(loading, ids[index]);
}
