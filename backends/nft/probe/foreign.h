/* Other people's chains in nf_tables: which of them may drop what we accept. */
#ifndef BACKENDS_NFT_PROBE_FOREIGN_H
#define BACKENDS_NFT_PROBE_FOREIGN_H

#include "backends/backend.h"
#include "backends/nft/wire/socket.h"

/* What the tables of others show, by their names and policies. */
struct neighbours {
    bool ufw, firewalld, docker; /* at work, not only left over */
};

/* Fills probe->foreign: base chains of every family, ours aside. */
int foreign_read(struct nft_socket *nft, struct probe *probe, struct neighbours *neighbours,
                 struct failure *failure);

/* legacy.c: whether the old iptables (which nf_tables does not show) hold rules or a dropping policy. */
bool legacy_filters(int family);

#endif
