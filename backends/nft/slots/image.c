#include "backends/nft/slots/image.h"

#include <libnftnl/common.h>
#include <linux/netfilter.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter/nfnetlink.h>
#include <sha2.h>
#include <stdlib.h>
#include <string.h>

#include "backends/nft/wire/attributes.h"
#include "backends/nft/wire/encode.h"
#include "core/base/text.h"

/* Numbers are those of the machine that wrote it: `order` tells another kind of machine. */
struct head {
    char magic[16];
    uint32_t order, version;
    uint64_t length;
    uint8_t digest[SHA256_DIGEST_LENGTH]; /* over the messages */
};

static const char magic[16] = "penstock-nft";
enum { ORDER = 0x01020304, VERSION = 1 };

static void digest_of(const void *data, size_t length, uint8_t digest[SHA256_DIGEST_LENGTH])
{
    SHA2_CTX context;
    SHA256Init(&context);
    SHA256Update(&context, data, length);
    SHA256Final(digest, &context);
}

int nft_image_make(const struct ruleset *ruleset, void **bytes, size_t *length, struct failure *failure)
{
    struct batch batch = {0};
    (void)failure;
    encode_slot(&batch, ruleset, 'a');
    struct head head = {.order = ORDER, .version = VERSION, .length = batch.length};
    memcpy(head.magic, magic, sizeof(magic));
    digest_of(batch.data, batch.length, head.digest);
    *length = sizeof(head) + batch.length;
    *bytes = xmalloc(*length);
    memcpy(*bytes, &head, sizeof(head));
    memcpy((char *)*bytes + sizeof(head), batch.data, batch.length);
    batch_release(&batch);
    return 0;
}

/* The attribute that holds a name of the slot at the message's top level; 0 = no message of an image. */
static uint16_t name_attribute(const struct nlmsghdr *header)
{
    if (header->nlmsg_type >> 8 != NFNL_SUBSYS_NFTABLES)
        return 0;
    switch (header->nlmsg_type & 0xff) {
    case NFT_MSG_NEWCHAIN:
        return NFTA_CHAIN_NAME;
    case NFT_MSG_NEWRULE:
        return NFTA_RULE_CHAIN;
    case NFT_MSG_NEWSET:
        return NFTA_SET_NAME;
    case NFT_MSG_NEWSETELEM:
        return NFTA_SET_ELEM_LIST_SET;
    default:
        return 0;
    }
}

static bool message_ok(const uint8_t *at, size_t left)
{
    const struct nlmsghdr *header = (const struct nlmsghdr *)at;
    return left >= sizeof(*header) + sizeof(struct nfgenmsg) &&
           header->nlmsg_len >= sizeof(*header) + sizeof(struct nfgenmsg) && message_space(header) <= left &&
           name_attribute(header);
}

static const struct nlattr *attribute_of(const struct nlmsghdr *header, uint16_t type)
{
    const struct nlattr *attribute;
    EACH_ATTRIBUTE(attribute, header, sizeof(struct nfgenmsg))
    {
        if (mnl_attr_get_type(attribute) == type)
            return attribute;
    }
    return NULL;
}

static unsigned hook_bit(const struct nlmsghdr *header)
{
    char name[LAYOUT_NAME];
    const struct nlattr *attribute =
        (header->nlmsg_type & 0xff) == NFT_MSG_NEWCHAIN ? attribute_of(header, NFTA_CHAIN_NAME) : NULL;
    for (enum hook hook = HOOK_INPUT; attribute && hook < HOOK_COUNT; hook++)
        if (strcmp(mnl_attr_get_str(attribute), layout_chain(name, 'a', hook)) == 0)
            return 1u << hook;
    return 0;
}

static int damaged(struct failure *failure, const char *how)
{
    return fail(failure, FAILURE_REFUSED,
                "the saved rules cannot be used: %s: apply the site again to save them anew", how);
}

int nft_image_open(struct nft_image *image, const void *bytes, size_t length, struct failure *failure)
{
    struct head head;
    uint8_t digest[SHA256_DIGEST_LENGTH];
    if (length < sizeof(head))
        return damaged(failure, "the file is too short");
    memcpy(&head, bytes, sizeof(head));
    if (memcmp(head.magic, magic, sizeof(magic)) != 0)
        return damaged(failure, "the file is not an image of nftables rules");
    if (head.order != ORDER || head.version != VERSION)
        return damaged(failure, "they were made by another kind of machine or version");
    *image = (struct nft_image){(const uint8_t *)bytes + sizeof(head), length - sizeof(head), 0};
    digest_of(image->messages, image->length, digest);
    if (head.length != image->length || memcmp(digest, head.digest, sizeof(digest)) != 0)
        return damaged(failure, "the file is damaged");
    for (size_t at = 0; at < image->length;) {
        if (!message_ok(image->messages + at, image->length - at))
            return damaged(failure, "the file holds something that is not ours");
        const struct nlmsghdr *header = (const struct nlmsghdr *)(image->messages + at);
        image->hooks |= hook_bit(header);
        at += message_space(header);
    }
    return 0;
}

static void move_name(const struct nlattr *attribute, char slot)
{
    char *name = attribute ? mnl_attr_get_payload(attribute) : NULL;
    if (name && mnl_attr_get_payload_len(attribute) > 2 && name[0] == 'a' && name[1] == '_')
        name[0] = slot;
}

static const struct nlattr *nested_of(const struct nlattr *nest, uint16_t type)
{
    const struct nlattr *attribute;
    if (nest)
        EACH_NESTED(attribute, nest)
        {
            if (mnl_attr_get_type(attribute) == type)
                return attribute;
        }
    return NULL;
}

/* Rules look into sets of their slot. */
static void move_lookups(const struct nlmsghdr *header, char slot)
{
    const struct nlattr *list = attribute_of(header, NFTA_RULE_EXPRESSIONS), *element;
    if (!list)
        return;
    EACH_NESTED(element, list)
    {
        const struct nlattr *name = nested_of(element, NFTA_EXPR_NAME);
        if (name && strcmp(mnl_attr_get_str(name), "lookup") == 0)
            move_name(nested_of(nested_of(element, NFTA_EXPR_DATA), NFTA_LOOKUP_SET), slot);
    }
}

void nft_image_fill(void *context, struct batch *batch, char slot)
{
    const struct nft_image *image = context;
    for (size_t at = 0; at < image->length;) {
        const struct nlmsghdr *header = (const struct nlmsghdr *)(image->messages + at);
        const struct nlmsghdr *copy = batch_copy(batch, header);
        move_name(attribute_of(copy, name_attribute(copy)), slot);
        if ((copy->nlmsg_type & 0xff) == NFT_MSG_NEWRULE)
            move_lookups(copy, slot);
        at += message_space(header);
    }
}
