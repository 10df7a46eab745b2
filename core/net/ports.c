#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/text.h"
#include "core/net/net.h"

/* One port of `length` digits at `text`; 0 = none. */
static uint16_t port_parse(const char *text, size_t length)
{
    unsigned value = 0;
    if (length == 0 || length > 5 || text[0] == '0')
        return 0;
    for (size_t i = 0; i < length; i++) {
        if (text[i] < '0' || text[i] > '9')
            return 0;
        value = value * 10 + (unsigned)(text[i] - '0');
    }
    return value > UINT16_MAX ? 0 : (uint16_t)value;
}

int ports_parse(const char *text, struct ports *out, const char **why)
{
    const char *dash = strchr(text, '-');
    uint16_t first = port_parse(text, dash ? (size_t)(dash - text) : strlen(text));
    uint16_t last = dash ? port_parse(dash + 1, strlen(dash + 1)) : first;
    *out = (struct ports){0};
    if (text[0] == '0' && text[1]) {
        *why = "a port has neither zeros nor 0x in front; write 1 to 65535 in plain digits";
        return -1;
    }
    if (!first || !last) {
        *why = "a port is a number from 1 to 65535, a range is written 5500-5509";
        return -1;
    }
    if (first > last) {
        *why = "the range runs backwards; write the lower port first";
        return -1;
    }
    *out = (struct ports){first, last};
    return 0;
}

int ports_parse_hex(const char *text, struct ports *out)
{
    enum { MOST_DIGITS = 4 };
    bool marked = text[0] == '0' && (text[1] == 'x' || text[1] == 'X');
    const char *digits = marked ? text + 2 : text;
    size_t count = strspn(digits, "0123456789abcdefABCDEF");
    bool plain = marked || strspn(digits, "0123456789") == 0;
    if (!plain || count == 0 || count > MOST_DIGITS || digits[count])
        return -1;
    uint16_t port = (uint16_t)strtoul(digits, NULL, 16);
    *out = (struct ports){port, port};
    return port ? 0 : -1;
}

const char *ports_format(struct ports ports, char buffer[PORTS_TEXT])
{
    if (!ports.first)
        buffer[0] = '\0';
    else if (ports.first == ports.last)
        snprintf(buffer, PORTS_TEXT, "%u", ports.first);
    else
        snprintf(buffer, PORTS_TEXT, "%u-%u", ports.first, ports.last);
    return buffer;
}

bool ports_overlap(struct ports a, struct ports b)
{
    return a.first && b.first && a.first <= b.last && b.first <= a.last;
}

bool ports_equal(struct ports a, struct ports b)
{
    return a.first == b.first && a.last == b.last;
}

static const char *const protocols[] = {"any", "tcp", "udp", "icmp", "other"};

const char *protocol_name(enum protocol protocol)
{
    return protocols[protocol];
}

int protocol_parse(const char *text, enum protocol *protocol)
{
    for (unsigned i = 0; i < PROTOCOL_OTHER; i++)
        if (text_equal(text, protocols[i])) {
            *protocol = (enum protocol)i;
            return 0;
        }
    return -1;
}

const char *direction_name(enum direction direction)
{
    static const char *const names[] = {"in", "out", "forward"};
    return names[direction];
}
