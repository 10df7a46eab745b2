#include "backends/ways/tunnel.h"

#include <arpa/inet.h>
#include <dirent.h>
#include <errno.h>
#include <libmnl/libmnl.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "core/base/text.h"

/* The kinds of device that pack packets up, and where IFLA_INFO_DATA names the other end. Any other kind is none. */
static const struct tunnel_kind {
    const char *name;
    enum tunnel_sort sort;
    enum protocol protocol;
    uint16_t local, remote, local6, remote6, port; /* attributes; 0 = none */
} tunnel_kinds[] = {
    {"tun", TUNNEL_PROCESS, PROTOCOL_ANY, 0, 0, 0, 0, 0},
    {"ppp", TUNNEL_PROCESS, PROTOCOL_ANY, 0, 0, 0, 0, 0},
    {"wireguard", TUNNEL_KERNEL, PROTOCOL_UDP, 0, 0, 0, 0, 0},
    {"amneziawg", TUNNEL_KERNEL, PROTOCOL_UDP, 0, 0, 0, 0, 0},
    {"ovpn", TUNNEL_KERNEL, PROTOCOL_UDP, 0, 0, 0, 0, 0},
    {"ovpn-dco", TUNNEL_KERNEL, PROTOCOL_UDP, 0, 0, 0, 0, 0},
    {"vxlan", TUNNEL_KERNEL, PROTOCOL_UDP, 4, 2, 17, 16, 15},
    {"geneve", TUNNEL_KERNEL, PROTOCOL_UDP, 0, 2, 0, 7, 5},
    {"bareudp", TUNNEL_KERNEL, PROTOCOL_UDP, 0, 0, 0, 0, 0},
    {"gre", TUNNEL_KERNEL, PROTOCOL_ANY, 6, 7, 6, 7, 0},
    {"gretap", TUNNEL_KERNEL, PROTOCOL_ANY, 6, 7, 6, 7, 0},
    {"erspan", TUNNEL_KERNEL, PROTOCOL_ANY, 6, 7, 6, 7, 0},
    {"ip6gre", TUNNEL_KERNEL, PROTOCOL_ANY, 6, 7, 6, 7, 0},
    {"ip6gretap", TUNNEL_KERNEL, PROTOCOL_ANY, 6, 7, 6, 7, 0},
    {"ipip", TUNNEL_KERNEL, PROTOCOL_ANY, 2, 3, 2, 3, 0},
    {"sit", TUNNEL_KERNEL, PROTOCOL_ANY, 2, 3, 2, 3, 0},
    {"ip6tnl", TUNNEL_KERNEL, PROTOCOL_ANY, 2, 3, 2, 3, 0},
    {"vti", TUNNEL_KERNEL, PROTOCOL_ANY, 4, 5, 4, 5, 0},
    {"vti6", TUNNEL_KERNEL, PROTOCOL_ANY, 4, 5, 4, 5, 0},
    {"xfrm", TUNNEL_KERNEL, PROTOCOL_ANY, 0, 0, 0, 0, 0},
    {"l2tpeth", TUNNEL_KERNEL, PROTOCOL_ANY, 0, 0, 0, 0, 0},
};

static const struct tunnel_kind *tunnel_kind_of(const char *name)
{
    for (size_t i = 0; i < sizeof(tunnel_kinds) / sizeof(*tunnel_kinds); i++)
        if (strcmp(tunnel_kinds[i].name, name) == 0)
            return &tunnel_kinds[i];
    return NULL;
}

static int tunnel_ask(struct nlmsghdr *request, mnl_cb_t hear, void *data)
{
    char buffer[32768];
    struct mnl_socket *netlink = mnl_socket_open2(NETLINK_ROUTE, SOCK_CLOEXEC);
    int done = netlink && mnl_socket_bind(netlink, 0, MNL_SOCKET_AUTOPID) == 0 ? 0 : -1;
    request->nlmsg_seq = 1;
    if (done == 0 && mnl_socket_sendto(netlink, request, request->nlmsg_len) < 0)
        done = -1;
    ssize_t got = done == 0 ? mnl_socket_recvfrom(netlink, buffer, sizeof(buffer)) : -1;
    if (got >= 0)
        done = mnl_cb_run(buffer, (size_t)got, 1, mnl_socket_get_portid(netlink), hear, data);
    if (netlink)
        mnl_socket_close(netlink);
    return got < 0 || done < 0 ? -1 : 0;
}

static int tunnel_take_route(const struct nlattr *attribute, void *index)
{
    if (mnl_attr_get_type(attribute) == RTA_OIF && mnl_attr_get_payload_len(attribute) == sizeof(uint32_t))
        *(uint32_t *)index = mnl_attr_get_u32(attribute);
    return MNL_CB_OK;
}

static int tunnel_hear_route(const struct nlmsghdr *header, void *index)
{
    return mnl_attr_parse(header, sizeof(struct rtmsg), tunnel_take_route, index);
}

static int tunnel_route(const struct prefix *address, uint32_t *index)
{
    char buffer[256];
    struct nlmsghdr *request = mnl_nlmsg_put_header(buffer);
    request->nlmsg_type = RTM_GETROUTE;
    request->nlmsg_flags = NLM_F_REQUEST;
    struct rtmsg *route = mnl_nlmsg_put_extra_header(request, sizeof(*route));
    route->rtm_family = address->family == FAMILY_4 ? AF_INET : AF_INET6;
    route->rtm_dst_len = address->family == FAMILY_4 ? 32 : 128;
    mnl_attr_put(request, RTA_DST, address->family == FAMILY_4 ? 4 : 16, address->bytes);
    return tunnel_ask(request, tunnel_hear_route, index) == 0 && *index ? 0 : -1;
}

