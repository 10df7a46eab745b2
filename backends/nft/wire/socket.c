#include "backends/nft/wire/socket.h"
#include "backends/nft/wire/attributes.h"

#include <arpa/inet.h>
#include <errno.h>
#include <libnftnl/common.h>
#include <linux/netfilter.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter/nfnetlink.h>
#include <linux/netlink.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

enum { HEAD = 64, ANSWER = 1 << 16 };

static int descriptor(const struct nft_socket *nft)
{
    return mnl_socket_get_fd(nft->netlink);
}

static int generation_of(const struct nlmsghdr *header, void *data)
{
    uint32_t *generation = data;
    const struct nlattr *attribute;
    EACH_ATTRIBUTE(attribute, header, sizeof(struct nfgenmsg))
    {
        if (mnl_attr_get_type(attribute) == NFTA_GEN_ID)
            *generation = ntohl(mnl_attr_get_u32(attribute));
    }
    return MNL_CB_OK;
}

int socket_generation(struct nft_socket *nft, uint32_t *generation, struct failure *failure)
{
    char buffer[8192];
    struct nlmsghdr *header = nftnl_nlmsg_build_hdr(buffer, NFT_MSG_GETGEN, NFPROTO_UNSPEC, NLM_F_ACK, 1);
    ssize_t length = mnl_socket_sendto(nft->netlink, header, header->nlmsg_len);
    int more = length < 0 ? -1 : 1;
    while (more > 0) {
        length = mnl_socket_recvfrom(nft->netlink, buffer, sizeof(buffer));
        more = length < 0 ? -1
                          : mnl_cb_run(buffer, (size_t)length, 1, mnl_socket_get_portid(nft->netlink),
                                       generation_of, generation);
    }
    if (more == 0)
        return 0;
    nft->unfinished = true;
    if (errno == EPERM)
        return fail(failure, FAILURE_MACHINE,
                    "the firewall of this machine may only be read and changed by root: use sudo");
    return fail(failure, FAILURE_MACHINE, "nf_tables does not answer: %s: load the module nf_tables",
                strerror(errno));
}

/* A netlink batch is one message of the socket: its send buffer must hold all of it. */
static void nft_socket_widen(const struct nft_socket *nft, size_t length)
{
    int wanted = (int)length + 4096, now = 0;
    socklen_t size = sizeof(now);
    if (getsockopt(descriptor(nft), SOL_SOCKET, SO_SNDBUF, &now, &size) == 0 && now >= wanted)
        return;
    if (setsockopt(descriptor(nft), SOL_SOCKET, SO_SNDBUFFORCE, &wanted, sizeof(wanted)) != 0)
        setsockopt(descriptor(nft), SOL_SOCKET, SO_SNDBUF, &wanted, sizeof(wanted));
}

static size_t put_begin(char *buffer, const uint32_t *generation)
{
    struct nlmsghdr *header = nftnl_batch_begin(buffer, 0);
    if (generation)
        mnl_attr_put_u32(header, NFNL_BATCH_GENID, htonl(*generation));
    return message_space(header);
}

static int transmit(const struct nft_socket *nft, const void *data, size_t length, const uint32_t *generation,
                    uint32_t last)
{
    char begin[HEAD], end[HEAD];
    struct sockaddr_nl kernel = {.nl_family = AF_NETLINK};
    struct iovec parts[] = {{begin, put_begin(begin, generation)},
                            {(void *)data, length},
                            {end, message_space(nftnl_batch_end(end, last + 1))}};
    struct msghdr message = {
        .msg_name = &kernel, .msg_namelen = sizeof(kernel), .msg_iov = parts, .msg_iovlen = 3};
    nft_socket_widen(nft, length + 2 * HEAD);
    ssize_t sent;
    do
        sent = sendmsg(descriptor(nft), &message, 0);
    while (sent < 0 && errno == EINTR);
    return sent < 0 ? -1 : 0;
}

static uint32_t offset_of(const struct nlmsghdr *header)
{
    const struct nlattr *attribute;
    if (!(header->nlmsg_flags & NLM_F_ACK_TLVS) || !(header->nlmsg_flags & NLM_F_CAPPED))
        return 0;
    EACH_ATTRIBUTE(attribute, header, sizeof(struct nlmsgerr))
    {
        if (mnl_attr_get_type(attribute) == NLMSGERR_ATTR_OFFS)
            return mnl_attr_get_u32(attribute);
    }
    return 0;
}

/* Notes the first error of one datagram; true when the message `last` was acknowledged. */
static bool read_answers(const void *data, size_t size, uint32_t last, struct answer *answer)
{
    bool acknowledged = false;
    int left = (int)size;
    for (const struct nlmsghdr *header = data; mnl_nlmsg_ok(header, left);
         header = mnl_nlmsg_next(header, &left)) {
        const struct nlmsgerr *error = mnl_nlmsg_get_payload(header);
        if (header->nlmsg_type != NLMSG_ERROR)
            continue;
        if (error->error == 0)
            acknowledged |= header->nlmsg_seq == last;
        else if (!answer->error)
            *answer = (struct answer){-error->error, header->nlmsg_seq, offset_of(header)};
    }
    return acknowledged;
}

/* The kernel worked inside sendmsg(): all answers wait already. Success is one acknowledgement, so answers
 * can only be lost (ENOBUFS) when there are hundreds of errors. */
static int nft_socket_receive(const struct nft_socket *nft, uint32_t last, struct answer *answer)
{
    static _Alignas(struct nlmsghdr) char buffer[ANSWER];
    bool acknowledged = false;
    for (;;) {
        ssize_t got = recv(descriptor(nft), buffer, sizeof(buffer), MSG_DONTWAIT);
        if (got >= 0)
            acknowledged |= read_answers(buffer, (size_t)got, last, answer);
        else if (errno == EAGAIN)
            break;
        else if (errno != EINTR && !answer->error)
            answer->error = errno;
    }
    if (!answer->error && !acknowledged)
        answer->error = EPROTO;
    return answer->error ? -1 : 0;
}

/* Sends messages first+1 .. last of the batch as one transaction. */
static int send_part(struct nft_socket *nft, const struct batch *batch, size_t first, size_t last,
                     const uint32_t *generation, struct answer *answer)
{
    size_t from = batch->origins[first].offset;
    size_t to = last < batch->count ? batch->origins[last].offset : batch->length;
    struct nlmsghdr *end = (struct nlmsghdr *)(batch->data + batch->origins[last - 1].offset);
    *answer = (struct answer){0};
    end->nlmsg_flags |= NLM_F_ACK;
    if (transmit(nft, batch->data + from, to - from, generation, (uint32_t)last) != 0) {
        answer->error = errno;
        return -1;
    }
    return nft_socket_receive(nft, (uint32_t)last, answer);
}

int socket_send(struct nft_socket *nft, const struct batch *batch, const uint32_t *generation,
                struct answer *answer)
{
    *answer = (struct answer){0};
    return batch->count ? send_part(nft, batch, 0, batch->count, generation, answer) : 0;
}

int socket_send_split(struct nft_socket *nft, const struct batch *batch, struct answer *answer)
{
    enum { PART = 192 << 10 }; /* below the usual send buffer */
    *answer = (struct answer){0};
    for (size_t first = 0, last; first < batch->count; first = last) {
        last = first + 1;
        while (last < batch->count && batch->origins[last].offset - batch->origins[first].offset < PART / 2)
            last++;
        if (send_part(nft, batch, first, last, NULL, answer) != 0)
            return -1;
    }
    return 0;
}
