/* Who else filters here: other people's chains, of nf_tables and of the old iptables, with what each may do to new
 * packets that our firewall decides about. Looks only; the caller owns what it gets. */
#ifndef BACKENDS_NEIGHBOURS_NEIGHBOURS_H
#define BACKENDS_NEIGHBOURS_NEIGHBOURS_H

#include <stdbool.h>
#include <stddef.h>

#include "backends/machine/failure.h"
#include "backends/neighbours/met.h"
#include "core/base/problem.h"
#include "core/plan/plan.h"

/* What one rule, or a policy, does to what it is about. */
struct sway {
    struct met met;
    unsigned effect; /* bits of enum effect; 0: it is spared what comes up to `until` */
    char *chain;     /* where it stands: the base chain, or one that is jumped to; owned */
    size_t until;
    bool own;    /* it stands in a chain of our own firewall */
    bool fresh;  /* it did not stand there at the confirm (neighbours_since) */
    bool behind; /* it sees only what our own firewall has left undecided */
};

/* Somebody else's base chain, with all that it jumps to. */
struct foreign {
    char *name;    /* `ip filter INPUT`, `inet firewalld filter_INPUT`, `iptables-legacy nat PREROUTING` */
    char *table;   /* of it: `ip filter` */
    bool iptables; /* of a table of iptables, in nf_tables */
    char *hook;    /* input, output, forward, prerouting, postrouting */
    unsigned directions; /* bits 1 << enum direction: whose packets it sees */
    bool mixed;          /* our own firewall's chains are jumped to from it */
    bool may_drop;       /* what we accept may still be dropped there */
    bool may_change;     /* what we drop may be let in there, or sent elsewhere, or not be tracked */
    bool decides;        /* of what was asked about it, something is decided here ... */
    bool refuses;        /* ... or refused in part; whoever asked says so */
    struct sway *sways;  /* in the order in which a packet meets them */
    size_t sway_count, sway_cap;
};

struct neighbours {
    struct foreign *items;
    size_t count, cap;
    bool ufw, firewalld, docker; /* at work, not only left over */
    bool legacy;                 /* the old iptables hold rules, or a policy that drops */
    bool of_ufw;                 /* read for ufw, whose ground shows what iptables has of its own tables */
};

/* `ufw`: ufw's own chains, and its jumps to them, are the firewall that we speak of. Without a kernel that has
 * nf_tables the old iptables alone are looked at. */
int neighbours_read(struct neighbours *neighbours, bool ufw, struct failure *failure);
void neighbours_release(struct neighbours *neighbours);

/* Which of them may drop or change what our firewall decides, by name. */
void neighbours_tell(const struct neighbours *neighbours, struct problems *problems);

/* A line for each rule or policy that may do something, its chain as the group; none for what the ground of ufw
 * shows. */
void neighbours_lines(const struct neighbours *neighbours, struct lines *lines);

/* All that decides, our own firewall's chains too, whoever wrote it: the chain as the group, LINE_STOCK. */
void neighbours_keep(const struct neighbours *neighbours, struct lines *lines);
/* Marks what of it was not among those lines. Nothing where there are none. */
void neighbours_since(struct neighbours *neighbours, const struct lines *then);

/* -1, by name: one of them has rules about the old port of a move and none of these knows the new one. What iptables
 * shows of its own tables is left to whoever reads it there where `ufw` is set. */
int neighbours_let_move(const struct neighbours *neighbours, bool ufw, const struct plan *plan,
                        struct failure *failure);

#endif
