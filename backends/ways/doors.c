#include "backends/ways/doors.h"

#include <string.h>

#include "core/base/text.h"

/* Behind a program with another name, or one that holds it for others (systemd), these are still logins: SSH, telnet,
 * rlogin, RDP, VNC. */
static bool is_login_port(uint16_t port)
{
    static const uint16_t ports[] = {22, 23, 513, 3389, 5900};
    for (size_t i = 0; i < sizeof(ports) / sizeof(*ports); i++)
        if (ports[i] == port)
            return true;
    return false;
}

static bool is_door(const struct ways_look *look, const struct sock *sock)
{
    if (sock->protocol != PROTOCOL_TCP || sock->state != SOCK_LISTENS ||
        (sock->local.length && prefix_is_loopback(&sock->local)))
        return false;
    for (const struct holder *holder = NULL; (holder = look_holder(look, sock, holder));)
        if (process_lets_in(holder->pid))
            return true;
    return is_login_port(sock->local_port) || look_unseen(look, sock);
}

void doors_find(const struct ways_look *look, struct ways *ways)
{
    size_t cap = 0;
    for (size_t i = 0; i < look->socks.count; i++) {
        const struct sock *sock = &look->socks.items[i];
        if (!is_door(look, sock))
            continue;
        struct door door = {.address = sock->local, .port = sock->local_port};
        const struct holder *holder = look_holder(look, sock, NULL);
        if (holder)
            process_name(holder->pid, door.process);
        ways->doors = xgrow(ways->doors, ways->door_count, &cap, sizeof(*ways->doors));
        ways->doors[ways->door_count++] = door;
    }
}
