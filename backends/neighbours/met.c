#include "backends/neighbours/met.h"

#include <netinet/in.h>
#include <string.h>

enum { STATE_NEW = 8, STATE_UNTRACKED = 64 };

struct met met_all(unsigned families)
{
    return (struct met){.families = families};
}

bool met_is_all(const struct met *met)
{
    return !met->never && !met_is_some(met) && !met->here && met->protocol == PROTOCOL_ANY &&
           met->ports.count == 0;
}

bool met_is_some(const struct met *met)
{
    return met->part || met->from.some || met->to.some || *met->in || *met->out;
}

static enum protocol met_protocol_of(unsigned number)
{
    switch (number) {
    case IPPROTO_TCP:
        return PROTOCOL_TCP;
    case IPPROTO_UDP:
        return PROTOCOL_UDP;
    case IPPROTO_ICMP:
    case IPPROTO_ICMPV6:
        return PROTOCOL_ICMP;
    default:
        return PROTOCOL_OTHER;
    }
}

static void met_narrow(struct met *met, enum protocol protocol)
{
    met->never |= met->protocol != PROTOCOL_ANY && protocol != PROTOCOL_ANY && met->protocol != protocol;
    if (protocol != PROTOCOL_ANY)
        met->protocol = protocol;
}

void met_protocol(struct met *met, unsigned number)
{
    met->families &= number == IPPROTO_ICMP     ? FAMILIES_4
                     : number == IPPROTO_ICMPV6 ? FAMILIES_6
                                                : FAMILIES_ALL;
    met_narrow(met, met_protocol_of(number));
}

/* The ports that both lists have; where there are too many for a list, only part of them is told. */
static struct port_list met_common_ports(const struct port_list *a, const struct port_list *b, bool *part)
{
    struct port_list both = {0};
    for (size_t i = 0; i < a->count; i++)
        for (size_t k = 0; k < b->count; k++) {
            const struct ports x = a->items[i], y = b->items[k];
            if (!ports_overlap(x, y))
                continue;
            if (both.count == PORT_LIST) {
                *part = true;
                return *b;
            }
            both.items[both.count++] =
                (struct ports){x.first > y.first ? x.first : y.first, x.last < y.last ? x.last : y.last};
        }
    return both;
}

void met_ports(struct met *met, const struct port_list *ports)
{
    if (ports->count == 0)
        return;
    met->ports = met->ports.count ? met_common_ports(&met->ports, ports, &met->part) : *ports;
    met->never |= met->ports.count == 0;
}

void met_states(struct met *met, unsigned states)
{
    if (!(states & (STATE_NEW | STATE_UNTRACKED)))
        met->never = true;
    else if (!(states & STATE_NEW))
        met->part = true;
}

/* The kernel lets nothing of another machine have an address of the loopback. */
static bool met_is_loopback(const struct ranges *ranges, unsigned families)
{
    static const struct prefix loopbacks[] = {{.family = FAMILY_4, .length = 8, .bytes = {127}},
                                              {.family = FAMILY_6, .length = 128, .bytes = {[15] = 1}}};
    const struct prefix *loopback = &loopbacks[families == FAMILIES_6];
    const struct ranges own = ranges_of(loopback);
    const struct ranges others = ranges_without(ranges, &own, loopback->family);
    return ranges->some && ranges_are_none(&others);
}

void met_addresses(struct met *met, bool to, const struct ranges *ranges)
{
    struct ranges *told = to ? &met->to : &met->from;
    if (!ranges->some)
        return;
    *told = ranges_both(told, ranges, met->families == FAMILIES_6 ? FAMILY_6 : FAMILY_4);
    met->never |= ranges_are_none(told) || met_is_loopback(told, met->families);
}

/* A name that ends in `+` is of several. */
void met_interface(struct met *met, bool out, const char *name)
{
    char *told = out ? met->out : met->in;
    size_t length = strlen(name);
    met->never |= strcmp(name, "lo") == 0 || (*told && strcmp(told, name) != 0);
    if (length && name[length - 1] == '+')
        met->part |= length > 1;
    else
        memcpy(told, name, length < INTERFACE ? length : INTERFACE - 1);
}

/* What is said of ICMP is said of the request of an echo. */
void met_icmp(struct met *met, uint8_t family, unsigned first, unsigned last)
{
    unsigned echo = family == FAMILY_4 ? 8 : 128;
    met->never |= echo < first || last < echo;
}

struct met met_both(const struct met *a, const struct met *b)
{
    struct met both = *a;
    both.families &= b->families;
    both.never |= b->never || !both.families;
    both.part |= b->part;
    both.here |= b->here;
    met_narrow(&both, b->protocol);
    met_ports(&both, &b->ports);
    met_addresses(&both, false, &b->from);
    met_addresses(&both, true, &b->to);
    if (*b->in)
        met_interface(&both, false, b->in);
    if (*b->out)
        met_interface(&both, true, b->out);
    return both;
}

static bool met_has_port(const struct port_list *list, const struct ports *ports)
{
    for (size_t i = 0; i < list->count; i++)
        if (list->items[i].first <= ports->first && ports->last <= list->items[i].last)
            return true;
    return list->count == 0;
}

static bool met_has_ports(const struct met *met, const struct traffic *traffic)
{
    bool all = traffic->ports.count || met->ports.count == 0;
    for (size_t i = 0; all && i < traffic->ports.count; i++)
        all = met_has_port(&met->ports, &traffic->ports.items[i]);
    return all;
}

const struct ranges *met_peers(const struct met *met, enum direction direction)
{
    return direction == DIRECTION_OUT ? &met->to : &met->from;
}

/* By interfaces: none where they are others, all where the rule asks for none or for the same. */
static enum cover met_over_interface(const struct met *met, const struct traffic *traffic)
{
    bool goes = traffic->direction == DIRECTION_OUT;
    const char *asked = goes ? met->out : met->in, *other = goes ? met->in : met->out;
    if (*asked && *traffic->interface && strcmp(asked, traffic->interface) != 0)
        return COVER_NONE;
    if (*other && traffic->direction != DIRECTION_FORWARD)
        return COVER_NONE; /* what comes in goes out nowhere */
    return (*asked && !*traffic->interface) || *other ? COVER_PART : COVER_ALL;
}

enum cover met_over(const struct met *met, const struct traffic *traffic, uint8_t family)
{
    const unsigned families = family == FAMILY_4 ? FAMILIES_4 : FAMILIES_6;
    bool forward = traffic->direction == DIRECTION_FORWARD, same = met->protocol == PROTOCOL_ANY ||
                                                                   traffic->protocol == PROTOCOL_ANY ||
                                                                   met->protocol == traffic->protocol;
    enum cover interface = met_over_interface(met, traffic);
    if (met->never || !same || !(met->families & families) || interface == COVER_NONE ||
        (met->here && forward) || !port_list_overlaps(&met->ports, &traffic->ports))
        return COVER_NONE;
    const struct ranges *peers = met_peers(met, traffic->direction),
                        *own = peers == &met->from ? &met->to : &met->from;
    bool all =
        interface == COVER_ALL && !met->part && !own->some && !peers->more && !(forward && peers->some) &&
        (met->protocol == PROTOCOL_ANY || met->protocol == traffic->protocol) && met_has_ports(met, traffic);
    return all ? COVER_ALL : COVER_PART;
}
