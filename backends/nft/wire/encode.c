#include "backends/nft/wire/encode.h"

#include <libnftnl/chain.h>
#include <libnftnl/set.h>
#include <libnftnl/table.h>
#include <libnftnl/udata.h>
#include <linux/netfilter.h>
#include <linux/netfilter/nf_tables.h>

#include <stdlib.h>

#include "core/base/text.h"

/* nft's own numbers of data types, in no header of the kernel. */
enum { TYPE_MARK = 19, BYTEORDER_HOST = 1 };

static void put_table(struct batch *batch, uint16_t type, uint16_t flags)
{
    struct nlmsghdr *header = batch_open(batch, type, flags, (struct origin){.what = "the table"});
    mnl_attr_put_strz(header, NFTA_TABLE_NAME, LAYOUT_TABLE);
    if (type == NFT_MSG_NEWTABLE)
        mnl_attr_put_u32(header, NFTA_TABLE_FLAGS, 0);
    batch_close(batch, header);
}

static void put_trial_set(struct batch *batch)
{
    struct nftnl_set *set = xmade(nftnl_set_alloc());
    struct nftnl_udata_buf *data = xmade(nftnl_udata_buf_alloc(16));
    xtaken(nftnl_set_set_str(set, NFTNL_SET_TABLE, LAYOUT_TABLE));
    xtaken(nftnl_set_set_str(set, NFTNL_SET_NAME, LAYOUT_TRIAL));
    nftnl_set_set_u32(set, NFTNL_SET_FAMILY, NFPROTO_INET);
    nftnl_set_set_u32(set, NFTNL_SET_FLAGS, NFT_SET_TIMEOUT);
    nftnl_set_set_u32(set, NFTNL_SET_KEY_TYPE, TYPE_MARK);
    nftnl_set_set_u32(set, NFTNL_SET_KEY_LEN, sizeof(uint32_t));
    nftnl_set_set_u32(set, NFTNL_SET_ID, ++batch->set_id);
    xtaken(nftnl_udata_put_u32(data, NFTNL_UDATA_SET_KEYBYTEORDER, BYTEORDER_HOST) ? 0 : -1);
    xtaken(
        nftnl_set_set_data(set, NFTNL_SET_USERDATA, nftnl_udata_buf_data(data), nftnl_udata_buf_len(data)));
    struct nlmsghdr *header = batch_open(batch, NFT_MSG_NEWSET, NLM_F_CREATE,
                                         (struct origin){.what = "the set", .name = LAYOUT_TRIAL});
    nftnl_set_nlmsg_build_payload(header, set);
    batch_close(batch, header);
    nftnl_udata_buf_free(data);
    nftnl_set_free(set);
}

void encode_table(struct batch *batch)
{
    put_table(batch, NFT_MSG_NEWTABLE, NLM_F_CREATE);
    put_trial_set(batch);
}

void encode_table_gone(struct batch *batch)
{
    put_table(batch, NFT_MSG_DELTABLE, 0);
}

void encode_base(struct batch *batch, enum hook hook, bool drop)
{
    static const uint32_t numbers[] = {NF_INET_LOCAL_IN, NF_INET_LOCAL_OUT, NF_INET_FORWARD};
    struct nftnl_chain *chain = xmade(nftnl_chain_alloc());
    xtaken(nftnl_chain_set_str(chain, NFTNL_CHAIN_TABLE, LAYOUT_TABLE));
    xtaken(nftnl_chain_set_str(chain, NFTNL_CHAIN_NAME, hook_name(hook)));
    xtaken(nftnl_chain_set_str(chain, NFTNL_CHAIN_TYPE, "filter"));
    nftnl_chain_set_u32(chain, NFTNL_CHAIN_HOOKNUM, numbers[hook]);
    nftnl_chain_set_s32(chain, NFTNL_CHAIN_PRIO, 0);
    nftnl_chain_set_u32(chain, NFTNL_CHAIN_POLICY, drop ? NF_DROP : NF_ACCEPT);
    struct nlmsghdr *header = batch_open(batch, NFT_MSG_NEWCHAIN, NLM_F_CREATE,
                                         (struct origin){.what = "the chain", .name = hook_name(hook)});
    nftnl_chain_nlmsg_build_payload(header, chain);
    batch_close(batch, header);
    nftnl_chain_free(chain);
}

static void put_names(struct batch *batch, uint16_t type, uint16_t flags, const char *what, const char *name)
{
    struct nlmsghdr *header = batch_open(batch, type, flags, (struct origin){.what = what});
    mnl_attr_put_strz(header, 1, LAYOUT_TABLE); /* NFTA_CHAIN_TABLE, NFTA_RULE_TABLE, NFTA_SET_TABLE */
    mnl_attr_put_strz(header, type == NFT_MSG_NEWCHAIN || type == NFT_MSG_DELCHAIN ? NFTA_CHAIN_NAME : 2,
                      name); /* NFTA_RULE_CHAIN, NFTA_SET_NAME */
    batch_close(batch, header);
}

void encode_chain(struct batch *batch, const char *name)
{
    put_names(batch, NFT_MSG_NEWCHAIN, NLM_F_CREATE, "a chain", name);
}

void encode_flush(struct batch *batch, const char *chain)
{
    put_names(batch, NFT_MSG_DELRULE, 0, "emptying a chain", chain);
}

void encode_chain_gone(struct batch *batch, const char *chain)
{
    put_names(batch, NFT_MSG_DELCHAIN, 0, "removing a chain", chain);
}

void encode_set_gone(struct batch *batch, const char *set)
{
    put_names(batch, NFT_MSG_DELSET, 0, "removing a set", set);
}

void encode_switch(struct batch *batch, enum hook hook, char confirmed)
{
    char trial[LAYOUT_NAME], kept[LAYOUT_NAME];
    struct nft_rule rules[2];
    layout_switch(rules, layout_chain(trial, layout_other(confirmed), hook),
                  layout_chain(kept, confirmed, hook));
    encode_flush(batch, hook_name(hook));
    for (size_t i = 0; i < 2; i++) {
        encode_rule(batch, hook_name(hook), &rules[i], confirmed);
        batch->origins[batch->count - 1].rule = NULL; /* it lives no longer than this call */
    }
}

static void put_chain(struct batch *batch, const struct nft_chain *chain, enum hook hook, char slot)
{
    char name[LAYOUT_NAME];
    layout_chain(name, slot, hook);
    encode_chain(batch, name);
    for (size_t i = 0; i < chain->count; i++)
        encode_rule(batch, name, &chain->items[i], slot);
}

void encode_slot(struct batch *batch, const struct ruleset *ruleset, char slot)
{
    for (size_t i = 0; i < ruleset->set_count; i++)
        encode_set(batch, ruleset->sets[i], slot);
    for (enum hook hook = HOOK_INPUT; hook < HOOK_COUNT; hook++)
        if (ruleset->chains[hook].present)
            put_chain(batch, &ruleset->chains[hook], hook, slot);
}

void encode_open(struct batch *batch, enum hook hook, char slot)
{
    struct nft_chain chain = {0};
    size_t before = batch->count;
    layout_open(&chain);
    put_chain(batch, &chain, hook, slot);
    for (size_t i = before; i < batch->count; i++)
        batch->origins[i].rule = NULL;
    free(chain.items);
}
