/* Flows of the site's own that reach what a device keeps to itself. */
#include "core/advice/advising.h"
#include "core/base/text.h"

#include <stdlib.h>

static bool reaches(const struct extra *extra, const struct internal *internal, const struct host *host)
{
    struct version version = site_version(host);
    bool protocol = extra->protocol == PROTOCOL_ANY || extra->protocol == internal->protocol;
    bool port = !extra->ports.first || ports_overlap(extra->ports, internal->ports);
    return internal->ports.first && protocol && port && version_in(&version, &internal->version);
}

static void tell_reached(const struct extra *extra, const struct advice *advice, struct problems *problems)
{
    const struct product *product = extra->to.host->product;
    struct text names = {0};
    char ports[PORTS_TEXT];
    size_t found = 0;
    for (size_t i = 0; i < product->internal_count; i++) {
        const struct internal *internal = &product->internals[i];
        if (reaches(extra, internal, extra->to.host) && found++ < 3)
            text_addf(&names, "%s%s %s", names.length ? ", " : "", internal->title,
                      ports_format(internal->ports, ports));
    }
    if (found > 3)
        text_addf(&names, " and %zu more", found - 3);
    if (found)
        problem_advise(problems, advice->severity, advice->code, extra->place, "'%s' reaches %s of '%s': %s",
                       extra->name, text_get(&names), extra->to.host->name, advice->message);
    text_release(&names);
}

void advice_internal(const struct site *site, struct problems *problems)
{
    for (size_t i = 0; i < site->extra_count; i++) {
        const struct extra *extra = &site->extras[i];
        const struct advice *advice =
            extra->to.host ? product_advice(extra->to.host->product, "internal-reached") : NULL;
        if (advice)
            tell_reached(extra, advice, problems);
    }
}
