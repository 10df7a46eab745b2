/* Answers that change nothing where they stand: a port or a switch that no flow of the host listens to. */
#include <stdlib.h>

#include "core/advice/advising.h"
#include "core/base/text.h"
#include "core/flow/derivation.h"
#include "core/flow/standing.h"

static bool pattern_follows(const struct pattern *pattern, const struct service *service)
{
    for (size_t i = 0; i < pattern->follows_count; i++)
        if (pattern->follows[i] == service->index)
            return true;
    return false;
}

/* What the switch decides by way of another service that follows it counts too. */
static bool switch_counts(const struct flows *flows, const struct host *host, const struct service *service)
{
    if (standing_switched(flows, service, host) >= STANDING_OFF)
        return true;
    for (size_t i = 0; i < host->product->service_count; i++) {
        const struct service *other = &host->product->services[i];
        for (size_t k = 0; k < other->pattern_count; k++)
            if (pattern_follows(&other->patterns[k], service) &&
                standing_switched(flows, other, host) >= STANDING_OFF)
                return true;
    }
    return false;
}

/* Web pages have their ports whatever the firewall opens: nginx is told them. */
bool port_counts(const struct flows *flows, const struct host *host, const char *setting)
{
    for (size_t i = 0; i < host->product->service_count; i++) {
        const struct service *service = &host->product->services[i];
        if (service->port_file && text_equal(service->setting, setting))
            return true;
        for (size_t k = 0; k < service->pattern_count; k++)
            if (text_equal(service->patterns[k].setting, setting) &&
                host_plays(host, service->patterns[k].listeners) &&
                (standing_of(flows, host->product, service, host) == STANDING_ON ||
                 (service->patterns[k].relation == RELATION_USED_BY &&
                  standing_opened(flows, service, host) == STANDING_ON)))
                return true;
    }
    return false;
}

static const char *remedy(enum service_standing standing)
{
    static const char *const words[] = {
        [STANDING_NOBODY] = "set it where it counts, or take it out",
        [STANDING_VERSION] = "take it out",
        [STANDING_NEW] = "take it out",
        [STANDING_APPS] = "name such an application, or take it out",
        [STANDING_OFF] = "switch it on, or take it out",
        [STANDING_ON] = "take it out",
    };
    return words[standing];
}

/* `host` NULL: no host of the site is changed by it. */
static void tell_idle(const struct flows *flows, const struct product *product, const struct service *service,
                      const struct host *host, struct place place, struct problems *problems)
{
    char *why = standing_words(flows, product, service, host, 0);
    problem_add(
        problems, PROBLEM_NO_EFFECT, place, "'%s' changes nothing%s%s%s: %s; %s", service->id,
        host ? " at '" : " at any host", host ? host->name : "", host ? "'" : "", why,
        remedy(host ? standing_switched(flows, service, host) : standing_of(flows, product, service, NULL)));
    free(why);
}

/* The site's own word about a service: where it stands, and whether a host is changed by it. */
struct word_of_site {
    struct place place;
    bool said, counts;
};

static void weigh(const struct flows *flows, const struct host *host, const struct service *service, bool own,
                  struct place place, bool counts, struct word_of_site *word, struct problems *problems)
{
    if (own && !counts)
        tell_idle(flows, host->product, service, host, place, problems);
    if (own)
        return;
    word->said = true;
    word->place = place;
    word->counts |= counts;
}

static void weigh_switches(const struct flows *flows, const struct host *host, struct word_of_site *words,
                           struct problems *problems)
{
    for (size_t i = 0; i < host->product->service_count; i++) {
        const struct service_state *state = &host->services[i];
        const struct service *service = &host->product->services[i];
        if (state->said)
            weigh(flows, host, service, state->own, state->place, switch_counts(flows, host, service),
                  &words[i], problems);
    }
}

static void weigh_ports(const struct flows *flows, const struct host *host, struct word_of_site *words,
                        struct problems *problems)
{
    for (size_t i = 0; i < host->port_count; i++) {
        const struct port_setting *port = &host->ports[i];
        const struct service *service = product_service(host->product, port->setting);
        if (service && !ports_equal(port->ports, service->ports))
            weigh(flows, host, service, port->own, port->place, port_counts(flows, host, port->setting),
                  &words[service->index], problems);
    }
}

typedef void weigh_host(const struct flows *flows, const struct host *host, struct word_of_site *words,
                        struct problems *problems);

static void weigh_product(const struct flows *flows, const struct product *product, weigh_host *each,
                          struct problems *problems)
{
    const struct site *site = flows->site;
    struct word_of_site *words = xcalloc(product->service_count + 1, sizeof(*words));
    for (size_t i = 0; i < site->host_count; i++)
        if (site->hosts[i].product == product && !host_is(&site->hosts[i], TRAIT_GATEWAY))
            each(flows, &site->hosts[i], words, problems);
    for (size_t i = 0; i < product->service_count; i++)
        if (words[i].said && !words[i].counts)
            tell_idle(flows, product, &product->services[i], NULL, words[i].place, problems);
    free(words);
}

void advice_effects(const struct flows *flows, struct problems *problems)
{
    const struct catalog *catalog = flows->site->catalog;
    for (size_t i = 0; i < catalog->product_count; i++) {
        weigh_product(flows, &catalog->products[i], weigh_switches, problems);
        weigh_product(flows, &catalog->products[i], weigh_ports, problems);
    }
}
