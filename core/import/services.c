/* Which services of a device its rules open, to whom, and on which port. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/text.h"
#include "core/import/importing.h"

/* Who may use one direction of a service, by the rules of one family each. */
struct reach {
    const struct prefix **peers; /* of rules that are not for anywhere */
    size_t count, cap;
    bool any[2]; /* of both families */
};

static struct ports ports_of(const struct importing *importing, const struct service *service)
{
    for (size_t i = 0; i < importing->seen->port_count; i++)
        if (strcmp(importing->seen->ports[i].service, service->id) == 0)
            return (struct ports){importing->seen->ports[i].port, importing->seen->ports[i].port};
    return service->ports;
}

static bool fits_interface(const struct importing *importing, const struct service *service,
                           const struct seen_rule *rule)
{
    const char *own = importing->host->interface.text;
    if (service->on_interface && own && !rule->out)
        return rule->interface && strcmp(rule->interface, own) == 0;
    return !rule->interface;
}

/* A rule for all protocols counts as one for the service's, if it is plain: the backend takes it so too. */
static bool import_services_fits(const struct importing *importing, const struct service *service, bool out,
                                 const struct seen_rule *rule)
{
    bool same = rule->protocol == service->protocol, wider = rule->exact && rule->protocol == PROTOCOL_ANY;
    const struct prefix *self = out ? &rule->from : &rule->to;
    return rule->out == out && (same || wider) && self->length == 0 &&
           ports_equal(rule->ports, ports_of(importing, service)) && fits_interface(importing, service, rule);
}

static struct reach reach_of(const struct importing *importing, const struct service *service, bool out)
{
    struct reach reach = {0};
    for (size_t i = 0; i < importing->seen->count; i++) {
        const struct seen_rule *rule = &importing->seen->rules[i];
        const struct prefix *peer = out ? &rule->to : &rule->from;
        if (!import_services_fits(importing, service, out, rule))
            continue;
        if (peer->length == 0) {
            reach.any[peer->family == FAMILY_6] = true;
            continue;
        }
        reach.peers = xgrow(reach.peers, reach.count, &reach.cap, sizeof(*reach.peers));
        reach.peers[reach.count++] = peer;
    }
    return reach;
}

static bool is_anywhere(const struct importing *importing, const struct reach *reach)
{
    return reach->any[0] && (reach->any[1] || !importing->seen->ipv6);
}

static bool is_nobody(const struct reach *reach)
{
    return !reach->any[0] && !reach->any[1] && reach->count == 0;
}

static bool has_peer(const struct reach *reach, const struct prefix *peer)
{
    for (size_t i = 0; i < reach->count; i++)
        if (prefix_compare(reach->peers[i], peer) == 0)
            return true;
    return false;
}

static bool same_reach(const struct reach *a, const struct reach *b)
{
    bool same = a->any[0] == b->any[0] && a->any[1] == b->any[1] && a->count == b->count;
    for (size_t i = 0; same && i < a->count; i++)
        same = has_peer(b, a->peers[i]);
    return same;
}

/* Whether the rules are what the service, switched on, would have. `narrow` is what allow-from would say. */
static bool import_services_is_on(const struct importing *importing, const struct service *service,
                                  struct reach *narrow)
{
    struct reach in = {0}, out = {0};
    if (service->direction != DEVICE_OUT)
        in = reach_of(importing, service, false);
    if (service->direction != DEVICE_IN)
        out = reach_of(importing, service, true);
    bool on = service->direction == DEVICE_IN    ? !is_nobody(&in)
              : service->direction == DEVICE_OUT ? !is_nobody(&out)
              : service->narrow_in_only          ? !is_nobody(&in) && is_anywhere(importing, &out)
                                                 : !is_nobody(&in) && same_reach(&in, &out);
    bool use_out = service->direction == DEVICE_OUT;
    *narrow = use_out ? out : in;
    free(use_out ? in.peers : out.peers);
    return on;
}

