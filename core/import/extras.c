/* Plain rules that no service of the product says: flows of the site's own. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/text.h"
#include "core/import/importing.h"

static bool can_say(const struct seen_rule *rule)
{
    bool port = rule->ports.first != 0, any = rule->protocol == PROTOCOL_ANY;
    bool tcp = rule->protocol == PROTOCOL_TCP, udp = rule->protocol == PROTOCOL_UDP;
    const struct prefix *self = rule->out ? &rule->from : &rule->to;
    return rule->exact && !rule->interface && self->length == 0 && (any || (port && (tcp || udp)));
}

static const struct prefix *peer_of(const struct seen_rule *rule)
{
    return rule->out ? &rule->to : &rule->from;
}

/* The same rule for anywhere in the other family. */
static bool import_extras_are_twins(const struct seen_rule *a, const struct seen_rule *b)
{
    return a->out == b->out && a->protocol == b->protocol && ports_equal(a->ports, b->ports) && can_say(a) &&
           can_say(b) && peer_of(a)->length == 0 && peer_of(b)->length == 0 &&
           peer_of(a)->family != peer_of(b)->family;
}

static bool import_extras_has_twin(struct importing *importing, size_t index)
{
    const struct seen *seen = importing->seen;
    bool found = false;
    for (size_t i = 0; i < seen->count && !found; i++)
        if (!importing->taken[i] && import_extras_are_twins(&seen->rules[i], &seen->rules[index])) {
            importing->taken[i] = true;
            found = true;
        }
    return found;
}

static bool is_free(const struct importing *importing, const char *name)
{
    for (size_t i = 0; i < importing->draft->extra_count; i++)
        if (text_equal(importing->draft->extras[i].name.text, name))
            return false;
    return true;
}

/* `in-tcp-8080`, and a number behind it where that is taken. */
static char *import_extras_name_of(const struct importing *importing, const struct seen_rule *rule,
                                   enum protocol protocol)
{
    char ports[PORTS_TEXT];
    char *base = rule->ports.first ? xasprintf("%s-%s-%s", rule->out ? "out" : "in", protocol_name(protocol),
                                               ports_format(rule->ports, ports))
                                   : xasprintf("%s-%s", rule->out ? "out" : "in", protocol_name(protocol));
    char *name = xstrdup(base);
    for (unsigned i = 2; !is_free(importing, name); i++) {
        free(name);
        name = xasprintf("%s.%u", base, i);
    }
    free(base);
    return name;
}

static bool is_said(const struct importing *importing, const struct seen_rule *rule, enum protocol protocol,
                    const char *peer)
{
    char ports[PORTS_TEXT];
    for (size_t i = 0; i < importing->draft->extra_count; i++) {
        const struct draft_extra *extra = &importing->draft->extras[i];
        if (text_equal(rule->out ? extra->to.text : extra->from.text, peer) &&
            text_equal(extra->protocol.text, protocol_name(protocol)) &&
            text_equal(extra->ports.text, rule->ports.first ? ports_format(rule->ports, ports) : NULL))
            return true;
    }
    return false;
}

static void import_extras_add(struct importing *importing, const struct seen_rule *rule,
                              enum protocol protocol, bool both)
{
    char address[PREFIX_TEXT], ports[PORTS_TEXT];
    const char *peer = both ? "anywhere" : prefix_format(peer_of(rule), address);
    if (is_said(importing, rule, protocol, peer))
        return;
    char *name = import_extras_name_of(importing, rule, protocol);
    char *why = xasprintf("taken over from the rule '%s'", rule->text);
    struct draft_extra *extra = draft_extra_add(importing->draft);
    draft_set(&extra->name, name);
    draft_set(rule->out ? &extra->to : &extra->from, peer);
    draft_set(rule->out ? &extra->from : &extra->to, importing->host->name.text);
    draft_set(&extra->protocol, protocol_name(protocol));
    if (rule->ports.first)
        draft_set(&extra->ports, ports_format(rule->ports, ports));
    draft_set(&extra->why, why);
    extra->rule = xstrdup(both ? rule->text : rule->key);
    free(name);
    free(why);
}

bool import_reaches_internal(const struct product *product, const struct seen_rule *rule)
{
    for (size_t i = 0; !rule->out && rule->ports.first && i < product->internal_count; i++) {
        const struct internal *internal = &product->internals[i];
        if (internal->ports.first && ports_overlap(rule->ports, internal->ports) &&
            (rule->protocol == PROTOCOL_ANY || rule->protocol == internal->protocol))
            return true;
    }
    return false;
}

void import_extras(struct importing *importing)
{
    const struct seen *seen = importing->seen;
    for (size_t i = 0; i < seen->count; i++) {
        const struct seen_rule *rule = &seen->rules[i];
        if (importing->taken[i] || !can_say(rule) || import_reaches_internal(importing->product, rule))
            continue;
        importing->taken[i] = true;
        bool any = peer_of(rule)->length == 0,
             both = any && (import_extras_has_twin(importing, i) || !seen->ipv6);
        /* A port of all protocols is one of tcp and one of udp. */
        bool split = rule->protocol == PROTOCOL_ANY && rule->ports.first;
        import_extras_add(importing, rule, split ? PROTOCOL_TCP : rule->protocol, both);
        if (split)
            import_extras_add(importing, rule, PROTOCOL_UDP, both);
    }
}
