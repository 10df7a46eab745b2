#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "backends/ways/sockdiag.h"
#include "backends/ways/ways.h"
#include "core/base/text.h"

static bool is_port_of(const struct ways *ways, uint16_t port)
{
    for (size_t i = 0; i < ways->count; i++)
        if (ways->items[i].port == port)
            return true;
    return false;
}

/* Half-open and not yet accepted ones too: their first packet came before the switch. */
int ways_before(const struct ways *ways, struct ways *before, struct failure *failure)
{
    struct socks socks;
    size_t cap = 0;
    *before = (struct ways){0};
    if (sockdiag_list(&socks, failure) != 0)
        return -1;
    for (size_t i = 0; i < socks.count; i++) {
        const struct sock *sock = &socks.items[i];
        if (sock->protocol != PROTOCOL_TCP || sock->state == SOCK_LISTENS ||
            !is_port_of(ways, sock->local_port))
            continue;
        before->items = xgrow(before->items, before->count, &cap, sizeof(*before->items));
        before->items[before->count++] = (struct way){.from = sock->peer,
                                                      .to = sock->local,
                                                      .peer_port = sock->peer_port,
                                                      .port = sock->local_port,
                                                      .age_ms = -1};
    }
    socks_release(&socks);
    return 0;
}

char *ways_pack(const struct ways *ways)
{
    struct text text = {0};
    char from[PREFIX_TEXT], to[PREFIX_TEXT];
    for (size_t i = 0; i < ways->count; i++) {
        const struct way *way = &ways->items[i];
        text_addf(&text, "%s %u %s %u\n", prefix_format(&way->from, from), way->peer_port,
                  prefix_format(&way->to, to), way->port);
    }
    return text_take(&text);
}

int ways_unpack(const char *text, struct ways *ways)
{
    size_t cap = 0;
    const char *why;
    *ways = (struct ways){0};
    while (*text) {
        struct way way = {.age_ms = -1};
        char from[PREFIX_TEXT], to[PREFIX_TEXT];
        int used = 0;
        if (sscanf(text, "%63s %" SCNu16 " %63s %" SCNu16 "%n", from, &way.peer_port, to, &way.port, &used) !=
                4 ||
            text[used] != '\n' || prefix_parse(from, &way.from, &why) != 0 ||
            prefix_parse(to, &way.to, &why) != 0) {
            ways_release(ways);
            return -1;
        }
        ways->items = xgrow(ways->items, ways->count, &cap, sizeof(*ways->items));
        ways->items[ways->count++] = way;
        text += used + 1;
    }
    return 0;
}
