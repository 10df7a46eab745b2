#include "backends/neighbours/met.h"

#include <netinet/in.h>

enum { STATE_NEW = 8, STATE_UNTRACKED = 64 };

struct met met_all(unsigned families)
{
    return (struct met){.families = families};
}

bool met_is_all(const struct met *met)
{
    return !met->never && !met->part && met->protocol == PROTOCOL_ANY && met->ports.count == 0;
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
    met_narrow(met, met_protocol_of(number));
}

/* Of two lists the one that is told last counts: both must hold, and one alone is a little too much. */
void met_ports(struct met *met, const struct port_list *ports)
{
    if (ports->count == 0)
        return;
    if (met->ports.count) {
        met->never |= !port_list_overlaps(&met->ports, ports);
        met->part = true;
    }
    met->ports = *ports;
}

void met_states(struct met *met, unsigned states)
{
    if (!(states & (STATE_NEW | STATE_UNTRACKED)))
        met->never = true;
    else if (!(states & STATE_NEW))
        met->part = true;
}

struct met met_both(const struct met *a, const struct met *b)
{
    struct met both = *a;
    both.families &= b->families;
    both.never |= b->never || !both.families;
    both.part |= b->part;
    met_narrow(&both, b->protocol);
    met_ports(&both, &b->ports);
    return both;
}

bool met_touches(const struct met *met, const struct traffic *traffic)
{
    bool same = met->protocol == PROTOCOL_ANY || traffic->protocol == PROTOCOL_ANY ||
                met->protocol == traffic->protocol;
    return !met->never && same && (!traffic->families || met->families & traffic->families) &&
           port_list_overlaps(&met->ports, &traffic->ports);
}

static bool met_has_port(const struct port_list *list, const struct ports *ports)
{
    for (size_t i = 0; i < list->count; i++)
        if (list->items[i].first <= ports->first && ports->last <= list->items[i].last)
            return true;
    return list->count == 0;
}

bool met_covers(const struct met *met, const struct traffic *traffic)
{
    bool all = met_touches(met, traffic) && !met->part &&
               (met->protocol == PROTOCOL_ANY || met->protocol == traffic->protocol) &&
               !(traffic->families & ~met->families);
    for (size_t i = 0; all && i < traffic->ports.count; i++)
        all = met_has_port(&met->ports, &traffic->ports.items[i]);
    return all && (traffic->ports.count || met->ports.count == 0);
}
