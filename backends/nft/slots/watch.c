/* Hearing from the kernel that somebody has changed our table, without asking for anything and without memory. */
#include <errno.h>
#include <libmnl/libmnl.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter/nfnetlink.h>
#include <linux/netlink.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "backends/nft/compile/layout.h"
#include "backends/nft/slots/slots.h"
#include "backends/nft/wire/attributes.h"

int slots_watch(void)
{
    const int group = NFNLGRP_NFTABLES;
    struct sockaddr_nl own = {.nl_family = AF_NETLINK};
    int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_NONBLOCK | SOCK_CLOEXEC, NETLINK_NETFILTER);
    if (fd < 0)
        return -1;
    if (bind(fd, (struct sockaddr *)&own, sizeof(own)) == 0 &&
        setsockopt(fd, SOL_NETLINK, NETLINK_ADD_MEMBERSHIP, &group, sizeof(group)) == 0)
        return fd;
    close(fd);
    return -1;
}

/* The first attribute of all but the generation's is the table's name. */
static bool watch_is_ours(const struct nlmsghdr *header)
{
    enum { NAME = 1 };
    const struct nlattr *attribute;
    if ((header->nlmsg_type & 0xff) == NFT_MSG_NEWGEN)
        return false;
    EACH_ATTRIBUTE(attribute, header, sizeof(struct nfgenmsg))
    {
        if (mnl_attr_get_type(attribute) == NAME)
            return strncmp(mnl_attr_get_payload(attribute), LAYOUT_TABLE,
                           mnl_attr_get_payload_len(attribute)) == 0;
    }
    return false;
}

bool slots_watch_heard(int fd)
{
    static _Alignas(struct nlmsghdr) char buffer[1 << 16];
    bool heard = false;
    for (;;) {
        ssize_t got = recv(fd, buffer, sizeof(buffer), MSG_DONTWAIT);
        if (got < 0 && errno == EAGAIN)
            return heard;
        if (got < 0)
            heard |= errno == ENOBUFS; /* more than it could keep: some of it may be about us */
        if (got == 0 || (got < 0 && errno != ENOBUFS && errno != EINTR))
            return heard;
        int left = (int)got;
        for (const struct nlmsghdr *header = (void *)buffer; mnl_nlmsg_ok(header, left);
             header = mnl_nlmsg_next(header, &left))
            heard |= watch_is_ours(header);
    }
}
