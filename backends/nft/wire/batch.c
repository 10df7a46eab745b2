#include "backends/nft/wire/batch.h"

#include <libnftnl/common.h>
#include <linux/netfilter.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/text.h"

/* The longest message is a list of elements: one attribute of at most 64 KiB and its head. */
enum { ROOM = 128 << 10 };

size_t message_space(const struct nlmsghdr *header)
{
    return ((size_t)header->nlmsg_len + 3) & ~(size_t)3;
}

static void *make_room(struct batch *batch, size_t room)
{
    batch->data = xgrow(batch->data, batch->length + room, &batch->cap, 1);
    return batch->data + batch->length;
}

static uint32_t note_origin(struct batch *batch, struct origin origin)
{
    batch->origins = xgrow(batch->origins, batch->count, &batch->origin_cap, sizeof(*batch->origins));
    origin.offset = batch->length;
    batch->origins[batch->count++] = origin;
    return (uint32_t)batch->count;
}

struct nlmsghdr *batch_open(struct batch *batch, uint16_t type, uint16_t flags, struct origin origin)
{
    uint32_t sequence = note_origin(batch, origin);
    return nftnl_nlmsg_build_hdr(make_room(batch, ROOM), type, NFPROTO_INET, flags, sequence);
}

void batch_close(struct batch *batch, const struct nlmsghdr *header)
{
    batch->length += message_space(header);
}

struct nlmsghdr *batch_copy(struct batch *batch, const struct nlmsghdr *header)
{
    size_t length = message_space(header);
    uint32_t sequence = note_origin(batch, (struct origin){.what = "the boot image"});
    struct nlmsghdr *copy = make_room(batch, length);
    memcpy(copy, header, header->nlmsg_len);
    memset((uint8_t *)copy + header->nlmsg_len, 0, length - header->nlmsg_len);
    copy->nlmsg_seq = sequence;
    batch->length += length;
    return copy;
}

void batch_release(struct batch *batch)
{
    free(batch->data);
    free(batch->origins);
    *batch = (struct batch){0};
}
