#include "backends/neighbours/netlink.h"

#include <errno.h>
#include <libmnl/libmnl.h>
#include <libnftnl/common.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/netlink.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/text.h"

enum { RECEIVE = 4 << 20, BUFFER = 1 << 17 };

static int netlink_descriptor(const struct nft_socket *nft)
{
    return mnl_socket_get_fd(nft->netlink);
}

/* Closing a netlink socket of nf_tables waits (some 10 ms) until the kernel has freed what was removed
 * before. So one socket is kept until the process ends; it belongs to one process and one network namespace.
 */
static struct {
    struct mnl_socket *netlink;
    pid_t process;
    dev_t device; /* of the namespace */
    ino_t number;
} kept;

static bool namespace_now(struct stat *about)
{
    return stat("/proc/thread-self/ns/net", about) == 0;
}

static struct mnl_socket *take_kept(void)
{
    struct stat about;
    /* In a child its number may long belong to another file: a guard closes what it inherits. */
    struct mnl_socket *netlink = kept.process == getpid() ? kept.netlink : NULL;
    bool ours =
        netlink && namespace_now(&about) && about.st_dev == kept.device && about.st_ino == kept.number;
    kept.netlink = NULL;
    if (netlink && !ours) {
        mnl_socket_close(netlink);
        netlink = NULL;
    }
    return netlink;
}

static int open_new(struct nft_socket *nft, struct failure *failure)
{
    const int on = 1, receive = RECEIVE;
    nft->netlink = mnl_socket_open2(NETLINK_NETFILTER, SOCK_CLOEXEC);
    if (!nft->netlink || mnl_socket_bind(nft->netlink, 0, MNL_SOCKET_AUTOPID) != 0) {
        int error = errno;
        if (nft->netlink)
            mnl_socket_close(nft->netlink);
        nft->netlink = NULL;
        return fail(failure, FAILURE_MACHINE,
                    "nf_tables cannot be reached: %s: use a kernel that has CONFIG_NF_TABLES",
                    strerror(error));
    }
    setsockopt(netlink_descriptor(nft), SOL_NETLINK, NETLINK_EXT_ACK, &on, sizeof(on));
    setsockopt(netlink_descriptor(nft), SOL_NETLINK, NETLINK_CAP_ACK, &on, sizeof(on));
    setsockopt(netlink_descriptor(nft), SOL_SOCKET, SO_RCVBUFFORCE, &receive, sizeof(receive));
    return 0;
}

int socket_open(struct nft_socket *nft, struct failure *failure)
{
    *nft = (struct nft_socket){.netlink = take_kept()};
    return nft->netlink ? 0 : open_new(nft, failure);
}

void socket_close(struct nft_socket *nft)
{
    struct stat about;
    if (!nft->netlink)
        return;
    if (nft->unfinished || kept.netlink || !namespace_now(&about)) {
        mnl_socket_close(nft->netlink);
    } else {
        kept.netlink = nft->netlink;
        kept.process = getpid();
        kept.device = about.st_dev;
        kept.number = about.st_ino;
    }
    nft->netlink = NULL;
}

/* One datagram of an answer: 1 = more to come, 0 = done, -1 = errno. */
static int netlink_take(const void *buffer, size_t size,
                        void (*each)(void *context, const struct nlmsghdr *header), void *context,
                        bool *interrupted)
{
    int left = (int)size;
    for (const struct nlmsghdr *header = buffer; mnl_nlmsg_ok(header, left);
         header = mnl_nlmsg_next(header, &left)) {
        *interrupted |= (header->nlmsg_flags & NLM_F_DUMP_INTR) != 0;
        if (header->nlmsg_type == NLMSG_DONE)
            return 0;
        if (header->nlmsg_type == NLMSG_ERROR) {
            errno = -((const struct nlmsgerr *)mnl_nlmsg_get_payload(header))->error;
            return errno ? -1 : 0;
        }
        errno = 0;
        each(context, header);
    }
    return 1;
}

int dump_request(struct nft_socket *nft, uint16_t type, uint8_t family, const char *table, const char *set,
                 void (*each)(void *context, const struct nlmsghdr *header), void *context, bool *interrupted,
                 struct failure *failure)
{
    char request[1024], *buffer = xmalloc(BUFFER);
    struct nlmsghdr *header = nftnl_nlmsg_build_hdr(request, type, family, NLM_F_DUMP, 1);
    if (table)
        mnl_attr_put_strz(header, 1, table); /* the table is attribute 1 everywhere */
    if (set)
        mnl_attr_put_strz(header, NFTA_SET_ELEM_LIST_SET, set);
    int more = mnl_socket_sendto(nft->netlink, header, header->nlmsg_len) < 0 ? -1 : 1;
    while (more > 0) {
        ssize_t got = mnl_socket_recvfrom(nft->netlink, buffer, BUFFER);
        more = got < 0 ? -1 : netlink_take(buffer, (size_t)got, each, context, interrupted);
    }
    free(buffer);
    if (more == 0)
        return 0;
    nft->unfinished = true;
    if (errno == ENOENT || errno == EINTR) { /* it went away while we read */
        *interrupted = true;
        return 0;
    }
    return fail(failure, FAILURE_MACHINE, "the kernel's rules cannot be read: %s: use sudo", strerror(errno));
}

bool dump_parsed(int result)
{
    xtaken(result < 0 && errno == ENOMEM ? -1 : 0);
    return result == 0;
}
