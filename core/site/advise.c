#include "core/site/advise.h"

#include "core/base/text.h"

static const struct advice *advice_find(const struct site *site, const struct host *host, const char *code)
{
    const struct product *product = host ? host->product : site->product;
    const struct advice *advice = product ? product_advice(product, code) : NULL;
    for (size_t i = 0; !advice && i < site->catalog->product_count; i++)
        advice = product_advice(&site->catalog->products[i], code);
    return advice;
}

void advise_about(struct problems *problems, const struct site *site, const struct host *host,
                  const char *code, const char *about)
{
    const struct advice *advice = advice_find(site, host, code);
    struct place place = host ? host->place : (struct place){.file = site->file};
    if (!advice) {
        problem_add(problems, PROBLEM_CATALOG, place,
                    "the catalog has no words for the advice '%s'; add it to `advice` of the product", code);
        return;
    }
    problem_advise(problems, advice->severity, advice->code, place, "%s%s%s%s", advice->message,
                   about ? " (" : "", about ? about : "", about ? ")" : "");
    if (host)
        problem_about(problems, host->name);
}

void advise(struct problems *problems, const struct site *site, const struct host *host, const char *code)
{
    advise_about(problems, site, host, code, NULL);
}
