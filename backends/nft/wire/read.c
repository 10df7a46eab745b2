/* The kernel's answers to our questions -> a dump. */
#include <endian.h>
#include <errno.h>
#include <libnftnl/common.h>
#include <linux/netfilter.h>
#include <linux/netfilter/nf_tables.h>
#include <stdlib.h>
#include <string.h>

#include "backends/nft/wire/attributes.h"
#include "backends/nft/wire/dump.h"
#include "core/base/text.h"

enum { TRIES = 100 };

static void take_table(void *context, const struct nlmsghdr *header)
{
    struct dump *dump = context;
    const struct nlattr *attribute;
    const char *name = "";
    uint32_t flags = 0;
    EACH_ATTRIBUTE(attribute, header, sizeof(struct nfgenmsg))
    {
        if (mnl_attr_get_type(attribute) == NFTA_TABLE_NAME)
            name = mnl_attr_get_str(attribute);
        if (mnl_attr_get_type(attribute) == NFTA_TABLE_FLAGS)
            flags = be32toh(mnl_attr_get_u32(attribute));
    }
    if (strcmp(name, LAYOUT_TABLE) != 0)
        return;
    dump->present = true;
    dump->dormant = (flags & NFT_TABLE_F_DORMANT) != 0;
}

static void nft_read_take_chain(void *context, const struct nlmsghdr *header)
{
    decode_chain(context, header);
}

static void take_set(void *context, const struct nlmsghdr *header)
{
    decode_set(context, header);
}

static void nft_read_take_rule(void *context, const struct nlmsghdr *header)
{
    decode_rule(context, header);
}

struct filling {
    struct dump *dump;
    struct nft_set *set;
};

static void take_elements(void *context, const struct nlmsghdr *header)
{
    struct filling *filling = context;
    decode_elements(filling->dump, header, filling->set);
}

static int read_elements(struct dump *dump, struct nft_socket *nft, enum dump_depth depth, bool *interrupted,
                         struct failure *failure)
{
    for (size_t i = 0; i < dump->set_count; i++) {
        struct filling filling = {dump, &dump->sets[i]->set};
        if (depth == DUMP_STANDING && strcmp(filling.set->name, LAYOUT_TRIAL) != 0)
            continue;
        if (dump_request(nft, NFT_MSG_GETSETELEM, NFPROTO_INET, LAYOUT_TABLE, filling.set->name,
                         take_elements, &filling, interrupted, failure) != 0)
            return -1;
        decode_elements_end(filling.set);
    }
    return 0;
}

static int nft_read_read_once(struct dump *dump, struct nft_socket *nft, enum dump_depth depth, bool *moved,
                              struct failure *failure)
{
    uint32_t after = 0;
    *moved = false;
    if (socket_generation(nft, &dump->generation, failure) != 0 ||
        dump_request(nft, NFT_MSG_GETTABLE, NFPROTO_INET, NULL, NULL, take_table, dump, moved, failure) != 0)
        return -1;
    if (dump->present && (dump_request(nft, NFT_MSG_GETCHAIN, NFPROTO_INET, NULL, NULL, nft_read_take_chain,
                                       dump, moved, failure) != 0 ||
                          dump_request(nft, NFT_MSG_GETSET, NFPROTO_INET, LAYOUT_TABLE, NULL, take_set, dump,
                                       moved, failure) != 0 ||
                          read_elements(dump, nft, depth, moved, failure) != 0 ||
                          dump_request(nft, NFT_MSG_GETRULE, NFPROTO_INET, LAYOUT_TABLE, NULL,
                                       nft_read_take_rule, dump, moved, failure) != 0))
        return -1;
    if (socket_generation(nft, &after, failure) != 0)
        return -1;
    *moved |= after != dump->generation;
    return 0;
}

int dump_read(struct dump *dump, struct nft_socket *nft, enum dump_depth depth, struct failure *failure)
{
    bool moved = true;
    *dump = (struct dump){0};
    for (int i = 0; moved && i < TRIES; i++) {
        dump_release(dump);
        if (nft_read_read_once(dump, nft, depth, &moved, failure) != 0)
            return -1;
    }
    return moved ? fail(failure, FAILURE_STALE,
                        "the rules of this machine change all the time: stop whoever changes them")
                 : 0;
}
