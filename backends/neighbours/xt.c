/* Matches and targets of iptables, whose facts lie in the kernel's own structures. */
#include <netinet/in.h>

#include <linux/netfilter/xt_CT.h>
#include <linux/netfilter/xt_conntrack.h>
#include <linux/netfilter/xt_multiport.h>
#include <linux/netfilter/xt_state.h>
#include <linux/netfilter/xt_tcpudp.h>
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

static void xt_conntrack(struct met *met, const struct xt_conntrack_mtinfo3 *conntrack)
{
    bool state = conntrack->match_flags & XT_CONNTRACK_STATE;
    unsigned said = conntrack->state_mask;
    met->part |= (conntrack->match_flags & ~XT_CONNTRACK_STATE) != 0;
    if (state)
        met_states(met, conntrack->invert_flags & XT_CONNTRACK_STATE ? ~said : said);
}

void met_xt(struct met *met, const char *name, const void *data, size_t size)
{
    const struct xt_tcp *tcp = data;
    const struct xt_udp *udp = data;
    if (strcmp(name, "comment") == 0)
        return;
    if (strcmp(name, "tcp") == 0 && size >= sizeof(*tcp))
        xt_tcp_or_udp(met, tcp->spts, tcp->dpts, tcp->invflags || tcp->option || tcp->flg_mask);
    else if (strcmp(name, "udp") == 0 && size >= sizeof(*udp))
        xt_tcp_or_udp(met, udp->spts, udp->dpts, udp->invflags);
    else if (strcmp(name, "multiport") == 0 && size >= sizeof(struct xt_multiport_v1))
        xt_multiport(met, data);
    else if (strcmp(name, "conntrack") == 0 && size >= sizeof(struct xt_conntrack_mtinfo3))
        xt_conntrack(met, data);
    else if (strcmp(name, "state") == 0 && size >= sizeof(struct xt_state_info))
        met_states(met, ((const struct xt_state_info *)data)->statemask);
    else
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
