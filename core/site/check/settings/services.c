/* Services switched on and off. */
#include <strings.h>

#include "core/base/text.h"
#include "core/site/check/settings/settings.h"

static bool is_switchable(const struct service *service)
{
    return service->switchable;
}

static void site_services_refuse(struct check *check, struct spot spot, const struct service *service)
{
    const char *id = service->id;
    if (!service->managed)
        site_add(check, PROBLEM_NOT_SWITCHABLE, spot, "'%s' is shown, but is no rule of ours; take it out",
                 id);
    else if (service->follows)
        site_add(check, PROBLEM_NOT_SWITCHABLE, spot, "'%s' follows '%s'; switch that one", id,
                 service->follows);
    else if (service->setting && !text_equal(service->setting, id))
        site_add(check, PROBLEM_NOT_SWITCHABLE, spot,
                 "'%s' cannot be switched: it belongs to '%s'; take it out", id, service->setting);
    else
        site_add(check, PROBLEM_NOT_SWITCHABLE, spot,
                 "'%s' cannot be switched: it is always there; take it out", id);
}

/* 1 on, 0 off, -1 neither. */
static int switch_value(const char *text)
{
    static const char *const on[] = {"on", "yes", "true"}, *const off[] = {"off", "no", "false"};
    for (size_t i = 0; i < 3; i++)
        if (strcasecmp(text, on[i]) == 0)
            return 1;
        else if (strcasecmp(text, off[i]) == 0)
            return 0;
    return -1;
}

static void site_services_settle_one(struct check *check, const struct settle *settle,
                                     const struct setting *setting)
{
    const char *id = setting->key.text ? setting->key.text : "";
    struct spot key = spot_in(settle->owner, "services", id, &setting->key);
    struct spot value = spot_in(settle->owner, "services", id, &setting->value);
    const struct service *service = settle_service(check, settle, key, id, is_switchable);
    if (!service)
        return;
    if (!service->switchable) {
        site_services_refuse(check, key, service);
        return;
    }
    int on = setting->value.text ? switch_value(setting->value.text) : -1;
    if (on < 0)
        site_add(check, PROBLEM_BAD_SWITCH, value, "'%s' is '%.64s'; write on or off", id,
                 setting->value.text ? setting->value.text : "");
    for (size_t t = 0; t < settle->target_count; t++) {
        struct target *target = &settle->targets[t];
        const struct service *here = product_service(target->product, id);
        if (!here)
            continue;
        struct service_state *state = &target->states[here->index];
        state->said = true;
        state->on = on > 0;
        state->own = settle->owner->kind == OF_HOST;
        state->place = site_place(check, value);
    }
}

void settle_switches(struct check *check, const struct settle *settle, const struct settings *settings)
{
    for (size_t i = 0; i < settings->count; i++)
        site_services_settle_one(check, settle, &settings->items[i]);
}
