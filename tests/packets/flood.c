/* flood HOST-NAMESPACE: new connections without end, from this namespace into the other, and a count of what
 * arrives.
 *
 * Each probe is one datagram with a source (address, port) not used for long, so connection tracking sees a
 * new connection. Half go to a port that every plan of the test allows, half to one that every plan denies;
 * IPv4 and IPv6 in turn. Receiving sockets live in the host's namespace but in this process: a probe that was
 * let through has arrived when sendto() returns or very soon after, so losses are counted exactly and nothing
 * is lost to a full socket.
 *
 * A line on standard input prints `sent-allowed got-allowed sent-denied got-denied`, end of input ends it. */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/ip.h>
#include <netinet/ip6.h>
#include <netinet/udp.h>
#include <poll.h>
#include <sched.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* The pause keeps the connections below the machine's nf_conntrack_max (262 144) while each lives for a
 * second or so. */
enum { ALLOWED_PORT = 5000, DENIED_PORT = 6000, BATCH = 32, PAUSE_US = 1500 };
static const char *const host4 = "10.20.0.11", *const host6 = "fd00:20::11";

struct count {
    unsigned long sent, got;
};

static void die(const char *what)
{
    perror(what);
    exit(3);
}

/* A datagram socket of the host's namespace, of both families. */
static int receiver(uint16_t port)
{
    int fd = socket(AF_INET6, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0), off = 0, room = 8 << 20;
    struct sockaddr_in6 any = {.sin6_family = AF_INET6, .sin6_port = htons(port)};
    setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &off, sizeof(off));
    setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &room, sizeof(room));
    if (fd < 0 || bind(fd, (struct sockaddr *)&any, sizeof(any)) < 0)
        die("receiver");
    return fd;
}

static void enter(int ns)
{
    if (setns(ns, CLONE_NEWNET) < 0)
        die("setns");
}

static uint32_t add16(uint32_t sum, const void *data, size_t length)
{
    const uint8_t *bytes = data;
    for (size_t i = 0; i + 1 < length; i += 2)
        sum += (uint32_t)(bytes[i] << 8 | bytes[i + 1]);
    return sum;
}

static uint16_t fold(uint32_t sum)
{
    while (sum >> 16)
        sum = (sum & 0xffff) + (sum >> 16);
    return htons((uint16_t)~sum);
}

struct udp_probe {
    struct udphdr udp;
    uint8_t data[8];
};

static void fill_udp(struct udp_probe *probe, unsigned long serial, uint16_t port)
{
    *probe = (struct udp_probe){.udp = {.source = htons((uint16_t)(1024 + serial % 60000)),
                                        .dest = htons(port),
                                        .len = htons(sizeof(*probe))}};
    memcpy(probe->data, &serial, sizeof(serial));
}

static int send4(int raw, unsigned long serial, uint16_t port)
{
    struct {
        struct iphdr ip;
        struct udp_probe probe;
    } __attribute__((packed)) packet = {
        .ip = {.version = 4, .ihl = 5, .ttl = 64, .protocol = IPPROTO_UDP, .tot_len = htons(sizeof(packet))}};
    struct sockaddr_in to = {.sin_family = AF_INET};
    inet_pton(AF_INET, host4, &to.sin_addr);
    packet.ip.daddr = to.sin_addr.s_addr;
    packet.ip.saddr = htonl(0x0a640000u + (uint32_t)(serial / 60000 % 256) * 256 + 1); /* 10.100.N.1 */
    packet.ip.id = htons((uint16_t)serial);
    struct udp_probe probe;
    fill_udp(&probe, serial, port);
    packet.probe = probe; /* an IPv4 datagram may go without a sum */
    return (int)sendto(raw, &packet, sizeof(packet), 0, (struct sockaddr *)&to, sizeof(to));
}

