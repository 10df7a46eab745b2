/* Any bytes as a catalog of their own, then over the built-in ones: taken whole and sound, or refused with
 * errors and nothing changed. */
#include <stdlib.h>
#include <string.h>

#include "core/base/text.h"
#include "core/catalog/catalog.h"
#include "fuzz.h"

static void check(bool holds)
{
    if (!holds)
        abort();
}

static void check_service(const struct product *product, const struct service *service)
{
    check(service->id && service->title && service->why && service->source && service->closed);
    check(product_service(product, service->id) == service);
    check(!service->follows || product_service(product, service->follows));
    for (size_t i = 0; i < service->pattern_count; i++) {
        const struct pattern *pattern = &service->patterns[i];
        check(pattern->reason && pattern->source);
        check(!pattern->setting || product_service(product, pattern->setting));
        check((pattern->ports.first != 0) ==
              (service->protocol == PROTOCOL_TCP || service->protocol == PROTOCOL_UDP));
        for (size_t j = 0; j < pattern->follows_count; j++)
            check(pattern->follows[j] < product->service_count);
    }
}

static void check_catalog(const struct catalog *catalog)
{
    for (size_t i = 0; i < catalog->product_count; i++) {
        const struct product *product = &catalog->products[i];
        check(product->id && product->title);
        for (size_t j = 0; j < product->service_count; j++) {
            check(product->services[j].index == j);
            check_service(product, &product->services[j]);
        }
    }
}

/* Whether the bytes are no YAML at all: then the built-in catalogs, which take time, need not be tried too.
 */
static bool is_no_yaml(const struct problems *problems)
{
    return problems->count && strncmp(problems->items[0].word, "yaml-", 5) == 0;
}

static int try_add(struct catalog *catalog, const uint8_t *data, size_t size, bool *no_yaml)
{
    struct problems problems = {0};
    size_t before = catalog->product_count;
    int result = catalog_add(catalog, "f", (const char *)data, size, &problems);
    check((result < 0) == (problems.errors > 0));
    check(result == 0 || catalog->product_count == before);
    for (size_t i = 0; i < problems.count; i++)
        check(problems.items[i].line > 0);
    check_catalog(catalog);
    *no_yaml = is_no_yaml(&problems);
    problems_release(&problems);
    return result;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct catalog alone = {0}, builtin;
    struct problems problems = {0};
    bool no_yaml;
    int result = try_add(&alone, data, size, &no_yaml);
    if (result == 0) /* over itself: nothing may be left to complain of */
        check(try_add(&alone, data, size, &no_yaml) == 0);
    catalog_release(&alone);
    if (no_yaml)
        return 0;
    check(catalog_init(&builtin, &problems) == 0);
    try_add(&builtin, data, size, &no_yaml);
    catalog_release(&builtin);
    problems_release(&problems);
    return 0;
}
