/* A rule that is being decoded: what the expressions so far have put into register 1, and what they asked
 * for. */
#ifndef BACKENDS_NFT_WIRE_READER_H
#define BACKENDS_NFT_WIRE_READER_H

#include <stdio.h>

#include <libnftnl/expr.h>

#include "backends/nft/wire/dump.h"

enum load { LOAD_NONE, LOAD_META, LOAD_CT, LOAD_PAYLOAD };

struct reader {
    struct dump *dump;
    struct nft_rule *rule;
    enum load load; /* what register 1 holds */
    uint32_t key;   /* of meta and ct; base of payload */
    uint32_t offset, length;
    bool masked;
    uint8_t mask[16];
    uint8_t family, layer4; /* asked for so far */
    struct match *range;    /* a range whose upper end comes next */
    bool limited;           /* our limit stands before the log */
};

/* Each turns one expression into a match (or the part of one); false: nothing we ever write. */
bool read_cmp(struct reader *reader, const struct nftnl_expr *expression);
bool read_lookup(struct reader *reader, const struct nftnl_expr *expression);

#endif
