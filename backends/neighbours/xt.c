/* Matches and targets of iptables, whose facts lie in the kernel's own structures. */
#include <netinet/in.h>

#include <linux/netfilter/xt_CT.h>
#include <linux/netfilter/xt_addrtype.h>
#include <linux/netfilter/xt_conntrack.h>
#include <linux/netfilter/xt_iprange.h>
#include <linux/netfilter/xt_multiport.h>
#include <linux/netfilter/xt_state.h>
#include <linux/netfilter/xt_tcpudp.h>
#include <linux/netfilter_ipv4/ip_tables.h>
#include <string.h>

#include "backends/neighbours/met.h"

static const char *const quiet[] = {
    "LOG",  "NFLOG",   "ULOG",        "AUDIT", "TRACE",      "TCPMSS",   "SET", "CLASSIFY",
    "DSCP", "TOS",     "TCPOPTSTRIP", "ECN",   "CHECKSUM",   "HL",       "TTL", "RATEEST",
    "LED",  "SECMARK", "CONNSECMARK", "SNAT",  "MASQUERADE", "IDLETIMER"};
static const char *const dropping[] = {"REJECT", "TARPIT", "DELUDE", "CHAOS", "STEAL", "DROP"};
static const char *const marking[] = {"MARK", "CONNMARK"};

static bool xt_is_one_of(const char *name, const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(names[i], name) == 0)
            return true;
    return false;
}

static void xt_tcp_or_udp(struct met *met, const uint16_t *source, const uint16_t *to, bool inverted)
{
    met->part |= inverted || source[0] || source[1] != 65535;
    if (!inverted && (to[0] || to[1] != 65535)) {
        const struct port_list ports = port_list_of((struct ports){to[0], to[1]});
        met_ports(met, &ports);
    }
}

static void xt_multiport(struct met *met, const struct xt_multiport_v1 *multiport)
{
    struct port_list ports = {0};
    met->part |= multiport->flags != XT_MULTIPORT_DESTINATION || multiport->invert;
    if (multiport->flags == XT_MULTIPORT_SOURCE || multiport->invert || multiport->count > PORT_LIST)
        return;
    for (size_t i = 0; i < multiport->count; i++) {
        uint16_t first = multiport->ports[i];
        bool range = multiport->pflags[i] && i + 1 < multiport->count;
        ports.items[ports.count++] = (struct ports){first, range ? multiport->ports[i + 1] : first};
        i += range;
    }
    met_ports(met, &ports);
}

/* The first packet of a connection goes its original way. */
static void xt_conntrack(struct met *met, const struct xt_conntrack_mtinfo3 *conntrack)
{
    bool state = conntrack->match_flags & XT_CONNTRACK_STATE,
         way = conntrack->match_flags & XT_CONNTRACK_DIRECTION;
    unsigned said = conntrack->state_mask;
    met->part |= (conntrack->match_flags & ~(XT_CONNTRACK_STATE | XT_CONNTRACK_DIRECTION)) != 0;
    met->never |= way && conntrack->invert_flags & XT_CONNTRACK_DIRECTION;
    if (state)
        met_states(met, conntrack->invert_flags & XT_CONNTRACK_STATE ? ~said : said);
}

/* Of its flags the first packet of a connection has SYN alone. */
static void xt_tcp(struct met *met, const struct xt_tcp *tcp)
{
    enum { SYN = 2 };
    bool inverted = tcp->invflags & XT_TCP_INV_FLAGS, opens = (SYN & tcp->flg_mask) == tcp->flg_cmp;
    met->never |= tcp->flg_mask && opens == inverted;
    met->part |= tcp->option != 0;
    xt_tcp_or_udp(met, tcp->spts, tcp->dpts, tcp->invflags & ~XT_TCP_INV_FLAGS);
}

static void xt_icmp(struct met *met, uint8_t family, const struct ipt_icmp *icmp)
{
    if (icmp->invflags)
        met->part = true;
    else if (icmp->type != 255 || family == FAMILY_6) /* 255: any, of IPv4 */
        met_icmp(met, family, icmp->type, icmp->type);
}

static void xt_place(struct met *met, unsigned to, bool inverted)
{
    bool here = ((to & XT_ADDRTYPE_LOCAL) != 0) != inverted;
    met->never |= to && !here; /* what comes to this machine is of no other type */
    met->here |= to != 0;
}

static void xt_addrtype(struct met *met, const struct xt_addrtype_info_v1 *type)
{
    met->part |= type->source || type->flags & (XT_ADDRTYPE_LIMIT_IFACE_IN | XT_ADDRTYPE_LIMIT_IFACE_OUT);
    xt_place(met, type->dest, type->flags & XT_ADDRTYPE_INVERT_DEST);
}

