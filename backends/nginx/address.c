#include "backends/nginx/address.h"

#include <string.h>
#include <strings.h>

static uint16_t number(const char *text, size_t start, size_t end)
{
    unsigned long value = 0;
    for (size_t i = start; i < end && value < 100000; i++)
        value = value * 10 + (unsigned long)(text[i] - '0');
    return end > start && value <= 65535 ? (uint16_t)value : 0;
}

static size_t digits_back(const char *text, size_t start, size_t end)
{
    while (end > start && text[end - 1] >= '0' && text[end - 1] <= '9')
        end--;
    return end;
}

/* An address without a port: `[::1]`, `10.0.0.1`, a name, `*`. */
static bool is_alone(const char *text, size_t start, size_t end)
{
    static const char of_name[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._*";
    bool six = end > start && text[start] == '[' && text[end - 1] == ']';
    for (size_t i = start + six; i < end - six; i++)
        if (!strchr(six ? "0123456789abcdefABCDEF:.%" : of_name, text[i]))
            return false;
    return end > start;
}

enum address_kind listen_address_read(const char *text, struct listen *listen)
{
    size_t start = listen->address, end = listen->address_end, first = digits_back(text, start, end);
    listen->port = listen->last = 80;
    listen->port_at = listen->port_end = end;
    if (end - start >= 4 && strncmp(text + start, "unix", 4) == 0 &&
        (end - start == 4 || text[start + 4] == ':'))
        return ADDRESS_SOCKET;
    size_t low = first > start && text[first - 1] == '-' ? digits_back(text, start, first - 1) : first;
    bool whole = low == start, behind = low > start && text[low - 1] == ':' && low < end;
    if (low == end || (!whole && !behind) || (text[start] == '[' && behind && text[low - 2] != ']'))
        return is_alone(text, start, end) ? ADDRESS_PORT : ADDRESS_UNKNOWN;
    listen->last = number(text, first, end);
    listen->port = low < first ? number(text, low, first - 1) : listen->last;
    listen->port_at = low;
    listen->port_end = end;
    bool told = whole || is_alone(text, start, low - 1);
    return told && listen->port != 0 && listen->last >= listen->port ? ADDRESS_PORT : ADDRESS_UNKNOWN;
}

bool listen_address_is_local(const char *text, const struct listen *listen)
{
    static const char *const local[] = {"127.", "[::1]", "localhost"};
    size_t length = listen->address_end - listen->address;
    for (size_t i = 0; i < sizeof(local) / sizeof(*local); i++) {
        size_t size = strlen(local[i]);
        const char *behind = text + listen->address + size;
        if (length >= size && strncasecmp(text + listen->address, local[i], size) == 0 &&
            (i == 0 || length == size || *behind == ':'))
            return true;
    }
    return false;
}

/* The length of the host, the colon before the port aside. */
static size_t host_length(const struct listen *listen)
{
    size_t length = listen->port_at - listen->address;
    return length && listen->port_at != listen->port_end ? length - 1 : length;
}

static bool address_host_is(const char *text, const struct listen *listen, const char *host)
{
    return host_length(listen) == strlen(host) && memcmp(text + listen->address, host, strlen(host)) == 0;
}

/* Every address of IPv4. */
static bool is_any_4(const char *text, const struct listen *listen)
{
    return address_host_is(text, listen, "") || address_host_is(text, listen, "*") ||
           address_host_is(text, listen, "0.0.0.0");
}

bool listen_address_is_any(const char *text, const struct listen *listen)
{
    return is_any_4(text, listen) || address_host_is(text, listen, "[::]");
}

bool listen_address_same(const char *text, const struct listen *a, const struct listen *b)
{
    size_t length = host_length(a);
    return (is_any_4(text, a) && is_any_4(text, b)) ||
           (length == host_length(b) && memcmp(text + a->address, text + b->address, length) == 0);
}
