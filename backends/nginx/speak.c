#include "backends/nginx/speak.h"

#include <arpa/inet.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* Of TLS 1.2, with two ciphers and nothing else: a server answers with its own or with an alert. */
static const unsigned char client_hello[] = {0x16, 3,   1,   0,   0x2f, 1,   0, 0,    0x2b, 3, 3,    'p', 'e',
                                             'n',  's', 't', 'o', 'c',  'k', 0, 0,    0,    0, 0,    0,   0,
                                             0,    0,   0,   0,   0,    0,   0, 0,    0,    0, 0,    0,   0,
                                             0,    0,   0,   0,   0,    0,   4, 0xc0, 0x2f, 0, 0x2f, 1,   0};

static socklen_t speak_address(const struct sock *sock, struct sockaddr_storage *to)
{
    bool six = sock->local.family == FAMILY_6, any = sock->local.length == 0;
    struct sockaddr_in *four = (struct sockaddr_in *)to;
    struct sockaddr_in6 *wide = (struct sockaddr_in6 *)to;
    *to = (struct sockaddr_storage){.ss_family = six ? AF_INET6 : AF_INET};
    if (!six) {
        four->sin_port = htons(sock->local_port);
        four->sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        if (!any)
            memcpy(&four->sin_addr, sock->local.bytes, sizeof(four->sin_addr));
        return sizeof(*four);
    }
    wide->sin6_port = htons(sock->local_port);
    wide->sin6_addr = in6addr_loopback;
    if (!any)
        memcpy(&wide->sin6_addr, sock->local.bytes, sizeof(wide->sin6_addr));
    return sizeof(*wide);
}

/* -1: it takes no connection. */
static int speak_open(const struct sock *sock)
{
    struct sockaddr_storage to;
    struct timeval patience = {.tv_sec = 2};
    socklen_t length = speak_address(sock, &to);
    int fd = socket(to.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return -1;
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
    setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof(patience));
    if (connect(fd, (struct sockaddr *)&to, length) == 0)
        return fd;
    close(fd);
    return -1;
}

/* Says `question` and hears `length` bytes; false: fewer came. */
static bool speak_ask(const struct sock *sock, const void *question, size_t size, char *heard, size_t length)
{
    int fd = speak_open(sock);
    if (fd < 0)
        return false;
    bool yes = send(fd, question, size, MSG_NOSIGNAL) == (ssize_t)size &&
               recv(fd, heard, length, MSG_WAITALL) == (ssize_t)length;
    close(fd);
    return yes;
}

unsigned speak_with(const struct sock *sock)
{
    static const char head[] = "HEAD / HTTP/1.0\r\n\r\n";
    char heard[8];
    unsigned speaks = 0;
    if (speak_ask(sock, head, sizeof(head) - 1, heard, 5) && memcmp(heard, "HTTP/", 5) == 0)
        speaks |= SPEAKS_HTTP;
    /* A record of the handshake, or of an alert, of version 3. */
    if (speak_ask(sock, client_hello, sizeof(client_hello), heard, 2) &&
        (heard[0] == 0x16 || heard[0] == 0x15) && heard[1] == 3)
        speaks |= SPEAKS_TLS;
    return speaks;
}

bool speak_connects(const struct sock *sock)
{
    int fd = speak_open(sock);
    if (fd >= 0)
        close(fd);
    return fd >= 0;
}