static void tunnel_take_address(const struct nlattr *attribute, struct prefix *address)
{
    static const uint8_t zero[16];
    uint16_t length = mnl_attr_get_payload_len(attribute);
    if ((length != 4 && length != 16) || memcmp(mnl_attr_get_payload(attribute), zero, length) == 0)
        return;
    *address = (struct prefix){.family = length == 4 ? FAMILY_4 : FAMILY_6, .length = (uint8_t)(length * 8)};
    memcpy(address->bytes, mnl_attr_get_payload(attribute), length);
}

static int tunnel_take_data(const struct nlattr *attribute, void *data)
{
    struct tunnel *tunnel = data;
    const struct tunnel_kind *kind = tunnel_kind_of(tunnel->kind);
    uint16_t type = mnl_attr_get_type(attribute);
    if (!kind || type == 0)
        return MNL_CB_OK;
    if (type == kind->local || type == kind->local6)
        tunnel_take_address(attribute, &tunnel->local);
    if (type == kind->remote || type == kind->remote6)
        tunnel_take_address(attribute, &tunnel->remote);
    if (type == kind->port && mnl_attr_get_payload_len(attribute) == sizeof(uint16_t))
        tunnel->port = ntohs(mnl_attr_get_u16(attribute));
    return MNL_CB_OK;
}

/* The kernel puts the kind before its data. */
static int tunnel_take_info(const struct nlattr *attribute, void *data)
{
    struct tunnel *tunnel = data;
    if (mnl_attr_get_type(attribute) == IFLA_INFO_KIND)
        snprintf(tunnel->kind, sizeof(tunnel->kind), "%s", mnl_attr_get_str(attribute));
    if (mnl_attr_get_type(attribute) == IFLA_INFO_DATA)
        return mnl_attr_parse_nested(attribute, tunnel_take_data, tunnel);
    return MNL_CB_OK;
}

static int tunnel_take_link(const struct nlattr *attribute, void *data)
{
    struct tunnel *tunnel = data;
    if (mnl_attr_get_type(attribute) == IFLA_IFNAME)
        snprintf(tunnel->device, sizeof(tunnel->device), "%s", mnl_attr_get_str(attribute));
    if (mnl_attr_get_type(attribute) == IFLA_LINKINFO)
        return mnl_attr_parse_nested(attribute, tunnel_take_info, tunnel);
    return MNL_CB_OK;
}

static int tunnel_hear_link(const struct nlmsghdr *header, void *tunnel)
{
    return mnl_attr_parse(header, sizeof(struct ifinfomsg), tunnel_take_link, tunnel);
}

static int tunnel_link(uint32_t index, struct tunnel *tunnel)
{
    char buffer[256];
    struct nlmsghdr *request = mnl_nlmsg_put_header(buffer);
    request->nlmsg_type = RTM_GETLINK;
    request->nlmsg_flags = NLM_F_REQUEST;
    struct ifinfomsg *link = mnl_nlmsg_put_extra_header(request, sizeof(*link));
    link->ifi_family = AF_UNSPEC;
    link->ifi_index = (int)index;
    return tunnel_ask(request, tunnel_hear_link, tunnel);
}

/* /proc/PID/fdinfo/FD of /dev/net/tun names the device in a line `iff:`. */
static bool tunnel_is_of(pid_t pid, const char *descriptor, const char *device)
{
    char path[320], line[128], name[32];
    bool is = false;
    snprintf(path, sizeof(path), "/proc/%d/fdinfo/%s", (int)pid, descriptor);
    FILE *file = fopen(path, "re");
    while (file && !is && fgets(line, sizeof(line), file))
        is = sscanf(line, "iff: %31s", name) == 1 && strcmp(name, device) == 0;
    if (file)
        fclose(file);
    return is;
}

static bool tunnel_holds(pid_t pid, const struct tunnel *tunnel)
{
    char path[64], target[64];
    bool holds = false, ppp = strcmp(tunnel->kind, "ppp") == 0;
    snprintf(path, sizeof(path), "/proc/%d/fd", (int)pid);
    DIR *folder = opendir(path);
    for (struct dirent *entry; folder && !holds && (entry = readdir(folder));) {
        ssize_t length = readlinkat(dirfd(folder), entry->d_name, target, sizeof(target) - 1);
        target[length > 0 ? length : 0] = '\0';
        holds = ppp ? strcmp(target, "/dev/ppp") == 0
                    : strcmp(target, "/dev/net/tun") == 0 && tunnel_is_of(pid, entry->d_name, tunnel->device);
    }
    if (folder)
        closedir(folder);
    return holds;
}

static void tunnel_find_pids(struct tunnel *tunnel)
{
    DIR *folder = opendir("/proc");
    for (struct dirent *entry; folder && tunnel->count < TUNNEL_PIDS && (entry = readdir(folder));) {
        pid_t pid = (pid_t)strtol(entry->d_name, NULL, 10);
        if (pid > 0 && tunnel_holds(pid, tunnel))
            tunnel->pids[tunnel->count++] = pid;
    }
    if (folder)
        closedir(folder);
}

void tunnel_towards(const struct prefix *address, uint32_t interface, struct tunnel *tunnel)
{
    *tunnel = (struct tunnel){.sort = TUNNEL_UNKNOWN, .device = "?"};
    if ((!interface && tunnel_route(address, &interface) != 0) || tunnel_link(interface, tunnel) != 0)
        return;
    const struct tunnel_kind *kind = tunnel_kind_of(tunnel->kind);
    tunnel->sort = kind ? kind->sort : TUNNEL_NONE;
    tunnel->protocol = kind ? kind->protocol : PROTOCOL_ANY;
    if (tunnel->sort == TUNNEL_PROCESS)
        tunnel_find_pids(tunnel);
}
