/* The messages of one transaction, one after the other in memory; each knows what it was made from, so that
 * an error of the kernel leads back to it. BATCH_BEGIN and BATCH_END are put around them when they are sent.
 */
#ifndef BACKENDS_NFT_WIRE_BATCH_H
#define BACKENDS_NFT_WIRE_BATCH_H

#include <libmnl/libmnl.h>
#include <stdint.h>

#include "backends/nft/compile/ruleset.h"

struct origin {
    const char *what;            /* what a technician calls it: "the table", "the addresses of"; static */
    const char *name;            /* of the chain or set; NULL */
    const struct nft_rule *rule; /* NULL: no rule */
    size_t offset;               /* of the message */
};

struct batch {
    uint8_t *data;
    size_t length, cap;
    struct origin *origins; /* of the message with sequence number i + 1 */
    size_t count, origin_cap;
    uint32_t set_id;
};

/* A header with the next sequence number and room for 128 KiB behind it; to be ended by batch_close. */
struct nlmsghdr *batch_open(struct batch *batch, uint16_t type, uint16_t flags, struct origin origin);
void batch_close(struct batch *batch, const struct nlmsghdr *header);
/* Appends a ready message (of an image) under the next sequence number. */
struct nlmsghdr *batch_copy(struct batch *batch, const struct nlmsghdr *header);
/* Bytes that a message takes with the padding behind it. */
size_t message_space(const struct nlmsghdr *header);
void batch_release(struct batch *batch);

#endif