static int send6(int raw, unsigned long serial, uint16_t port)
{
    struct {
        struct ip6_hdr ip;
        struct udp_probe probe;
    } __attribute__((packed))
    packet = {.ip.ip6_plen = htons(sizeof(struct udp_probe)), .ip.ip6_nxt = IPPROTO_UDP, .ip.ip6_hlim = 64};
    struct sockaddr_in6 to = {.sin6_family = AF_INET6};
    inet_pton(AF_INET6, host6, &to.sin6_addr);
    packet.ip.ip6_vfc = 0x60;
    packet.ip.ip6_dst = to.sin6_addr;
    inet_pton(AF_INET6, "fd00:100::1", &packet.ip.ip6_src);
    packet.ip.ip6_src.s6_addr[13] = (uint8_t)(serial / 60000);
    struct udp_probe probe;
    fill_udp(&probe, serial, port);
    uint32_t sum = add16(IPPROTO_UDP + sizeof(probe), &packet.ip.ip6_src, 32);
    probe.udp.check = fold(add16(sum, &probe, sizeof(probe)));
    packet.probe = probe;
    return (int)sendto(raw, &packet, sizeof(packet), 0, (struct sockaddr *)&to, sizeof(to));
}

static unsigned long drain(int fd)
{
    char data[64];
    unsigned long got = 0;
    while (recv(fd, data, sizeof(data), 0) >= 0)
        got++;
    return got;
}

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

/* A batch of new connections to `port`; a probe that was not taken into the send queue is not counted. */
static void send_batch(const int raw[2], uint16_t port, struct count *count, unsigned long *serial)
{
    for (int i = 0; i < BATCH; i++, (*serial)++) {
        int done = i % 2 ? send6(raw[1], *serial, port) : send4(raw[0], *serial, port);
        count->sent += done > 0;
    }
}

static void round_of(const int raw[2], const int in[2], struct count count[2], unsigned long *serial)
{
    send_batch(raw, ALLOWED_PORT, &count[0], serial);
    send_batch(raw, DENIED_PORT, &count[1], serial);
    double until = now() + 1.0;
    do {
        count[0].got += drain(in[0]);
        count[1].got += drain(in[1]);
    } while (count[0].got < count[0].sent && now() < until);
    if (count[0].got < count[0].sent)
        fprintf(stderr, "flood: %lu lost so far\n", count[0].sent - count[0].got);
}

/* 0 = nothing asked, 1 = a line, -1 = the end */
static int asked(void)
{
    struct pollfd in = {.fd = 0, .events = POLLIN};
    char line[64];
    if (poll(&in, 1, 0) <= 0)
        return 0;
    return read(0, line, sizeof(line)) > 0 ? 1 : -1;
}

static void open_sockets(const char *host_ns, int raw[2], int in[2])
{
    int here = open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC), there = open(host_ns, O_RDONLY | O_CLOEXEC);
    if (here < 0 || there < 0)
        die(host_ns);
    enter(there);
    in[0] = receiver(ALLOWED_PORT);
    in[1] = receiver(DENIED_PORT);
    enter(here);
    raw[0] = socket(AF_INET, SOCK_RAW | SOCK_CLOEXEC, IPPROTO_RAW);
    raw[1] = socket(AF_INET6, SOCK_RAW | SOCK_CLOEXEC, IPPROTO_RAW);
    if (raw[0] < 0 || raw[1] < 0)
        die("raw socket");
}

int main(int argc, char **argv)
{
    int raw[2], in[2], order;
    struct count count[2] = {{0}};
    unsigned long serial = 0;
    if (argc != 2)
        return 2;
    open_sockets(argv[1], raw, in);
    while ((order = asked()) >= 0) {
        if (order > 0) {
            printf("%lu %lu %lu %lu\n", count[0].sent, count[0].got, count[1].sent, count[1].got);
            fflush(stdout);
        }
        round_of(raw, in, count, &serial);
        usleep(PAUSE_US);
    }
    return 0;
}
