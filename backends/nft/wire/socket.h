/* The way to nf_tables: batches in, every answer out, and the generation of the rules. */
#ifndef BACKENDS_NFT_WIRE_SOCKET_H
#define BACKENDS_NFT_WIRE_SOCKET_H

#include "backends/neighbours/netlink.h"
#include "backends/nft/wire/batch.h"

/* The kernel's first error: which message, errno, and where in it (0 = not said). */
struct answer {
    int error;         /* 0 = all right */
    uint32_t sequence; /* 0 = BATCH_BEGIN: ERESTART if the generation has moved on, EPERM */
    uint32_t offset;
};

/* FAILURE_MACHINE without the privilege. */
int socket_generation(struct nft_socket *nft, uint32_t *generation, struct failure *failure);
/* One transaction; `generation`: only if the rules are still those (NULL: any). -1 with *answer. */
int socket_send(struct nft_socket *nft, const struct batch *batch, const uint32_t *generation,
                struct answer *answer);
/* The same in as many transactions as the send buffer asks for: only where nobody looks in between. */
int socket_send_split(struct nft_socket *nft, const struct batch *batch, struct answer *answer);
/* Puts the answer into words that name the rule and its service; always -1. */
int answer_fail(const struct answer *answer, const struct batch *batch, struct failure *failure);

#endif