static void xt_range(struct met *met, bool to, bool inverted, const union nf_inet_addr *first,
                     const union nf_inet_addr *last)
{
    const uint8_t family = met->families == FAMILIES_6 ? FAMILY_6 : FAMILY_4;
    struct range range = {0};
    struct ranges told = ranges_none();
    memcpy(range.first, first, family_bytes(family));
    memcpy(range.last, last, family_bytes(family));
    ranges_add(&told, &range);
    if (inverted)
        told = ranges_without(&(struct ranges){0}, &told, family);
    met_addresses(met, to, &told);
}

static void xt_iprange(struct met *met, const struct xt_iprange_mtinfo *range)
{
    if (range->flags & IPRANGE_SRC)
        xt_range(met, false, range->flags & IPRANGE_SRC_INV, &range->src_min, &range->src_max);
    if (range->flags & IPRANGE_DST)
        xt_range(met, true, range->flags & IPRANGE_DST_INV, &range->dst_min, &range->dst_max);
}

static void take_tcp(struct met *met, const void *data)
{
    xt_tcp(met, data);
}

static void take_udp(struct met *met, const void *data)
{
    const struct xt_udp *udp = data;
    xt_tcp_or_udp(met, udp->spts, udp->dpts, udp->invflags);
}

static void take_icmp(struct met *met, const void *data)
{
    xt_icmp(met, FAMILY_4, data);
}

static void take_icmp6(struct met *met, const void *data)
{
    xt_icmp(met, FAMILY_6, data);
}

static void take_multiport(struct met *met, const void *data)
{
    xt_multiport(met, data);
}

static void take_conntrack(struct met *met, const void *data)
{
    xt_conntrack(met, data);
}

static void take_state(struct met *met, const void *data)
{
    met_states(met, ((const struct xt_state_info *)data)->statemask);
}

static void take_addrtype(struct met *met, const void *data)
{
    xt_addrtype(met, data);
}

static void take_iprange(struct met *met, const void *data)
{
    xt_iprange(met, data);
}

/* A service's own packets have no such headers of IPv6. */
static void take_header(struct met *met, const void *data)
{
    (void)data;
    met->never = true;
}

static void take_nothing(struct met *met, const void *data)
{
    (void)met;
    (void)data;
}

/* With their smallest size. */
static const struct {
    const char *name;
    void (*take)(struct met *met, const void *data);
    size_t size;
} matches[] = {
    {"comment", take_nothing, 0},
    {"tcp", take_tcp, sizeof(struct xt_tcp)},
    {"udp", take_udp, sizeof(struct xt_udp)},
    {"icmp", take_icmp, sizeof(struct ipt_icmp)},
    {"icmp6", take_icmp6, sizeof(struct ipt_icmp)},
    {"multiport", take_multiport, sizeof(struct xt_multiport_v1)},
    {"conntrack", take_conntrack, sizeof(struct xt_conntrack_mtinfo3)},
    {"state", take_state, sizeof(struct xt_state_info)},
    {"addrtype", take_addrtype, sizeof(struct xt_addrtype_info_v1)},
    {"iprange", take_iprange, sizeof(struct xt_iprange_mtinfo)},
    {"rt", take_header, 0},
    {"hbh", take_header, 0},
    {"frag", take_header, 0},
};

void met_xt(struct met *met, const char *name, const void *data, size_t size)
{
    for (size_t i = 0; i < sizeof(matches) / sizeof(*matches); i++)
        if (strcmp(matches[i].name, name) == 0 && size >= matches[i].size) {
            matches[i].take(met, data);
            return;
        }
    met->part = true;
}

/* What is not known here may do anything. */
unsigned effect_xt(const char *name, const void *data, size_t size)
{
    const struct xt_ct_target_info *tracking = data;
    if (xt_is_one_of(name, quiet, sizeof(quiet) / sizeof(*quiet)))
        return 0;
    if (xt_is_one_of(name, dropping, sizeof(dropping) / sizeof(*dropping)))
        return EFFECT_DROPS;
    if (xt_is_one_of(name, marking, sizeof(marking) / sizeof(*marking)))
        return EFFECT_MARKS;
    if (strcmp(name, "NFQUEUE") == 0 || strcmp(name, "QUEUE") == 0)
        return EFFECT_DROPS | EFFECT_LETS | EFFECT_CHANGES;
    if (strcmp(name, "CT") == 0 && size >= sizeof(*tracking))
        return tracking->flags & XT_CT_NOTRACK ? EFFECT_CHANGES : 0;
    return EFFECT_CHANGES;
}