/* Services that go on with this one must be as open as the rules say. */
static bool followers_fit(const struct importing *importing, const struct service *service)
{
    bool fit = true;
    for (size_t i = 0; i < importing->product->service_count; i++) {
        const struct service *follower = &importing->product->services[i];
        struct reach mine = {0}, its = {0};
        if (!text_equal(follower->follows, service->id))
            continue;
        import_services_is_on(importing, service, &mine);
        fit = fit && import_services_is_on(importing, follower, &its) && same_reach(&mine, &its);
        free(mine.peers);
        free(its.peers);
    }
    return fit;
}

static void import_services_take(struct importing *importing, const struct service *service, bool anywhere)
{
    for (size_t i = 0; i < importing->seen->count; i++) {
        const struct seen_rule *rule = &importing->seen->rules[i];
        const struct prefix *peer = rule->out ? &rule->to : &rule->from;
        bool ours = (!rule->out && service->direction != DEVICE_OUT &&
                     import_services_fits(importing, service, false, rule)) ||
                    (rule->out && service->direction != DEVICE_IN &&
                     import_services_fits(importing, service, true, rule));
        /* Beside a rule for anywhere a narrower one is somebody's own. */
        if (ours && (!anywhere || peer->length == 0))
            importing->taken[i] = true;
    }
}

static void narrow(struct importing *importing, const struct service *service, const struct reach *reach)
{
    static const char *const all[] = {"0.0.0.0/0", "::/0"};
    struct listing *listing = listings_get(&importing->draft->allow_from, service->id, true);
    char text[PREFIX_TEXT];
    for (size_t i = 0; i < 2; i++)
        if (reach->any[i])
            words_add(&listing->values, all[i]);
    for (size_t i = 0; i < reach->count; i++)
        words_add(&listing->values, prefix_format(reach->peers[i], text));
    listing->values.given = true;
}

static void switch_it(struct importing *importing, const struct service *service, bool on)
{
    if (service->switchable && on != service->default_on)
        settings_set(&importing->draft->services, service->id, on ? "on" : "off");
}

static void take_follower(struct importing *importing, const struct service *service, bool anywhere)
{
    for (size_t i = 0; i < importing->product->service_count; i++)
        if (text_equal(importing->product->services[i].follows, service->id))
            import_services_take(importing, &importing->product->services[i], anywhere);
}

static void import_service(struct importing *importing, const struct service *service)
{
    struct reach reach;
    bool barred = service->not_enhanced && importing->seen->outgoing == VERDICT_DROP;
    bool on =
        import_services_is_on(importing, service, &reach) && followers_fit(importing, service) && !barred;
    switch_it(importing, service, on);
    if (barred) /* its rules are open for nothing: they are not ours */
        import_services_take(importing, service, false);
    if (on) {
        bool anywhere = is_anywhere(importing, &reach);
        import_services_take(importing, service, anywhere);
        take_follower(importing, service, anywhere);
        if (!anywhere)
            narrow(importing, service, &reach);
    }
    free(reach.peers);
}

/* The interface of the first rule on a service that has one. */
static void find_interface(struct importing *importing)
{
    for (size_t i = 0; i < importing->seen->count; i++) {
        const struct seen_rule *rule = &importing->seen->rules[i];
        for (size_t k = 0; rule->interface && !rule->out && k < importing->product->service_count; k++) {
            const struct service *service = &importing->product->services[k];
            if (!service->on_interface || !ports_equal(rule->ports, service->ports))
                continue;
            draft_set(&importing->host->interface, rule->interface);
            return;
        }
    }
}

static void set_ports(struct importing *importing)
{
    char text[PORTS_TEXT];
    for (size_t i = 0; i < importing->product->service_count; i++) {
        const struct service *service = &importing->product->services[i];
        struct ports ports = ports_of(importing, service);
        if (!ports_equal(ports, service->ports))
            settings_set(&importing->draft->ports, service->id, ports_format(ports, text));
    }
}

void import_services(struct importing *importing)
{
    find_interface(importing);
    set_ports(importing);
    for (size_t i = 0; i < importing->product->service_count; i++) {
        const struct service *service = &importing->product->services[i];
        if (service->managed && !service->follows)
            import_service(importing, service);
    }
}
