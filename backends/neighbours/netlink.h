/* The netlink door to nf_tables, and questions to it about whatever tables there are. */
#ifndef BACKENDS_NEIGHBOURS_NETLINK_H
#define BACKENDS_NEIGHBOURS_NETLINK_H

#include <stdbool.h>
#include <stdint.h>

#include "backends/machine/failure.h"

struct mnl_socket;
struct nlmsghdr;

struct nft_socket {
    struct mnl_socket *netlink;
    bool unfinished; /* an answer was given up: nothing more may be asked */
};

/* FAILURE_MACHINE without a kernel that has nf_tables. */
int socket_open(struct nft_socket *nft, struct failure *failure);
void socket_close(struct nft_socket *nft);

/* One dump request, each message given to `each`. *interrupted: the answer is of more than one generation. */
int dump_request(struct nft_socket *nft, uint16_t type, uint8_t family, const char *table, const char *set,
                 void (*each)(void *context, const struct nlmsghdr *header), void *context, bool *interrupted,
                 struct failure *failure);
/* Whether libnftnl has read a message; where it had no memory for it, that is the end: a rule must not go unseen.
 */
bool dump_parsed(int result);

#endif
