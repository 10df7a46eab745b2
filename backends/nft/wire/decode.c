/* Messages of a dump -> chains, sets and elements. */
#include <endian.h>
#include <libnftnl/chain.h>
#include <linux/netfilter.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter/nfnetlink.h>
#include <stdlib.h>
#include <string.h>

#include "backends/nft/wire/attributes.h"
#include "backends/nft/wire/dump.h"
#include "core/base/text.h"

static enum hook hook_of(uint32_t number)
{
    return number == NF_INET_LOCAL_IN    ? HOOK_INPUT
           : number == NF_INET_LOCAL_OUT ? HOOK_OUTPUT
           : number == NF_INET_FORWARD   ? HOOK_FORWARD
                                         : HOOK_COUNT;
}

/* Where a base chain of ours would be; at another priority or of another type it is none. */
static enum hook base_hook(const struct nftnl_chain *chain)
{
    bool ours = nftnl_chain_get_s32(chain, NFTNL_CHAIN_PRIO) == 0 &&
                text_equal(nftnl_chain_get_str(chain, NFTNL_CHAIN_TYPE), "filter");
    return ours ? hook_of(nftnl_chain_get_u32(chain, NFTNL_CHAIN_HOOKNUM)) : HOOK_COUNT;
}

void decode_chain(struct dump *dump, const struct nlmsghdr *header)
{
    struct nftnl_chain *chain = xmade(nftnl_chain_alloc());
    if (dump_parsed(nftnl_chain_nlmsg_parse(header, chain)) &&
        text_equal(nftnl_chain_get_str(chain, NFTNL_CHAIN_TABLE), LAYOUT_TABLE)) {
        dump->chains = xgrow(dump->chains, dump->chain_count, &dump->chain_cap, sizeof(*dump->chains));
        struct dump_chain *made = &dump->chains[dump->chain_count++];
        *made = (struct dump_chain){.name = xstrdup(nftnl_chain_get_str(chain, NFTNL_CHAIN_NAME)),
                                    .base = nftnl_chain_is_set(chain, NFTNL_CHAIN_HOOKNUM),
                                    .hook = HOOK_COUNT};
        if (made->base) {
            made->hook = base_hook(chain);
            made->drop = nftnl_chain_get_u32(chain, NFTNL_CHAIN_POLICY) == NF_DROP;
        }
    }
    nftnl_chain_free(chain);
}

void decode_set(struct dump *dump, const struct nlmsghdr *header)
{
    const struct nlattr *attribute;
    const char *name = NULL;
    uint32_t length = 0, flags = 0;
    EACH_ATTRIBUTE(attribute, header, sizeof(struct nfgenmsg))
    {
        if (mnl_attr_get_type(attribute) == NFTA_SET_NAME)
            name = mnl_attr_get_str(attribute);
        if (mnl_attr_get_type(attribute) == NFTA_SET_KEY_LEN)
            length = be32toh(mnl_attr_get_u32(attribute));
        if (mnl_attr_get_type(attribute) == NFTA_SET_FLAGS)
            flags = be32toh(mnl_attr_get_u32(attribute));
    }
    if (!name)
        return;
    struct dump_set *made = xcalloc(1, sizeof(*made));
    made->set.name = xstrdup(name);
    if (flags & NFT_SET_INTERVAL)
        made->set.ranges.family = length == 4 ? FAMILY_4 : length == 16 ? FAMILY_6 : 0;
    dump->sets = xgrow(dump->sets, dump->set_count, &dump->set_cap, sizeof(*dump->sets));
    dump->sets[dump->set_count++] = made;
}

/* Until decode_elements_end each range holds one element as it came: its key, and in last[0] whether an
 * interval ends there. */
static void add_element(struct dump *dump, struct nft_set *set, const struct nlattr *element)
{
    struct range raw = {0};
    const struct nlattr *part;
    int64_t left = 0;
    EACH_NESTED(part, element)
    {
        if (mnl_attr_get_type(part) == NFTA_SET_ELEM_KEY) {
            const struct nlattr *value = mnl_attr_get_payload(part);
            size_t length = mnl_attr_get_payload_len(value);
            memcpy(raw.first, mnl_attr_get_payload(value), length < 16 ? length : 16);
        }
        if (mnl_attr_get_type(part) == NFTA_SET_ELEM_FLAGS)
            raw.last[0] = (be32toh(mnl_attr_get_u32(part)) & NFT_SET_ELEM_INTERVAL_END) != 0;
        if (mnl_attr_get_type(part) == NFTA_SET_ELEM_EXPIRATION)
            left = (int64_t)be64toh(mnl_attr_get_u64(part));
    }
    const uint32_t key = 0; /* no other one makes the switch go */
    if (strcmp(set->name, LAYOUT_TRIAL) == 0) {
        if (memcmp(raw.first, &key, sizeof(key)) != 0)
            return;
        dump->trial = true;
        dump->remaining_ms = left;
    } else if (set->ranges.family) {
        prefixset_add_range(&set->ranges, &raw);
    }
}

void decode_elements(struct dump *dump, const struct nlmsghdr *header, struct nft_set *set)
{
    const struct nlattr *list, *element;
    EACH_ATTRIBUTE(list, header, sizeof(struct nfgenmsg))
    {
        if (mnl_attr_get_type(list) != NFTA_SET_ELEM_LIST_ELEMENTS)
            continue;
        EACH_NESTED(element, list)
        {
            add_element(dump, set, element);
        }
    }
}

/* By key; at the same key the end of one interval stands before the start of the next. */
static int nft_decode_by_key(const void *a, const void *b)
{
    const struct range *x = a, *y = b;
    int order = memcmp(x->first, y->first, sizeof(x->first));
    return order ? order : (int)y->last[0] - (int)x->last[0];
}

void decode_elements_end(struct nft_set *set)
{
    struct prefixset raw = set->ranges, made = {.family = raw.family};
    struct range *open = NULL, range;
    prefixset_sort(&raw, nft_decode_by_key);
    for (size_t i = 0; i <= raw.count; i++) {
        if (open) { /* it ends before this key, or with the last address there is */
            memcpy(range.first, open->first, sizeof(range.first));
            memset(range.last, 0, sizeof(range.last));
            if (i < raw.count)
                memcpy(range.last, raw.items[i].first, sizeof(range.last));
            address_previous(range.last, raw.family);
            prefixset_add_range(&made, &range);
        }
        open = i < raw.count && !raw.items[i].last[0] ? &raw.items[i] : NULL;
    }
    prefixset_merge(&made);
    prefixset_release(&raw);
    set->ranges = made;
}
