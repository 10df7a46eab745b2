#include "backends/nft/wire/encode.h"

#include <arpa/inet.h>
#include <endian.h>
#include <libnftnl/set.h>
#include <libnftnl/udata.h>
#include <linux/netfilter.h>
#include <linux/netfilter/nf_tables.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/text.h"

/* nft's own numbers of data types, in no header of the kernel. */
enum { TYPE_IPV4 = 7, TYPE_IPV6 = 8, BYTEORDER_BIG = 2 };

/* The length of an attribute is 16 bits; one element takes less than the margin. */
enum { LIST_LIMIT = 65535 - 256 };

static void put_set(struct batch *batch, const struct nft_set *set, const char *name)
{
    struct nftnl_set *made = xmade(nftnl_set_alloc());
    struct nftnl_udata_buf *data = xmade(nftnl_udata_buf_alloc(16));
    xtaken(nftnl_set_set_str(made, NFTNL_SET_TABLE, LAYOUT_TABLE));
    xtaken(nftnl_set_set_str(made, NFTNL_SET_NAME, name));
    nftnl_set_set_u32(made, NFTNL_SET_FAMILY, NFPROTO_INET);
    nftnl_set_set_u32(made, NFTNL_SET_FLAGS, NFT_SET_INTERVAL);
    nftnl_set_set_u32(made, NFTNL_SET_KEY_TYPE, set->ranges.family == FAMILY_4 ? TYPE_IPV4 : TYPE_IPV6);
    nftnl_set_set_u32(made, NFTNL_SET_KEY_LEN, (uint32_t)family_bytes(set->ranges.family));
    nftnl_set_set_u32(made, NFTNL_SET_ID, ++batch->set_id);
    xtaken(nftnl_udata_put_u32(data, NFTNL_UDATA_SET_KEYBYTEORDER, BYTEORDER_BIG) ? 0 : -1);
    xtaken(
        nftnl_set_set_data(made, NFTNL_SET_USERDATA, nftnl_udata_buf_data(data), nftnl_udata_buf_len(data)));
    struct nlmsghdr *header = batch_open(batch, NFT_MSG_NEWSET, NLM_F_CREATE,
                                         (struct origin){.what = "the set", .name = set->name});
    nftnl_set_nlmsg_build_payload(header, made);
    batch_close(batch, header);
    nftnl_udata_buf_free(data);
    nftnl_set_free(made);
}

/* A message of elements that is being written; a new one is opened when its list is full. */
struct elements {
    struct batch *batch;
    const char *set, *origin;
    uint16_t type, flags;
    struct nlmsghdr *header;
    struct nlattr *list;
};

static void elements_open(struct elements *elements)
{
    elements->header = batch_open(elements->batch, elements->type, elements->flags,
                                  (struct origin){.what = "the addresses of", .name = elements->origin});
    mnl_attr_put_strz(elements->header, NFTA_SET_ELEM_LIST_TABLE, LAYOUT_TABLE);
    mnl_attr_put_strz(elements->header, NFTA_SET_ELEM_LIST_SET, elements->set);
    elements->list = mnl_attr_nest_start(elements->header, NFTA_SET_ELEM_LIST_ELEMENTS);
}

static void elements_close(struct elements *elements)
{
    if (!elements->header)
        return;
    mnl_attr_nest_end(elements->header, elements->list);
    batch_close(elements->batch, elements->header);
    elements->header = NULL;
}

/* flags: NFT_SET_ELEM_…; open: nothing ends this interval, its last address is the last there is. */
static void elements_put(struct elements *elements, const void *key, size_t length, uint32_t flags, bool open,
                         uint64_t timeout_ms)
{
    static const uint8_t open_mark[] = {
        NFTNL_UDATA_SET_ELEM_FLAGS, 4, NFTNL_SET_ELEM_F_INTERVAL_OPEN, 0, 0, 0};
    if (elements->header &&
        (char *)mnl_nlmsg_get_payload_tail(elements->header) - (char *)elements->list > LIST_LIMIT)
        elements_close(elements);
    if (!elements->header)
        elements_open(elements);
    struct nlattr *element = mnl_attr_nest_start(elements->header, NFTA_LIST_ELEM);
    if (flags)
        mnl_attr_put_u32(elements->header, NFTA_SET_ELEM_FLAGS, htonl(flags));
    struct nlattr *nest = mnl_attr_nest_start(elements->header, NFTA_SET_ELEM_KEY);
    mnl_attr_put(elements->header, NFTA_DATA_VALUE, length, key);
    mnl_attr_nest_end(elements->header, nest);
    if (timeout_ms)
        mnl_attr_put_u64(elements->header, NFTA_SET_ELEM_TIMEOUT, htobe64(timeout_ms));
    if (open)
        mnl_attr_put(elements->header, NFTA_SET_ELEM_USERDATA, sizeof(open_mark), open_mark);
    mnl_attr_nest_end(elements->header, element);
}

void encode_set(struct batch *batch, const struct nft_set *set, char slot)
{
    char *name = xasprintf("%c_%s", slot, set->name);
    struct elements elements = {
        .batch = batch, .set = name, .origin = set->name, .type = NFT_MSG_NEWSETELEM, .flags = NLM_F_CREATE};
    size_t length = family_bytes(set->ranges.family);
    put_set(batch, set, name);
    for (size_t i = 0; i < set->ranges.count; i++) {
        const struct range *range = &set->ranges.items[i];
        uint8_t end[16];
        memcpy(end, range->last, sizeof(end));
        bool ends = address_next(end, set->ranges.family);
        elements_put(&elements, range->first, length, 0, !ends, 0);
        if (ends)
            elements_put(&elements, end, length, NFT_SET_ELEM_INTERVAL_END, false, 0);
    }
    elements_close(&elements);
    free(name);
}

static void nft_encode_set_put_trial(struct batch *batch, uint16_t type, uint16_t flags, uint64_t timeout_ms)
{
    const uint32_t key = 0; /* what `meta mark & 0` gives for every packet of both families */
    struct elements elements = {
        .batch = batch, .set = LAYOUT_TRIAL, .origin = LAYOUT_TRIAL, .type = type, .flags = flags};
    elements_put(&elements, &key, sizeof(key), 0, false, timeout_ms);
    elements_close(&elements);
}

void encode_trial(struct batch *batch, unsigned seconds)
{
    nft_encode_set_put_trial(batch, NFT_MSG_NEWSETELEM, NLM_F_CREATE | NLM_F_EXCL, (uint64_t)seconds * 1000);
}

void encode_trial_gone(struct batch *batch)
{
    nft_encode_set_put_trial(batch, NFT_MSG_DELSETELEM, 0, 0);
}
