#include "backends/ways/sockdiag.h"

#include <arpa/inet.h>
#include <errno.h>
#include <libmnl/libmnl.h>
#include <linux/inet_diag.h>
#include <linux/sock_diag.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "core/base/text.h"

/* Of the kernel alone, not in netinet/tcp.h: a connection of which only the first packet came. */
enum { NEW_SYN_RECV = 12 };
/* One side has said all that it has to say, and may still listen: a shell whose input came from a pipe. */
enum { HALF_CLOSED = 1 << TCP_CLOSE_WAIT | 1 << TCP_FIN_WAIT2 };

static bool is_zero(const void *bytes, size_t length)
{
    static const uint8_t zero[16];
    return memcmp(bytes, zero, length) == 0;
}

static struct prefix ways_sockdiag_address_of(int family, const __be32 words[4])
{
    static const uint8_t mapped[12] = {[10] = 0xff, [11] = 0xff};
    const uint8_t *bytes = (const uint8_t *)words;
    bool is_mapped = family == AF_INET6 && memcmp(bytes, mapped, sizeof(mapped)) == 0;
    struct prefix address = {.family = FAMILY_6, .length = 128};
    if (family == AF_INET || is_mapped)
        address = (struct prefix){.family = FAMILY_4, .length = 32};
    memcpy(address.bytes, is_mapped ? bytes + 12 : bytes, address.family == FAMILY_4 ? 4 : 16);
    return address;
}

static int note_v6only(const struct nlattr *attribute, void *only)
{
    if (mnl_attr_get_type(attribute) == INET_DIAG_SKV6ONLY)
        *(bool *)only = mnl_attr_get_u8(attribute) != 0;
    return MNL_CB_OK;
}

/* Whether a socket bound to :: hears IPv6 alone. The kernel says so unasked. */
static bool only_v6(const struct nlmsghdr *header)
{
    bool only = false;
    mnl_attr_parse(header, sizeof(struct inet_diag_msg), note_v6only, &only);
    return only;
}

static struct prefix bound_to(const struct nlmsghdr *header, const struct inet_diag_msg *message)
{
    if (message->idiag_family == AF_INET6 && is_zero(message->id.idiag_src, 16))
        return (struct prefix){.family = only_v6(header) ? FAMILY_6 : 0};
    if (message->idiag_family == AF_INET && message->id.idiag_src[0] == 0)
        return (struct prefix){.family = FAMILY_4};
    return ways_sockdiag_address_of(message->idiag_family, message->id.idiag_src);
}

static int one_socket(const struct nlmsghdr *header, void *data)
{
    const struct diag_dump *dump = data;
    const struct inet_diag_msg *message = mnl_nlmsg_get_payload(header);
    struct socks *socks = dump->socks;
    if (mnl_nlmsg_get_payload_len(header) < sizeof(*message))
        return MNL_CB_OK;
    /* Nobody holds it any more: the kernel alone waits for its end. */
    if ((1U << message->idiag_state & HALF_CLOSED) && message->idiag_inode == 0)
        return MNL_CB_OK;
    bool connected = message->idiag_state == TCP_ESTABLISHED;
    bool listens = message->idiag_state == TCP_LISTEN || (dump->protocol == PROTOCOL_UDP && !connected);
    bool opening = message->idiag_state == TCP_SYN_RECV || message->idiag_state == NEW_SYN_RECV;
    socks->items = xgrow(socks->items, socks->count, &socks->cap, sizeof(*socks->items));
    socks->items[socks->count++] = (struct sock){
        .protocol = dump->protocol,
        .state = listens   ? SOCK_LISTENS
                 : opening ? SOCK_OPENING
                           : SOCK_ESTABLISHED,
        .local = listens ? bound_to(header, message)
                         : ways_sockdiag_address_of(message->idiag_family, message->id.idiag_src),
        .peer = ways_sockdiag_address_of(message->idiag_family, message->id.idiag_dst),
        .local_port = ntohs(message->id.idiag_sport),
        .peer_port = ntohs(message->id.idiag_dport),
        .inode = message->idiag_inode,
        .interface = message->id.idiag_if,
    };
    return MNL_CB_OK;
}

