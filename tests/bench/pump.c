/* pump SOURCE DESTINATION: new TCP connections to port 5481 as fast as one socket sends them; the closed port
 * answers each by a reset. Prints: sent, answered, seconds. */
#include <arpa/inet.h>
#include <netinet/ip.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { COUNT = 50000, PORT = 5481 };

struct segment {
    struct in_addr from, to;
    uint8_t zero, protocol;
    uint16_t length;
    struct tcphdr tcp;
};

static uint16_t sum_of(const void *data, size_t length)
{
    const uint16_t *words = data;
    uint32_t sum = 0;
    for (size_t i = 0; i < length / 2; i++)
        sum += words[i];
    while (sum >> 16)
        sum = (sum & 0xffff) + (sum >> 16);
    return (uint16_t)~sum;
}

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

static void syn(struct segment *segment, uint16_t port)
{
    segment->tcp = (struct tcphdr){.source = htons(port),
                                   .dest = htons(PORT),
                                   .syn = 1,
                                   .doff = 5,
                                   .window = htons(1024),
                                   .seq = htonl((uint32_t)rand())};
    segment->tcp.check = sum_of(segment, sizeof(*segment));
}

int main(int argc, char **argv)
{
    struct segment segment = {.protocol = IPPROTO_TCP, .length = htons(sizeof(struct tcphdr))};
    struct sockaddr_in from = {.sin_family = AF_INET}, to = {.sin_family = AF_INET};
    unsigned sent = 0, answered = 0;
    char packet[256];
    if (argc != 3 || !inet_pton(AF_INET, argv[1], &from.sin_addr) ||
        !inet_pton(AF_INET, argv[2], &to.sin_addr))
        return 2;
    int raw = socket(AF_INET, SOCK_RAW, IPPROTO_TCP), room = 16 << 20;
    setsockopt(raw, SOL_SOCKET, SO_RCVBUFFORCE, &room, sizeof(room));
    if (raw < 0 || bind(raw, (struct sockaddr *)&from, sizeof(from)) < 0)
        return 3;
    segment.from = from.sin_addr;
    segment.to = to.sin_addr;
    double start = now();
    for (unsigned i = 0; i < COUNT; i++) {
        syn(&segment, (uint16_t)(1024 + i));
        sent += sendto(raw, &segment.tcp, sizeof(segment.tcp), 0, (struct sockaddr *)&to, sizeof(to)) > 0;
        while (recv(raw, packet, sizeof(packet), MSG_DONTWAIT) > 0)
            answered++;
    }
    double seconds = now() - start;
    usleep(100000);
    while (recv(raw, packet, sizeof(packet), MSG_DONTWAIT) > 0)
        answered++;
    printf("%u %u %.6f\n", sent, answered, seconds);
    return 0;
}
