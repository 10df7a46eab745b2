/* Ports that differ from the catalog's. */
#include <stdlib.h>

#include "core/base/text.h"
#include "core/site/check/settings/settings.h"

static bool is_settable(const struct service *service)
{
    return text_equal(service->setting, service->id);
}

static void site_ports_refuse(struct check *check, struct spot spot, const struct service *service)
{
    if (service->setting)
        site_add(check, PROBLEM_NOT_SETTABLE, spot, "'%s' has the same port as '%s'; set '%s'", service->id,
                 service->setting, service->setting);
    else
        site_add(check, PROBLEM_NOT_SETTABLE, spot, "the port of '%s' cannot be set; take it out",
                 service->id);
}

/* The values that the product may have, both ways; the caller frees it. */
static char *safe_words(const struct product *product)
{
    struct text words = {0};
    char ports[PORTS_TEXT];
    for (size_t i = 0; i < product->safe_port_count; i++)
        text_addf(&words, "%s%s (hex %X-%X)", i ? " or " : "", ports_format(product->safe_ports[i], ports),
                  product->safe_ports[i].first, product->safe_ports[i].last);
    return text_take(&words);
}

/* The first target's product that names the values of this service; NULL: none does. */
static const struct product *safe_of(const struct settle *settle, const char *id)
{
    for (size_t t = 0; t < settle->target_count; t++)
        if (text_equal(settle->targets[t].product->safe_ports_setting, id))
            return settle->targets[t].product;
    return NULL;
}

/* Where the vendor writes the values in hexadecimal digits, so may the technician. */
static int read_setting(struct check *check, const struct settle *settle, struct spot spot, const char *id,
                        const char *text, struct ports *ports)
{
    const struct product *product = safe_of(settle, id);
    const char *why;
    if (!product)
        return site_port(check, spot, text, ports);
    if (ports_parse(text, ports, &why) == 0 || ports_parse_hex(text, ports) == 0)
        return 0;
    char *words = safe_words(product);
    site_add(check, PROBLEM_BAD_PORT, spot, "'%.64s' is no port of '%s'; write one of %s, in either way",
             text, id, words);
    free(words);
    return -1;
}

static void warn_unsafe(struct check *check, struct spot spot, const struct product *product,
                        const struct service *service, struct ports ports)
{
    if (!text_equal(product->safe_ports_setting, service->id))
        return;
    for (size_t i = 0; i < product->safe_port_count; i++)
        if (ports.first >= product->safe_ports[i].first && ports.last <= product->safe_ports[i].last)
            return;
    site_advise(check, product, "bacnet-range", spot, "the product may refuse it", "port %u of '%s'",
                ports.first, service->id);
}

static void warn_blocked(struct check *check, struct spot spot, const struct product *product,
                         const struct service *service, struct ports ports)
{
    for (size_t i = 0; service->browser && i < product->browser_blocked_count; i++)
        if (ports_overlap(ports, product->browser_blocked[i]))
            site_advise(check, product, "browser-blocked", spot, "browsers refuse it", "port %u of '%s'",
                        ports.first, service->id);
}

/* Puts `ports` into each target that knows the service; a key stands once in a map. */
static void land(struct check *check, const struct settle *settle, struct spot spot, const char *id,
                 struct ports ports)
{
    for (size_t t = 0; t < settle->target_count; t++) {
        struct target *target = &settle->targets[t];
        const struct service *here = product_service(target->product, id);
        if (!here || !is_settable(here) || target->port_count == target->product->service_count)
            continue;
        warn_unsafe(check, spot, target->product, here, ports);
        warn_blocked(check, spot, target->product, here, ports);
        target->ports[target->port_count++] = (struct port_setting){.setting = here->setting,
                                                                    .ports = ports,
                                                                    .own = settle->owner->kind == OF_HOST,
                                                                    .place = site_place(check, spot)};
    }
}

static void site_ports_settle_one(struct check *check, const struct settle *settle,
                                  const struct setting *setting)
{
    const char *id = setting->key.text ? setting->key.text : "";
    struct spot key = spot_in(settle->owner, "ports", id, &setting->key);
    struct spot value = spot_in(settle->owner, "ports", id, &setting->value);
    const struct service *service = settle_service(check, settle, key, id, is_settable);
    struct ports ports;
    if (!service)
        return;
    if (!is_settable(service))
        site_ports_refuse(check, key, service);
    else if (read_setting(check, settle, value, id, setting->value.text ? setting->value.text : "", &ports) <
             0)
        return;
    else if (ports_count(service->ports) == 1 && ports_count(ports) > 1)
        site_add(check, PROBLEM_BAD_PORT, value, "'%s' has one port, not a range; write one number", id);
    else
        land(check, settle, value, id, ports);
}

void settle_ports(struct check *check, const struct settle *settle, const struct settings *settings)
{
    for (size_t i = 0; i < settings->count; i++)
        site_ports_settle_one(check, settle, &settings->items[i]);
}
