/* Tables and chains of nf_tables. */
#include <libnftnl/chain.h>
#include <libnftnl/table.h>
#include <linux/netfilter.h>
#include <linux/netfilter/nf_tables.h>
#include <stdlib.h>
#include <string.h>

#include "backends/neighbours/others.h"
#include "core/base/text.h"

static void tables_take_table(void *context, const struct nlmsghdr *header)
{
    struct others *others = context;
    struct nftnl_table *table = xmade(nftnl_table_alloc());
    if (dump_parsed(nftnl_table_nlmsg_parse(header, table)) &&
        nftnl_table_get_u32(table, NFTNL_TABLE_FLAGS) & NFT_TABLE_F_DORMANT) {
        others->dormant =
            xgrow(others->dormant, others->dormant_count, &others->dormant_cap, sizeof(*others->dormant));
        others->dormant[others->dormant_count++] =
            xasprintf("%u %s", nftnl_table_get_u32(table, NFTNL_TABLE_FAMILY),
                      nftnl_table_get_str(table, NFTNL_TABLE_NAME));
    }
    nftnl_table_free(table);
}

/* Our own table of nf_tables is no neighbour. */
static bool tables_is_ours(unsigned family, const char *table)
{
    return family == NFPROTO_INET && strcmp(table, "penstock") == 0;
}

static bool tables_is_dormant(const struct others *others, unsigned family, const char *table)
{
    char *key = xasprintf("%u %s", family, table);
    bool found = false;
    for (size_t i = 0; i < others->dormant_count; i++)
        found |= strcmp(others->dormant[i], key) == 0;
    free(key);
    return found;
}

static void tables_take_chain(void *context, const struct nlmsghdr *header)
{
    struct others *others = context;
    struct nftnl_chain *chain = xmade(nftnl_chain_alloc());
    bool parsed = dump_parsed(nftnl_chain_nlmsg_parse(header, chain));
    unsigned family = parsed ? nftnl_chain_get_u32(chain, NFTNL_CHAIN_FAMILY) : 0;
    const char *table = parsed ? nftnl_chain_get_str(chain, NFTNL_CHAIN_TABLE) : "";
    if (parsed && !tables_is_ours(family, table)) {
        struct other *made = others_add(others, family, table, nftnl_chain_get_str(chain, NFTNL_CHAIN_NAME));
        made->base =
            nftnl_chain_is_set(chain, NFTNL_CHAIN_HOOKNUM) && !tables_is_dormant(others, family, table);
        if (made->base) {
            made->hook = nftnl_chain_get_u32(chain, NFTNL_CHAIN_HOOKNUM);
            made->drops = nftnl_chain_get_u32(chain, NFTNL_CHAIN_POLICY) == NF_DROP;
        }
    }
    nftnl_chain_free(chain);
}

int others_of_tables(struct others *others, struct nft_socket *nft, struct failure *failure)
{
    bool moved = false; /* a chain that comes or goes right now is seen next time */
    int done = dump_request(nft, NFT_MSG_GETTABLE, NFPROTO_UNSPEC, NULL, NULL, tables_take_table, others,
                            &moved, failure);
    if (done == 0)
        done = dump_request(nft, NFT_MSG_GETCHAIN, NFPROTO_UNSPEC, NULL, NULL, tables_take_chain, others,
                            &moved, failure);
    if (done == 0)
        done = dump_request(nft, NFT_MSG_GETRULE, NFPROTO_UNSPEC, NULL, NULL, others_take_rule, others,
                            &moved, failure);
    if (done == 0)
        others_resolve(others, nft);
    return done;
}
