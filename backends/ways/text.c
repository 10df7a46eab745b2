#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "backends/ways/carrier.h"
#include "core/base/text.h"

/* Whether `way` goes where one of `ways` goes. */
static bool is_like(const struct ways *ways, const struct way *way)
{
    for (size_t i = 0; i < ways->count; i++)
        if (ways->items[i].protocol == way->protocol && ways->items[i].direction == way->direction &&
            ways->items[i].port == way->port)
            return true;
    return false;
}

/* Half-open and not yet accepted ones too: their first packet came before the switch. */
int ways_before(const struct ways *ways, struct ways *before, struct failure *failure)
{
    struct ways_look look;
    size_t cap = 0;
    *before = (struct ways){0};
    if (look_at(&look, failure) != 0)
        return -1;
    for (size_t i = 0; i < look.socks.count; i++) {
        const struct way way = way_of(&look, &look.socks.items[i]);
        if (way.protocol != PROTOCOL_TCP || look.socks.items[i].state == SOCK_LISTENS || !is_like(ways, &way))
            continue;
        before->items = xgrow(before->items, before->count, &cap, sizeof(*before->items));
        before->items[before->count++] = way;
    }
    look_release(&look);
    return 0;
}

/* Behind the connections: that there is nothing to prove. */
static const char nothing[] = "nothing to prove\n";

char *ways_pack(const struct ways *ways)
{
    struct text text = {0};
    char from[PREFIX_TEXT], to[PREFIX_TEXT];
    for (size_t i = 0; i < ways->count; i++) {
        const struct way *way = &ways->items[i];
        text_addf(&text, "%s %u %s %u\n", prefix_format(&way->from, from), way->peer_port,
                  prefix_format(&way->to, to), way->port);
    }
    if (ways_none(ways))
        text_add(&text, nothing);
    return text_take(&text);
}

int ways_unpack(const char *text, struct ways *ways)
{
    size_t cap = 0;
    const char *why;
    *ways = (struct ways){0};
    ways->door_count = 1; /* somebody could come in, if nothing else is said */
    while (*text) {
        if (strcmp(text, nothing) == 0) {
            ways->door_count = 0;
            return 0;
        }
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
