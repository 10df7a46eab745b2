/* allow-from: the addresses that a device's service is narrowed to. */
#include "core/base/text.h"
#include "core/site/check/settings/settings.h"

static bool is_of_device(const struct service *service)
{
    for (size_t i = 0; i < service->pattern_count; i++)
        if (service->managed && service->patterns[i].relation == RELATION_DEVICE)
            return true;
    return false;
}

static void site_allowed_settle_one(struct check *check, const struct settle *settle,
                                    const struct listing *listing)
{
    const char *id = listing->key.text ? listing->key.text : "";
    struct spot key = spot_in(settle->owner, "allow-from", id, &listing->key);
    struct spot list = spot_words(settle->owner, "allow-from", &listing->values);
    const struct service *service = settle_service(check, settle, key, id, is_of_device);
    if (!service)
        return;
    if (!is_of_device(service)) {
        site_add(check, PROBLEM_UNFIT, key,
                 service->managed
                     ? "'%s' runs between hosts of the site; name them in 'uses', not in 'allow-from'"
                     : "'%s' is shown, but is no rule of ours; take it out",
                 id);
        return;
    }
    list.sub = id;
    struct prefixes allowed = site_networks(check, list, &listing->values);
    for (size_t t = 0; t < settle->target_count; t++) {
        struct target *target = &settle->targets[t];
        const struct service *here = product_service(target->product, id);
        if (!here || !is_of_device(here))
            continue;
        target->states[here->index].narrowed = true;
        target->states[here->index].allowed = allowed;
    }
}

void settle_allowed(struct check *check, const struct settle *settle, const struct listings *listings)
{
    for (size_t i = 0; i < listings->count; i++)
        site_allowed_settle_one(check, settle, &listings->items[i]);
}
