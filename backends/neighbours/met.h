/* Which new packets from other machines a rule of somebody else is about, as far as its matches tell, and what
 * becomes of them. */
#ifndef BACKENDS_NEIGHBOURS_MET_H
#define BACKENDS_NEIGHBOURS_MET_H

#include <stdbool.h>
#include <stdint.h>

#include "core/plan/line.h"

enum effect {
    EFFECT_DROPS = 1,
    EFFECT_LETS = 2,
    EFFECT_CHANGES = 4, /* sends it elsewhere, gives it to a program, keeps it from being tracked */
    EFFECT_MARKS = 8
};

struct met {
    unsigned families;
    enum protocol protocol;
    struct port_list ports; /* where it goes to */
    bool never;             /* no new packet, or none of another machine */
    bool part;              /* it asks for more than is told here: perhaps only some of these packets */
};

struct met met_all(unsigned families);
struct met met_both(const struct met *a, const struct met *b);
bool met_is_all(const struct met *met); /* every packet of its families */
void met_protocol(struct met *met, unsigned number);
void met_ports(struct met *met, const struct port_list *ports);
/* What states of a connection it is about; the bits are the kernel's (NF_CT_STATE_BIT). */
void met_states(struct met *met, unsigned states);

bool met_touches(const struct met *met, const struct traffic *traffic);
/* Every packet of the traffic, for sure. */
bool met_covers(const struct met *met, const struct traffic *traffic);

/* xt.c: a match or target of iptables, by its name, with the kernel's structure behind it. */
void met_xt(struct met *met, const char *name, const void *data, size_t size);
unsigned effect_xt(const char *name, const void *data, size_t size);

#endif