/* The kernel's last word is 0 or what went wrong; libmnl takes any for a good end. */
static int dump_ended(const struct nlmsghdr *header, void *unused)
{
    int error = 0;
    (void)unused;
    if (mnl_nlmsg_get_payload_len(header) >= sizeof(error))
        memcpy(&error, mnl_nlmsg_get_payload(header), sizeof(error));
    if (error >= 0)
        return MNL_CB_STOP;
    errno = -error;
    return MNL_CB_ERROR;
}

/* Messages were lost: what came is not all. */
static int dump_overrun(const struct nlmsghdr *header, void *unused)
{
    (void)header;
    (void)unused;
    errno = ENOBUFS;
    return MNL_CB_ERROR;
}

int sockdiag_answer(const void *bytes, size_t length, unsigned sequence, unsigned port,
                    struct diag_dump *dump)
{
    mnl_cb_t controls[] = {[NLMSG_DONE] = dump_ended, [NLMSG_OVERRUN] = dump_overrun};
    return mnl_cb_run2(bytes, length, sequence, port, one_socket, dump, controls,
                       sizeof(controls) / sizeof(*controls));
}

static int ways_sockdiag_receive(struct mnl_socket *netlink, unsigned sequence, struct diag_dump *dump)
{
    char buffer[16384];
    unsigned port = mnl_socket_get_portid(netlink);
    for (;;) {
        ssize_t got = mnl_socket_recvfrom(netlink, buffer, sizeof(buffer));
        if (got < 0 && errno == EINTR)
            continue;
        int more = got < 0 ? -1 : sockdiag_answer(buffer, (size_t)got, sequence, port, dump);
        if (more <= 0)
            return more;
    }
}

static int dump_family(struct mnl_socket *netlink, int family, struct diag_dump *dump)
{
    static unsigned sequence = 1;
    char buffer[256];
    bool tcp = dump->protocol == PROTOCOL_TCP;
    struct nlmsghdr *header = mnl_nlmsg_put_header(buffer);
    header->nlmsg_type = SOCK_DIAG_BY_FAMILY;
    header->nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP;
    header->nlmsg_seq = ++sequence;
    struct inet_diag_req_v2 *request = mnl_nlmsg_put_extra_header(header, sizeof(*request));
    request->sdiag_family = (uint8_t)family;
    request->sdiag_protocol = tcp ? IPPROTO_TCP : IPPROTO_UDP;
    request->idiag_states =
        tcp ? 1U << TCP_LISTEN | 1U << TCP_ESTABLISHED | HALF_CLOSED | 1U << TCP_SYN_RECV | 1U << NEW_SYN_RECV
            : 1U << TCP_CLOSE | 1U << TCP_ESTABLISHED;
    if (mnl_socket_sendto(netlink, header, header->nlmsg_len) < 0)
        return -1;
    return ways_sockdiag_receive(netlink, sequence, dump);
}

int sockdiag_list(struct socks *socks, struct failure *failure)
{
    static const struct {
        enum protocol protocol;
        int family;
    } kinds[] = {
        {PROTOCOL_TCP, AF_INET}, {PROTOCOL_TCP, AF_INET6}, {PROTOCOL_UDP, AF_INET}, {PROTOCOL_UDP, AF_INET6}};
    int done = 0;
    *socks = (struct socks){0};
    struct mnl_socket *netlink = mnl_socket_open2(NETLINK_SOCK_DIAG, SOCK_CLOEXEC);
    if (!netlink || mnl_socket_bind(netlink, 0, MNL_SOCKET_AUTOPID) < 0)
        done = -1;
    for (size_t i = 0; done == 0 && i < sizeof(kinds) / sizeof(*kinds); i++) {
        struct diag_dump dump = {socks, kinds[i].protocol};
        done = dump_family(netlink, kinds[i].family, &dump);
    }
    int why = errno;
    if (netlink)
        mnl_socket_close(netlink);
    if (done == 0)
        return 0;
    socks_release(socks);
    return fail(failure, FAILURE_MACHINE,
                "the sockets of this machine cannot be listed: %s (it takes the kernel's modules inet_diag, "
                "tcp_diag and udp_diag)",
                strerror(why));
}

void socks_release(struct socks *socks)
{
    free(socks->items);
    *socks = (struct socks){0};
}
