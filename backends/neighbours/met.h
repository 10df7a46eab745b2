/* Which new packets from other machines a rule of somebody else is about, as far as its matches tell, and what
 * becomes of them. */
#ifndef BACKENDS_NEIGHBOURS_MET_H
#define BACKENDS_NEIGHBOURS_MET_H

#include <stdbool.h>
#include <stdint.h>

#include "core/net/ranges.h"
#include "core/plan/line.h"

enum effect {
    EFFECT_DROPS = 1,
    EFFECT_LETS = 2,
    EFFECT_CHANGES = 4, /* sends it elsewhere, gives it to a program, keeps it from being tracked */
    EFFECT_MARKS = 8
};

enum { INTERFACE = 16 };

struct met {
    unsigned families; /* of one alone where addresses are told */
    enum protocol protocol;
    struct port_list ports; /* where it goes to */
    struct ranges from, to;
    char in[INTERFACE], out[INTERFACE]; /* "" = any */
    bool here;                          /* only what is addressed to this machine */
    bool never;                         /* no new packet, or none of another machine */
    bool part; /* it asks for more than is told here: perhaps only some of these packets */
};

struct met met_all(unsigned families);
struct met met_both(const struct met *a, const struct met *b);
bool met_is_all(const struct met *met);  /* every packet of its families */
bool met_is_some(const struct met *met); /* it asks for more than protocol and ports */
void met_protocol(struct met *met, unsigned number);
/* Narrows its source (or destination); without `ranges->some` nothing. */
void met_addresses(struct met *met, bool to, const struct ranges *ranges);
void met_interface(struct met *met, bool out, const char *name);
void met_icmp(struct met *met, uint8_t family, unsigned first, unsigned last);
void met_ports(struct met *met, const struct port_list *ports);
/* What states of a connection it is about; the bits are the kernel's (NF_CT_STATE_BIT). */
void met_states(struct met *met, unsigned states);

enum cover { COVER_NONE, COVER_PART, COVER_ALL };

/* How much of the traffic of one family it is about, the addresses of the other end aside: those are in `from`,
 * or in `to` of what goes out. */
enum cover met_over(const struct met *met, const struct traffic *traffic, uint8_t family);
const struct ranges *met_peers(const struct met *met, enum direction direction);

/* xt.c: a match or target of iptables, by its name, with the kernel's structure behind it. */
void met_xt(struct met *met, const char *name, const void *data, size_t size);
unsigned effect_xt(const char *name, const void *data, size_t size);

#endif
